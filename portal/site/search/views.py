"""The search page."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, request

from portal.site.edition import Section, edition
from portal.site.search.query import SearchQuery
from portal.web.rendering import render

bp = Blueprint("search", __name__)

PARTS = {"live": "site/search/_live_results.html", "cards": "site/search/_more_results.html"}


@bp.get("/search/")
def index() -> Response:
    """List the stories with all the words of `?q=`; without words, show the form alone.

    `?part=live` returns the results for a search box.
    """
    query = SearchQuery.from_request()
    response = render(
        "site/search/index.html",
        parts=PARTS,
        announce=query.announcement,
        heading=query.heading,
        query=query,
        found=query.found,
        hits=query.hits,
        is_first_page=not request.args.get("before"),
        sections=sections_with_stories,
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def sections_with_stories() -> Iterator[Section]:
    """Yield every category with a live story, in the order of the tree."""
    stack = edition().top_sections[::-1]
    while stack:
        section = stack.pop()
        if section.count:
            yield section
            stack += section.children[::-1]
