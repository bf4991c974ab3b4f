"""What making an answer cost, told with it in development (W3C Server Timing).

A browser shows it beside the request. A kept answer goes on telling what its making cost.
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
    app.before_request(begin)
    app.after_request(tell)
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", ask)
        event.listen(db.engine, "after_cursor_execute", hear)


def begin() -> None:
    g.begun, g.queries, g.in_database = perf_counter(), 0, 0.0


def ask(connection: Connection, *_: Any) -> None:
    connection.info["asked"] = perf_counter()


def hear(connection: Connection, *_: Any) -> None:
    if has_request_context() and "begun" in g:
        g.queries += 1
        g.in_database += perf_counter() - connection.info["asked"]


def tell(response: Response) -> Response:
    """Milliseconds of the whole and of the database, and how many queries that were."""
    total, database = 1000 * (perf_counter() - g.begun), 1000 * g.in_database
    response.headers["Server-Timing"] = (
        f'total;dur={total:.1f}, database;dur={database:.1f};desc="{g.queries} queries"'
    )
    return response
