"""Time the search on many stories of 600 words, on one database.

    python -m tests.bench.search [--articles 100000] [--database postgresql://…]

Without --database it uses a temporary SQLite file; a PostgreSQL database must be empty. It takes about a
minute for 60,000 stories, and prints the best, the median and the worst time in milliseconds.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import median

import click
from flask import Flask
from sqlalchemy import func, insert, select, text

from portal import create_app
from portal.extensions import db
from portal.models import Article, Author, Byline, Category, CategoryLink, Search
from portal.models.search import index_articles
from portal.schema import upgrade
from portal.setting_parsers import parse_database_url

BATCH = 1_000
YEARS = timedelta(days=5 * 365)
TIMES = 30
# Words in every story, in none, in every 1,000th.
EVERYWHERE, NOWHERE, RARE = "river", "zyzzyva", "heronry"
AUTHORS, CATEGORIES = 200, 12


def vocabulary(size: int = 30_000) -> list[str]:
    """Return invented words whose first letters are distributed unevenly, as in a language."""
    rng = random.Random(3)
    onsets = "b c ch d f g h k l m n p pr r s sh st t tr v w".split()
    vowels, codas = "a e i o u ai ea ou".split(), ["", "", "", "n", "r", "s", "l", "t", "nd", "ck"]
    words: dict[str, None] = {}
    while len(words) < size:
        syllables = rng.choices((1, 2, 3, 4), (1, 5, 5, 1))[0]
        sounds = (rng.choice(each) for _ in range(syllables) for each in (onsets, vowels, codas))
        words["".join(sounds)] = None
    return [*words]


class Writer:
    """Compose stories from prepared paragraphs, with the word frequencies of a language (Zipf)."""

    def __init__(self) -> None:
        self.rng = random.Random(7)
        self.words = vocabulary()
        self.weights = list(accumulate(1 / (rank + 2) for rank in range(len(self.words))))
        self.paragraphs = [f"<p>{self.text(100)}</p>" for _ in range(3_000)]

    def text(self, count: int) -> str:
        return " ".join(self.rng.choices(self.words, cum_weights=self.weights, k=count))

    def stories(self, count: int) -> Iterator[dict]:
        start = datetime.now(UTC) - YEARS
        for number in range(1, count + 1):
            # In the order of their dates, except every tenth, which was imported later.
            at = start + YEARS * (self.rng.random() if number % 10 == 0 else number / count)
            rare = f" {RARE}" if number % 1_000 == 0 else ""
            yield {
                "id": number,
                "headline": self.text(9),
                "standfirst": f"{self.text(20)}{rare}",
                "body": "".join(self.rng.choices(self.paragraphs, k=6)) + f"<p>{EVERYWHERE}</p>",
                "word_count": 600,
                "slug": f"story-{number}",
                "day": at.date(),
                "published_at": at,
            }


def fill(count: int) -> tuple[float, float]:
    """Write the stories and index them. Return the seconds that each took."""
    writing = indexing = 0.0
    session = db.session
    categories = [
        {"name": f"C{n}", "slug": f"c{n}", "path_words": f"c{n}"} for n in range(CATEGORIES)
    ]
    session.execute(insert(Category), categories)
    session.execute(
        insert(Author), [{"name": f"Author {n}", "slug": f"a{n}"} for n in range(AUTHORS)]
    )
    first_category = session.scalar(select(func.min(Category.id)))
    first_author = session.scalar(select(func.min(Author.id)))
    stories = Writer().stories(count)
    with click.progressbar(length=count, label="Writing and indexing", show_pos=True) as bar:
        while batch := [story for _, story in zip(range(BATCH), stories, strict=False)]:
            started = time.perf_counter()
            session.execute(insert(Article), batch)
            joins = [
                {"article_id": each["id"], "live_from": each["published_at"]} for each in batch
            ]
            session.execute(insert(CategoryLink), [j | {"category_id": first_category + j["article_id"] % CATEGORIES} for j in joins])  # fmt: skip
            session.execute(insert(Byline), [j | {"author_id": first_author + j["article_id"] % AUTHORS} for j in joins])  # fmt: skip
            written = time.perf_counter()
            index_articles([each["id"] for each in batch])
            session.commit()
            writing += written - started
            indexing += time.perf_counter() - written
            bar.update(len(batch))
    return writing, indexing


def sizes() -> Iterator[tuple[str, float]]:
    """Yield the names and sizes of the index and the database, in megabytes."""
    if db.engine.dialect.name == "sqlite":
        path = Path(db.engine.url.database or "")
        whole = "SELECT sum(length(block)) FROM search_words_data"
        yield "search index", (db.session.scalar(text(whole)) or 0) / 1e6
        yield "whole file", path.stat().st_size / 1e6
    else:
        for table in ("search_words", "article"):
            size = text("SELECT pg_total_relation_size(:name)")
            yield table, db.session.scalar(size, {"name": table}) / 1e6


def queries(words: list[str]) -> dict[str, str]:
    """Return what readers search for, by what it shows. `words` are the second commonest and a middling one."""
    common, middling = words
    return {
        "the word in every story": EVERYWHERE,
        "it and the next commonest": f"{EVERYWHERE} {common}",
        "it and a rare one": f"{EVERYWHERE} {RARE}",
        "a middling word": f"{middling} ",
        "a rare word": RARE,
        "a word of none": NOWHERE,
        "two letters": "pr",
        "three letters": "sta",
        "four letters": "stai",
        "a phrase that is there": f'"{common} {EVERYWHERE}"',
        "a phrase of the commonest words that is not": f'"{EVERYWHERE} {common} {EVERYWHERE} {common}"',
    }


def time_calls(what: str, act: Callable[[], object]) -> None:
    times = []
    for _ in range(TIMES):
        started = time.perf_counter()
        act()
        times.append((time.perf_counter() - started) * 1_000)
    click.echo(f"{what:<62} {min(times):8.2f} {median(times):8.2f} {max(times):8.2f}")


def measure(app: Flask) -> None:
    writer = Writer()
    searches = queries([writer.words[1], writer.words[2_000]])
    author = db.session.scalar(select(func.min(Author.id)))
    db.session.rollback()

    def look(words: str, order: str, **where) -> Callable[[], object]:
        def act() -> None:
            found = getattr(Search(words, **where), order)(size=10)
            [story.headline for story in found]
            db.session.remove()

        return act

    click.echo(f"{'ms':<62} {'best':>8} {'median':>8} {'worst':>8}")
    for what, words in searches.items():
        time_calls(f"ten newest: {what}", look(words, "newest"))
    for what, words in searches.items():
        time_calls(f"by relevance: {what}", look(words, "most_relevant"))
    time_calls("ten newest: the word in every story, one author", look(EVERYWHERE, "newest", author_id=author))  # fmt: skip
    reader = app.test_client()
    for name, parameters in (("live", "part=live"), ("page", ""), ("page, by relevance", "sort=relevance")):  # fmt: skip
        for what, words in searches.items():
            query = {"q": words} | dict(pair.split("=") for pair in parameters.split("&") if pair)
            time_calls(
                f"{name}: {what}", lambda query=query: reader.get("/search/", query_string=query)
            )


@click.command()
@click.option("--articles", default=100_000, show_default=True, help="How many stories.")
@click.option(
    "--database", default="", help="The address of an empty PostgreSQL database; SQLite without it."
)
def main(articles: int, database: str) -> None:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        url = parse_database_url(database) if database else None
        app = create_app(INSTANCE=Path(folder), DATABASE_URL=url)
        with app.app_context():
            upgrade()
            writing, indexing = fill(articles)
            click.echo(f"{db.engine.dialect.name}, {articles:,} stories")
            click.echo(f"written in {writing:.0f} s, indexed in {indexing:.0f} s")
            if url:
                with db.engine.connect().execution_options(
                    isolation_level="AUTOCOMMIT"
                ) as connection:
                    connection.execute(text("VACUUM ANALYZE"))
            for what, size in sizes():
                click.echo(f"{what}: {size:,.0f} MB")
            db.session.remove()
            measure(app)
            db.engine.dispose()


if __name__ == "__main__":
    main()
