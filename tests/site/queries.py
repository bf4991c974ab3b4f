"""Counts the statements that a page runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from portal.extensions import db


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that render what is asked for within; nothing has been kept before.

    Not counted: BEGIN, and the look at the site version, which the watcher takes elsewhere.
    """
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if not statement.startswith(("BEGIN", "SELECT site_version.number")):
            statements.append(statement)

    with app.app_context():
        engine = db.engine
    app.extensions["cache"].responses.drop_other_editions(None)
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
