"""The one page that serves every list of articles."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request
from flask_babel import ngettext
from sqlalchemy import Select

from portal.models import Article
from portal.models.article.loading import for_cards
from portal.models.base.keyset_paging import BadCursor, ListPage, newest_page
from portal.site.edition import edition
from portal.web.rendering import render


def requested_page(query: Select[Article]) -> ListPage:
    """Return the newest articles, or those older than `?before=`; abort with 404 if it is bad."""
    size = edition().settings.stories_per_page
    try:
        return newest_page(for_cards(query), request.args.get("before"), size)
    except BadCursor:
        abort(404)


def list_page(
    query: Select[Article],
    template: str = "site/lists/index.html",
    cards: str = "site/lists/_more_cards.html",
    *,
    canonical: str,
    **context: Any,
) -> Response:
    """Return a page of a list with its heading, or the template `cards` alone for `?part=cards`.

    The older pages of the list have `?before=<cursor>` in their canonical address.
    """
    articles = requested_page(query)
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
