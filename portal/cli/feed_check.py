"""`portal feeds check`: one feed, by its address or as a file, without changing anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from portal import config, create_command_app, schema
from portal.cli.instance import read_file
from portal.errors import PortalError
from portal.extensions import is_sqlite, read_session


def check(target: str) -> dict[str, Any]:
    """Return the report on a feed. The database is read only if there is one of this version."""
    from portal.ingest.failures import Failure
    from portal.ingest.sources.check import (
        followed_source,
        report_of,
        report_of_failure,
        unknown_source,
    )
    from portal.ingest.sources.discovery import ask, content_type

    settings = config.load()
    has_database = is_there(settings)
    app = create_command_app(settings) if has_database else bare_app(settings)
    with app.app_context(), reading(has_database) as session:
        if Path(target).is_file():
            body, address, kind = read_file(Path(target)), "", ""
        elif target.startswith(("http://", "https://")):
            response = ask(target)
            if isinstance(response, Failure):
                return report_of_failure(response, target)
            body, address, kind = response.body, response.address, content_type(response)
        else:
            raise PortalError(f"{target} is no file, and no address that begins with https://.")
        source = followed_source(session, target) if session else None
        return report_of(body, address, kind, source or unknown_source(address), session)


def is_there(settings: dict[str, Any]) -> bool:
    """True if the instance has a database; asking SQLite for one would make it."""
    address = settings["DATABASE_URL"]
    if address and not is_sqlite(address):
        return True
    return (settings["INSTANCE"] / "portal.db").is_file()


def bare_app(settings: dict[str, Any]) -> Flask:
    """Return an app that has the settings which fetching needs, and no instance."""
    app = Flask("portal", static_folder=None, instance_path=str(settings["INSTANCE"]))
    app.config.from_mapping(settings)
    return app


@contextmanager
def reading(has_database: bool) -> Iterator[Session | None]:
    if not (has_database and schema.is_current()):
        yield None
        return
    with read_session() as session:
        yield session
