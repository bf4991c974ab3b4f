"""The desk's rooms as its masthead lists them, to each editor those that they may enter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import lazy_gettext as _

from portal.desk.articles.publishing import review_queue
from portal.desk.shared.links import url_if_allowed

FIRST: Sequence = (
    ("desk.today.show", _("Today")),
    ("desk.articles.index", _("Articles")),
    ("desk.queue.index", _("Queue")),
    ("desk.images.index", _("Pictures")),
    ("desk.front.edit", _("Front page")),
    ("desk.placements.index", _("Ads")),
)
MORE: Sequence = (
    ("desk.sources.index", _("Sources")),
    ("desk.categories.index", _("Categories")),
    ("desk.tags.index", _("Tags")),
    ("desk.authors.index", _("Authors")),
    ("desk.pages.index", _("Pages")),
    ("desk.menus.index", _("Menus")),
    ("desk.redirects.index", _("Redirects")),
    ("desk.settings.edit", _("Settings")),
    ("desk.editors.index", _("People")),
    ("desk.audit.index", _("Audit log")),
    ("desk.account.edit", _("My account")),
)


@dataclass(frozen=True)
class Link:
    text: str
    address: str
    is_current: bool
    name: str
    count: int = 0


@dataclass(frozen=True)
class Navigation:
    first: list[Link]
    more: list[Link]
    new_article: str | None


def navigation() -> Navigation:
    return Navigation(list(links(FIRST)), list(links(MORE)), url_if_allowed("desk.articles.new"))


def links(rooms: Sequence) -> Iterator[Link]:
    for endpoint, text in rooms:
        if address := url_if_allowed(endpoint):
            room = endpoint.rpartition(".")[0]
            name = room.rpartition(".")[2]
            count = review_queue.how_many() if name == "queue" else 0
            yield Link(str(text), address, room in request.blueprints, name, count)
