"""A page of a list at the desk: the first, or the one that the address's cursor leads to."""

from __future__ import annotations

from flask import abort, request
from sqlalchemy import Select

from portal.models.base.keyset_paging import BadCursor, ListPage, newest_page


def page_of(query: Select, size: int) -> ListPage:
    """`size` rows of a query in order, after `?before=`; a cursor that we never gave out is a 404."""
    try:
        return newest_page(query, request.args.get("before"), size)
    except BadCursor:
        abort(404)
