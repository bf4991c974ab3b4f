"""A story's page and the search on PostgreSQL, in a database created for the benchmark."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from flask import Flask
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.exc import OperationalError

from portal import create_app
from portal.extensions import db
from portal.models import Article, Search
from portal.schema import upgrade
from tests.bench.figure import Figure
from tests.bench.search import EVERYWHERE, RARE, fill

SERVER = os.environ.get(
    "PORTAL_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)
NAME = f"portal_bench_{os.getpid()}"
STORIES, TIMES, PAGES = 30_000, 15, 100


def figures(_sizes: list[int]) -> Iterator[Figure]:
    part = f"On PostgreSQL, {STORIES:,} stories"
    try:
        run(f"CREATE DATABASE {NAME}")
    except OperationalError as error:
        print(f"  no PostgreSQL to measure: {error.orig}".strip(), flush=True)
        return
    try:
        yield from measure(part, make_url(SERVER).set(database=NAME).render_as_string(False))
    finally:
        run(f"DROP DATABASE {NAME} WITH (FORCE)")


def measure(part: str, url: str) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        app = create_app(INSTANCE=Path(folder), DATABASE_URL=url, CACHE_MB=0)
        with app.app_context():
            upgrade()
            fill(STORIES)
        yield Figure(part, "a cold article, before ANALYZE", median(page_times(app)), "ms")
        with app.app_context():
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE"))
            yield Figure(part, "a cold article", median(page_times(app)), "ms")
            for word, kind in ((EVERYWHERE, "commonest"), (RARE, "rare"), (EVERYWHERE[:3], "three letters of a")):  # fmt: skip
                for order, label in (("newest", "10 newest"), ("most_relevant", "10 by relevance")):
                    times = []
                    for _ in range(TIMES):
                        started = perf_counter()
                        getattr(Search(word), order)(size=10)
                        times.append((perf_counter() - started) * 1000)
                        db.session.remove()
                    yield Figure(part, f"search, {kind} word, {label}", median(times), "ms")
            db.session.remove()
            db.engine.dispose()


def page_times(app: Flask) -> Iterator[float]:
    """Yield the milliseconds of a sample of stories' pages, except the first, which also warms the app up."""
    with app.app_context():
        chosen = select(Article).where(Article.id % (STORIES // PAGES) == 0)
        paths = [article.path for article in db.session.scalars(chosen)]
    reader = app.test_client()
    for number, path in enumerate(paths):
        started = perf_counter()
        answer = reader.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answers {answer.status_code}.")
        if number:
            yield (perf_counter() - started) * 1000


def run(statement: str) -> None:
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
