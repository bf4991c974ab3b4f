"""Count the SQL statements of a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from portal.extensions import db


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Collect the statements of the requests within the block, with an empty response cache.

    BEGIN is not counted, nor the query for the site version, which the watcher runs elsewhere.
    """
    statements: list[str] = []

    def record(_connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith(("BEGIN", "SELECT site_version.number")):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    app.extensions["cache"].responses.drop_other_editions(None)
    event.listen(engine, "before_cursor_execute", record)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", record)
