"""The menus of the masthead and the footer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.extensions import db
from portal.models import MenuItem
from portal.site.edition.sections import Section


@dataclass(frozen=True)
class Link:
    """A link of a menu or a breadcrumb, with the links below it."""

    text: str
    path: str
    children: Sequence[Link] = ()


def load_menus(top_sections: Iterable[Section]) -> dict[str, list[Link]]:
    """Return the menus by name. Without a main menu from the desk, the top categories serve."""
    query = (
        select(MenuItem)
        .options(joinedload(MenuItem.category), joinedload(MenuItem.page))
        .order_by(MenuItem.menu, MenuItem.position, MenuItem.id)
    )
    rows = db.session.scalars(query).all()
    menus: dict[str, list[Link]] = {}
    for row in rows:
        if row.parent_id is None:
            children = [Link(child.text, child.path) for child in rows if child.parent_id == row.id]
            menus.setdefault(row.menu, []).append(Link(row.text, row.path, children))
    menus.setdefault("main", [section_link(section) for section in top_sections])
    return menus


def section_link(section: Section) -> Link:
    return Link(section.name, section.path, [section_link(child) for child in section.children])
