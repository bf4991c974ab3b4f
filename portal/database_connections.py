"""The settings of database connections: PRAGMAs, transaction modes, a safe version of SQLite."""

from __future__ import annotations

import sqlite3
from time import sleep
from types import ModuleType
from typing import Any

from flask import has_request_context, request
from sqlalchemy import Connection, Engine, event

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
