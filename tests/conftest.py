"""The cast: an app on an empty database, a newsroom, a reader."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url, text, update
from sqlalchemy.exc import OperationalError

from portal import create_app
from portal.extensions import db
from portal.models import Image
from portal.schema import upgrade
from tests.newsroom import Newsroom

POSTGRESQL = os.environ.get(
    "PORTAL_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)
BOTH = ("sqlite", "postgresql")

# A developer's own settings must not affect the tests.
for name in [*os.environ]:
    if name.startswith("PORTAL_") and not name.startswith("PORTAL_TEST_"):
        del os.environ[name]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests marked `both_databases` on both databases, and the others on SQLite."""
    if "database" in metafunc.fixturenames:
        marker = metafunc.definition.get_closest_marker("both_databases")
        databases = BOTH if marker else BOTH[:1]
        metafunc.parametrize("database", databases, scope="session")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail in CI if a test was skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def apps(tmp_path_factory: pytest.TempPathFactory):
    """Return a function that returns the app on a database, created once for the whole run."""
    made: dict[str, Flask] = {}

    def app_on(database: str) -> Flask:
        if database not in made:
            folder = tmp_path_factory.mktemp(database)
            url = None if database == "sqlite" else create_postgresql()
            made[database] = new_app(folder, DATABASE_URL=url)
        return made[database]

    yield app_on
    for app in made.values():
        with app.app_context():
            db.engine.dispose()
    if "postgresql" in made:
        drop_postgresql()


def new_app(instance: Path, **overrides) -> Flask:
    """Return an app on a new, migrated database in this folder."""
    app = create_app(INSTANCE=instance, TESTING=True, **overrides)
    with app.app_context():
        upgrade()
    return app


DATABASE_NAME = f"portal_test_{os.getpid()}"


def create_postgresql(name: str = DATABASE_NAME) -> str:
    """Create an empty PostgreSQL database and return its address. Skip the test without a server, but not in CI."""
    try:
        run_on_postgresql(f"CREATE DATABASE {name}")
    except OperationalError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no PostgreSQL at {POSTGRESQL}: {error.orig}")
    return make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)


def drop_postgresql(name: str = DATABASE_NAME) -> None:
    run_on_postgresql(f"DROP DATABASE {name} WITH (FORCE)")


def run_on_postgresql(statement: str) -> None:
    engine = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def app(apps, database: str):
    """The app on an empty database. No app context is open, so that a forgotten commit fails."""
    app = apps(database)
    yield app
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(
            update(Image).values(created_by_id=None)
        )  # editors and images refer to each other
        for table in reversed(db.metadata.sorted_tables):
            connection.execute(table.delete())
        connection.execute(text("DELETE FROM search_words"))
    app.extensions.pop("edition", None)


@pytest.fixture
def empty_database():
    """Return a function that returns the address of an empty database; None for SQLite in the instance."""
    made: list[str] = []

    def address(database: str) -> str | None:
        if database == "postgresql" and not made:
            made.append(create_postgresql(f"{DATABASE_NAME}_empty"))
        return made[0] if made else None

    yield address
    if made:
        drop_postgresql(f"{DATABASE_NAME}_empty")


@pytest.fixture
def newsroom(app: Flask) -> Newsroom:
    return Newsroom(app)


@pytest.fixture
def reader(app: Flask):
    """A client that reads the site."""
    return app.test_client()


@pytest.fixture
def media(app, tmp_path, monkeypatch) -> Path:
    """An empty media folder."""
    monkeypatch.setitem(app.config, "INSTANCE", tmp_path)
    (tmp_path / "media").mkdir()
    return tmp_path / "media"
