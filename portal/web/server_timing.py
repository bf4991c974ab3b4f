"""The cost of each response, sent in its `Server-Timing` header in development (W3C Server Timing).

A browser shows it beside the request. A cached response still shows the cost of its rendering.
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

from flask import Flask, Response, g, has_request_context
from sqlalchemy import Connection, event

from portal.extensions import db


def init_app(app: Flask) -> None:
    if not app.config["SERVER_TIMING"]:
        return
    app.before_request(start_timing)
    app.after_request(add_header)
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", start_query)
        event.listen(db.engine, "after_cursor_execute", end_query)


def start_timing() -> None:
    g.timing_started, g.queries, g.database_seconds = perf_counter(), 0, 0.0


def start_query(connection: Connection, *_: Any) -> None:
    connection.info["query_started"] = perf_counter()


def end_query(connection: Connection, *_: Any) -> None:
    if has_request_context() and "timing_started" in g:
        g.queries += 1
        g.database_seconds += perf_counter() - connection.info["query_started"]


def add_header(response: Response) -> Response:
    """Add the milliseconds of the whole and of the database, and the number of queries."""
    total, database = 1000 * (perf_counter() - g.timing_started), 1000 * g.database_seconds
    response.headers["Server-Timing"] = (
        f'total;dur={total:.1f}, database;dur={database:.1f};desc="{g.queries} queries"'
    )
    return response
