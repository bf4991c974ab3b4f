"""The database's schema: brought up to date by forward migrations, one process at a time."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache

from flask import current_app
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from portal.errors import PortalError
from portal.extensions import db
from portal.paths import package_folder

# Any number will do, so long as no other program on the same PostgreSQL takes it.
LOCK = 7_640_221


def upgrade() -> None:
    """Run the pending migrations, all or none. A second process waits for the first.

    Raises PortalError when the database cannot be reached, or is from a newer Portal.
    """
    try:
        with (
            db.engine.connect() as connection,
            without_foreign_keys(connection),
            connection.begin(),
        ):
            lock(connection)
            refuse_newer(connection)
            if not has_every_migration(connection):
                migrate(connection)
                refuse_broken_links(connection)
    except DBAPIError as error:
        raise unusable(error) from None


def is_current() -> bool:
    """Whether the database answers and has had every migration."""
    try:
        with db.engine.connect() as connection:
            return has_every_migration(connection)
    except DBAPIError:
        return False


def has_every_migration(connection: Connection) -> bool:
    return version_of(connection) == versions()[-1]


@cache
def versions() -> list[str]:
    """The number of each migration, the first first."""
    return sorted(path.name[:4] for path in package_folder("migrations").glob("versions/[0-9]*.py"))


def version_of(connection: Connection) -> str | None:
    """The last migration that the database has had; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


def migrate(connection: Connection) -> None:
    """With Alembic, which is not loaded where nothing is pending: it takes 11 MB and a tenth of a second."""
    from alembic import command
    from flask_migrate import Migrate

    folder = str(package_folder("migrations"))
    config = Migrate(current_app, db, folder, render_as_batch=True).get_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def unusable(error: DBAPIError) -> PortalError:
    """In one line, without the password."""
    reason = str(error.orig).strip().splitlines()[0]
    address = db.engine.url.set(query={}).render_as_string()
    return PortalError(f"The database {address} cannot be used: {reason}")


@contextmanager
def without_foreign_keys(connection: Connection):
    """Alembic changes an SQLite table by making it anew: dropping the old one must not cascade."""
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys=ON")


def lock(connection: Connection) -> None:
    """SQLite's transaction has begun by taking the one writer's place; PostgreSQL has locks for it."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def refuse_broken_links(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken:
            raise PortalError(f"The migration would break links of the table {broken[0]}.")


def refuse_newer(connection: Connection) -> None:
    version = version_of(connection)
    if version not in (None, *versions()):
        raise PortalError(
            f"The database is from a newer Portal (its schema is {version}). "
            "Start that version, or restore a backup of this one."
        )
