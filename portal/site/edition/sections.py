"""Sections: the categories as menus and lists show them, with their live counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from portal.extensions import db
from portal.models import Category, CategoryLink


@dataclass(eq=False)
class Section:
    """A category with its place in the tree and the number of its live stories."""

    id: int
    name: str
    path: str
    description: str
    parent_id: int | None
    count: int = 0
    children: list[Section] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text of a link to the section."""
        return self.name

    @property
    def search_value(self) -> str:
        """The value of `?category=` that limits a search to it: `economy/rail`."""
        return self.path.removeprefix("/category/").rstrip("/")


def load_sections(at: datetime) -> dict[int, Section]:
    """Return every category by id, in the order of the tree, with the stories live at `at`."""
    live = (
        select(CategoryLink.category_id, func.count())
        .where(CategoryLink.live_from <= at)
        .group_by(CategoryLink.category_id)
    )
    counts = {row[0]: row[1] for row in db.session.execute(live)}
    rows = db.session.scalars(select(Category).order_by(Category.position, Category.name))
    sections = {
        row.id: Section(
            row.id, row.name, row.path, row.description, row.parent_id, counts.get(row.id, 0)
        )
        for row in rows
    }
    for section in sections.values():
        if section.parent_id:
            sections[section.parent_id].children.append(section)
    return sections
