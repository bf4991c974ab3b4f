"""A row of a list of nouns at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for


@dataclass(frozen=True)
class Row:
    """One noun. `depth` counts its ancestors in a tree, `stories` is the address of its articles."""

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
        blueprint: str,
        name: str,
        count: int | str = "",
        depth: int = 0,
        note: str = "",
        **filters: Any,
    ) -> Row:
        """Return the row of `noun`; `filters` narrow the list of articles to its stories."""
        edit = url_for(f"desk.{blueprint}.edit", **{noun.__tablename__: noun.id})
        stories = url_for("desk.articles.index", **filters) if filters and count else ""
        return cls(name, getattr(noun, "path", ""), edit, count, depth, note, stories)
