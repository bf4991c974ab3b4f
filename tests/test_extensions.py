"""Database connections: transactions, PRAGMAs, safe versions of SQLite."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from types import SimpleNamespace

import pytest
from sqlalchemy import event, func, select, text

from portal.database_connections import enable_wal, pysqlite3, require_safe_sqlite
from portal.errors import PortalError
from portal.extensions import db
from portal.models import Redirect, SiteVersion

WRITERS = 4
CHANGES = 25


@pytest.mark.both_databases
def test_concurrent_writers_lose_nothing(app):
    """Each raises the site version by reading and writing it, which loses one if two read the same number."""
    together = Barrier(WRITERS)
    failed = []

    def write(writer):
        with app.app_context():
            together.wait()
            try:
                for number in range(CHANGES):
                    db.session.add(Redirect(old=f"/{writer}-{number}", address="/"))
                    db.session.commit()
            except Exception as error:
                failed.append(error)

    threads = [Thread(target=write, args=[writer]) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Redirect)) == WRITERS * CHANGES
        assert SiteVersion.current() == WRITERS * CHANGES


def test_readers_do_not_wait_for_a_writer(app, reader, newsroom):
    newsroom.article("River rises", tags=[newsroom.tag("Climate")])
    with app.app_context(), db.engine.begin() as writing:
        writing.execute(text("UPDATE tag SET name = 'Weather'"))

        assert "River rises" in reader.get("/tag/climate/").text


def test_the_jit_of_postgresql_is_off(apps):
    with apps("postgresql").app_context():
        db.session.rollback()
        assert db.session.scalar(text("SHOW jit")) == "off"


@pytest.mark.parametrize(
    ("method", "begin"), [("GET", "BEGIN"), ("HEAD", "BEGIN"), ("POST", "BEGIN IMMEDIATE")]
)
def test_a_transaction_begins_as_a_reader_or_as_the_writer(app, statements, method, begin):
    with app.test_request_context(method=method):
        db.session.execute(text("SELECT 1"))
    assert statements == [begin, "SELECT 1"]


def test_a_transaction_outside_a_request_begins_as_the_writer(app, statements):
    with app.app_context():
        db.session.execute(text("SELECT 1"))
    assert statements == ["BEGIN IMMEDIATE", "SELECT 1"]


@pytest.fixture
def statements(app):
    """Record the statements that are sent to the database, in order."""
    statements: list[str] = []

    def listen(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    yield statements
    event.remove(engine, "before_cursor_execute", listen)


@pytest.mark.parametrize("version", ["3.51.3", "3.53.4", "3.50.7", "3.44.6", "4.0.0"])
def test_a_safe_sqlite_is_accepted(version):
    require_safe_sqlite(sqlite(version))


@pytest.mark.parametrize("version", ["3.51.2", "3.50.6", "3.49.9", "3.44.5", "3.40.1"])
def test_a_sqlite_that_can_lose_pages_is_refused_with_advice(version):
    with pytest.raises(PortalError, match=f"^SQLite {version} can lose .* Install pysqlite3 "):
        require_safe_sqlite(sqlite(version))


def sqlite(version: str):
    numbers = tuple(map(int, version.split(".")))
    return SimpleNamespace(sqlite_version=version, sqlite_version_info=numbers)


def test_several_connections_may_open_a_new_database_at_once(tmp_path):
    def open_it(path, together):
        connection = pysqlite3.connect(path, isolation_level=None)
        together.wait()
        enable_wal(connection)
        return connection.execute("PRAGMA journal_mode").fetchone()[0]

    with ThreadPoolExecutor(4) as pool:
        for number in range(60):
            path, together = tmp_path / f"{number}.db", Barrier(4)
            modes = [pool.submit(open_it, path, together) for _ in range(4)]
            assert [each.result() for each in modes] == ["wal"] * 4
