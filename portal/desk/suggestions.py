"""Names that match what an editor types, as options of a datalist."""

from __future__ import annotations

from flask import Response, make_response, request

from portal.desk.paper.pin_form import suggest_headlines
from portal.desk.shared.fields import normalise_spaces
from portal.desk.shared.noun_field import option_list
from portal.desk.shared.noun_search import (
    AUTHORS,
    CATEGORIES,
    CATEGORIES_AND_PAGES,
    FREE_AUTHORS,
    PAGES,
    SOURCES,
    TAGS,
    NounSearch,
)
from portal.desk.shared.permissions import Action, DeskBlueprint, requires

bp = DeskBlueprint("suggestions", Action.WRITE)

MAX_QUERY_CHARS = 200


@bp.get("/suggestions/tags")
def tags() -> Response:
    return options(TAGS)


@bp.get("/suggestions/authors")
def authors() -> Response:
    return options(AUTHORS)


@bp.get("/suggestions/sources")
def sources() -> Response:
    return options(SOURCES)


@bp.get("/suggestions/categories")
def categories() -> Response:
    return options(CATEGORIES)


@bp.get("/suggestions/pages")
@requires(Action.STRUCTURE)
def pages() -> Response:
    return options(PAGES)


@bp.get("/suggestions/categories-and-pages")
@requires(Action.STRUCTURE)
def categories_and_pages() -> Response:
    return options(CATEGORIES_AND_PAGES)


@bp.get("/suggestions/stories")
@requires(Action.FRONT)
def stories() -> Response:
    """Suggest headlines of live and scheduled stories."""
    text = typed_text()
    return make_response(option_list(suggest_headlines(text) if text else []))


@bp.get("/suggestions/free-authors")
@requires(Action.PEOPLE)
def free_authors() -> Response:
    return options(FREE_AUTHORS)


def options(search: NounSearch) -> Response:
    """Return the options that match the typed text."""
    text = typed_text()
    labels = [label for _noun, label in search.suggest(text)] if text else []
    return make_response(option_list(labels))


def typed_text() -> str:
    """Return the one parameter of the request; it has the name of the field that asks."""
    return normalise_spaces(next(iter(request.args.values()), ""))[:MAX_QUERY_CHARS]
