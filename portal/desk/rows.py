"""A row of a plain list at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for


@dataclass(frozen=True)
class Row:
    """`depth` is how far down a tree it stands, from 0."""

    name: str
    path: str
    edit: str
    count: int | str
    depth: int = 0
    note: str = ""

    @classmethod
    def of(
        cls, noun: Any, room: str, name: str, count: int | str = "", depth: int = 0, note: str = ""
    ) -> Row:
        edit = url_for(f"desk.{room}.edit", **{noun.__tablename__: noun.id})
        return cls(name, getattr(noun, "path", ""), edit, count, depth, note)
