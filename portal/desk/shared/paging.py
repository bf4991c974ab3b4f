"""A page of a list at the desk, by the cursor in its address."""

from __future__ import annotations

from flask import abort, request
from sqlalchemy import Select

from portal.models.base.keyset_paging import BadCursor, ListPage, newest_page


def page_of(query: Select, size: int) -> ListPage:
    """Return `size` rows of an ordered query after the cursor `?before=`; 404 if the cursor is invalid."""
    try:
        return newest_page(query, request.args.get("before"), size)
    except BadCursor:
        abort(404)
