"""The Flask extensions, and the settings of database connections."""

from __future__ import annotations

import sqlite3
from time import sleep
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

from flask import Flask, has_request_context, request
from flask_babel import Babel
from flask_sqlalchemy import SQLAlchemy
from htmx_flask import Htmx
from sqlalchemy import Connection, Engine, MetaData, Table, event, make_url
from sqlalchemy.orm import DeclarativeBase, Session

from portal.errors import PortalError

try:
    import pysqlite3
except ImportError:  # no wheel for this platform: use the standard library's, if it is new enough
    pysqlite3 = sqlite3

# Below these, WAL with two connections can lose committed pages (sqlite.org/wal.html#walresetbug).
SAFE_SQLITE = (3, 51, 3)
SAFE_SQLITE_BRANCHES = {(3, 50): 7, (3, 44): 6}
BUSY_TIMEOUT_MS = 10_000  # for which a writer waits for another
WAL_TRIES, WAL_RETRY_SECONDS = 500, 0.01


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

if TYPE_CHECKING:

    class Model(Base):
        """The base class of all models, as type checkers see it."""

        __abstract__ = True
        __table__: ClassVar[Table]
else:
    Model = db.Model

babel = Babel()
htmx = Htmx()


def init_database(app: Flask) -> None:
    """Bind the database of DATABASE_URL, and set the PRAGMAs and transaction modes of its connections."""
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
    """True if the database is SQLite, which runs within this process."""
    return make_url(database_url).get_backend_name() == "sqlite"


def read_session() -> Session:
    """Return a new session that only reads. The objects that it loads are detached when it is closed."""
    return Session(db.engine.execution_options(reads=True))


def write_session(waits: bool = True) -> Session:
    """Return a new session that may write, also during a GET request. The caller commits it.

    With `waits=False` the first statement raises OperationalError at once if SQLite has another writer.
    """
    return Session(db.engine.execution_options(reads=False, waits=waits))


def make_session_read_only() -> None:
    """Let the session of the current app context only read, outside of a request."""
    db.session.connection(execution_options={"reads": True})


def require_safe_sqlite(module: ModuleType) -> None:
    """Raise PortalError if this SQLite can lose data."""
    version = module.sqlite_version_info
    branch = SAFE_SQLITE_BRANCHES.get(version[:2])
    if version < SAFE_SQLITE and (branch is None or version[2] < branch):
        raise PortalError(
            f"SQLite {module.sqlite_version} can lose committed pages in WAL mode. Install pysqlite3 "
            "or a Python with SQLite 3.51.3 or newer, or set PORTAL_DATABASE_URL to a PostgreSQL."
        )


def configure_sqlite(engine: Engine) -> None:
    """Set WAL and foreign keys, and begin each transaction either as a reader or as the writer."""

    @event.listens_for(engine, "connect")
    def set_pragmas(connection, _record):
        connection.isolation_level = None  # the begin event below begins transactions
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
        # A deferred transaction that starts to write later fails at once: "database is locked".
        options = connection.get_execution_options()
        reads = options.get("reads")
        if reads is None:
            reads = has_request_context() and request.method in ("GET", "HEAD", "OPTIONS")
        if options.get("waits", True):
            connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
        else:
            begin_immediately(connection)


def configure_postgresql(engine: Engine) -> None:
    """Switch the JIT off. On tables without statistics, PostgreSQL overestimates the query of a story and
    spent 500 ms on compiling it, each time, before it ran for 0.2 ms."""

    @event.listens_for(engine, "connect")
    def switch_jit_off(connection, _record):
        connection.autocommit = True  # so that a rollback does not undo it
        connection.execute("SET jit = off")
        connection.autocommit = False


def begin_immediately(connection: Connection) -> None:
    """Begin as the writer, or raise OperationalError without waiting for another writer."""
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def enable_wal(connection: Any) -> None:
    """Switch WAL on, and retry for 5 seconds: busy_timeout does not apply to this PRAGMA, so it fails if
    several connections open a new database at the same time."""
    for tries_left in reversed(range(WAL_TRIES)):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except pysqlite3.OperationalError as error:
            if not tries_left or "locked" not in str(error):
                raise
            sleep(WAL_RETRY_SECONDS)
