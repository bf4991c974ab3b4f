"""A row of a plain list at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for


@dataclass(frozen=True)
class Row:
    """`depth` is how far down a tree it stands, from 0; `stories` the address of their list."""

    name: str
    path: str
    edit: str
    count: int | str
    depth: int = 0
    note: str = ""
    stories: str = ""

    @classmethod
    def of(
        cls,
        noun: Any,
        room: str,
        name: str,
        count: int | str = "",
        depth: int = 0,
        note: str = "",
        **asked: Any,
    ) -> Row:
        """`asked` is what the list of articles is asked for, to show its stories."""
        edit = url_for(f"desk.{room}.edit", **{noun.__tablename__: noun.id})
        stories = url_for("desk.articles.index", **asked) if asked and count else ""
        return cls(name, getattr(noun, "path", ""), edit, count, depth, note, stories)
