"""The Flask extensions, and how the database is spoken to."""

from __future__ import annotations

import sqlite3
from time import sleep
from types import ModuleType
from typing import Any

from flask import Flask, has_request_context, request
from flask_babel import Babel
from flask_sqlalchemy import SQLAlchemy
from htmx_flask import Htmx
from sqlalchemy import Connection, Engine, MetaData, event, make_url
from sqlalchemy.orm import DeclarativeBase, Session

from portal.errors import PortalError

try:
    import pysqlite3
except ImportError:  # no wheel for this platform: the standard library's, if it is new enough
    pysqlite3 = sqlite3

# Below these, WAL with two connections can lose committed pages (sqlite.org/wal.html#walresetbug).
SAFE_SQLITE = (3, 51, 3)
SAFE_SQLITE_BRANCHES = {(3, 50): 7, (3, 44): 6}
BUSY_TIMEOUT_MS = 10_000  # milliseconds that a writer waits for another


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)
babel = Babel()
htmx = Htmx()


def init_database(app: Flask) -> None:
    """Bind the database named by DATABASE_URL, and teach its connections our manners."""
    app.config["SQLALCHEMY_DATABASE_URI"] = app.config["DATABASE_URL"]
    if is_sqlite(app.config["DATABASE_URL"]):
        require_safe_sqlite(pysqlite3)
        options = {"module": pysqlite3, "connect_args": {"timeout": 10}}
    else:
        options = {"pool_pre_ping": True, "connect_args": {"connect_timeout": 10}}
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    with app.app_context():
        configure = {"sqlite": configure_sqlite, "postgresql": configure_postgresql}
        configure[db.engine.dialect.name](db.engine)


def is_sqlite(database_url: str) -> bool:
    """Whether the database is SQLite, within this process."""
    return make_url(database_url).get_backend_name() == "sqlite"


def read_session() -> Session:
    """A session of its own that only reads; what it loads is detached when it is closed."""
    return Session(db.engine.execution_options(reads=True))


def write_session(waits: bool = True) -> Session:
    """A session of its own that writes, also while a page is being answered; commit it.

    One that does not wait raises OperationalError at once where SQLite has another writer.
    """
    return Session(db.engine.execution_options(reads=False, waits=waits))


def make_session_read_only() -> None:
    """Let the session of this context only read, where no request says so."""
    db.session.connection(execution_options={"reads": True})


def require_safe_sqlite(module: ModuleType) -> None:
    version = module.sqlite_version_info
    branch = SAFE_SQLITE_BRANCHES.get(version[:2])
    if version < SAFE_SQLITE and (branch is None or version[2] < branch):
        raise PortalError(
            f"SQLite {module.sqlite_version} can lose committed pages in WAL mode. Install pysqlite3 "
            "or a Python with SQLite 3.51.3 or newer, or set PORTAL_DATABASE_URL to a PostgreSQL."
        )


def configure_sqlite(engine: Engine) -> None:
    """WAL, foreign keys, and transactions that say at their beginning whether they will write."""

    @event.listens_for(engine, "connect")
    def prepare(connection, _record):
        connection.isolation_level = None  # we begin transactions ourselves, below
        enable_wal(connection)
        for pragma in (
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection):
        # A deferred transaction that starts to write fails immediately with "database is locked".
        options = connection.get_execution_options()
        reads = options.get("reads")
        if reads is None:
            reads = has_request_context() and request.method in ("GET", "HEAD", "OPTIONS")
        if options.get("waits", True):
            connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
        else:
            begin_immediately(connection)


def configure_postgresql(engine: Engine) -> None:
    """Without compiling a query first: on tables that it has not analysed yet, PostgreSQL takes a story's
    for so dear that it spent 500 ms on that, each time, and then 0.2 ms on the query."""

    @event.listens_for(engine, "connect")
    def prepare(connection, _record):
        connection.autocommit = True  # so that no rollback takes it back
        connection.execute("SET jit = off")
        connection.autocommit = False


def begin_immediately(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def enable_wal(connection: Any) -> None:
    """Of several that open a new database at once, SQLite makes none wait for the other here."""
    for pause in (*[0.01] * 500, None):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except pysqlite3.OperationalError as error:
            if pause is None or "locked" not in str(error):
                raise
            sleep(pause)
