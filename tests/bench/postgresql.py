"""A story's page and the search on PostgreSQL, on an empty database of the bench's own."""

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
        yield from asked(part, make_url(SERVER).set(database=NAME).render_as_string(False))
    finally:
        run(f"DROP DATABASE {NAME} WITH (FORCE)")


def asked(part: str, url: str) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        app = create_app(INSTANCE=Path(folder), DATABASE_URL=url, CACHE_MB=0)
        with app.app_context():
            upgrade()
            fill(STORIES)
        yield Figure(part, "a cold article, of tables just filled", median(pages(app)), "ms")
        with app.app_context():
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as once:
                once.execute(text("VACUUM ANALYZE"))
            yield Figure(part, "a cold article", median(pages(app)), "ms")
            for word, called in ((EVERYWHERE, "commonest"), (RARE, "rare"), (EVERYWHERE[:3], "three letters of a")):  # fmt: skip
                for order, said in (("newest", "10 newest"), ("most_relevant", "10 by relevance")):
                    times = []
                    for _ in range(TIMES):
                        begun = perf_counter()
                        getattr(Search(word), order)(size=10)
                        times.append((perf_counter() - begun) * 1000)
                        db.session.remove()
                    yield Figure(part, f"search, {called} word, {said}", median(times), "ms")
            db.session.remove()
            db.engine.dispose()


def pages(app: Flask) -> Iterator[float]:
    """Milliseconds that each of some stories' pages takes to make, but the first, which waits for more."""
    with app.app_context():
        chosen = select(Article).where(Article.id % (STORIES // PAGES) == 0)
        paths = [article.path for article in db.session.scalars(chosen)]
    reader = app.test_client()
    for number, path in enumerate(paths):
        begun = perf_counter()
        answer = reader.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answers {answer.status_code}.")
        if number:
            yield (perf_counter() - begun) * 1000


def run(statement: str) -> None:
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
