"""The one list page, which serves every list of articles."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request
from flask_babel import ngettext
from sqlalchemy import Select

from portal.models.article.queries import for_cards
from portal.models.base.keyset_paging import BadCursor, ListPage, newest_page
from portal.site.edition import edition
from portal.web.rendering import render


def page_of(query: Select) -> ListPage:
    """The newest of a list, or those older than the address's `?before=`; a bad cursor is a 404."""
    size = edition().settings.stories_per_page
    try:
        return newest_page(for_cards(query), request.args.get("before"), size)
    except BadCursor:
        abort(404)


def list_page(
    query: Select,
    template: str = "site/lists/index.html",
    cards: str = "site/lists/_cards.html",
    *,
    canonical: str,
    **context: Any,
) -> Response:
    """A list of articles with its heading, further down at an address of its own.

    `?part=cards` answers the cards alone.
    """
    articles = page_of(query)
    before = request.args.get("before")
    return render(
        template,
        parts={"cards": cards},
        announce=ngettext("%(num)d more story", "%(num)d more stories", len(articles)),
        articles=articles,
        is_first_page=not before,
        canonical=f"{canonical}?before={before}" if before else canonical,
        **context,
    )
