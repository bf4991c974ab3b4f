"""The links of the desk's masthead, as far as the editor may follow them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _

from portal.desk.articles.publishing import review_queue
from portal.desk.shared.links import url_if_allowed

MAIN_LINKS: Sequence[tuple[str, Any]] = (
    ("desk.today.show", _("Today")),
    ("desk.articles.index", _("Stories")),
    ("desk.queue.index", _("Queue")),
    ("desk.images.index", _("Pictures")),
    ("desk.front.edit", _("Front page")),
    ("desk.placements.index", _("Ads")),
)
MORE_LINKS: Sequence[tuple[str, Any]] = (
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
    """A link of the masthead. `name` is its blueprint, `count` the number of stories that wait there."""

    text: str
    address: str
    is_current: bool
    name: str
    count: int = 0


@dataclass(frozen=True)
class Navigation:
    """The links in sight, those under "More", and the address of a new article."""

    first: list[Link]
    more: list[Link]
    new_article: str | None


def navigation() -> Navigation:
    """Return the masthead's links for the signed-in editor."""
    return Navigation(
        list(links(MAIN_LINKS)), list(links(MORE_LINKS)), url_if_allowed("desk.articles.new")
    )


def links(entries: Sequence[tuple[str, Any]]) -> Iterator[Link]:
    for endpoint, text in entries:
        if address := url_if_allowed(endpoint):
            blueprint = endpoint.rpartition(".")[0]
            name = blueprint.rpartition(".")[2]
            count = review_queue.count_waiting() if name == "queue" else 0
            yield Link(str(text), address, blueprint in request.blueprints, name, count)
