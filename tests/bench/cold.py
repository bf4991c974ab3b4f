"""Cold pages: nothing is cached, and each request renders its page."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from urllib.parse import quote

from portal.wording.folding import words_of
from tests.bench.figure import Figure, median_ratio
from tests.bench.instances import instance, rows
from tests.bench.servers import portal
from tests.bench.wrk import load

ROUNDS = 3
SECONDS = 2
ARTICLES = 4_000
# The largest cost of a page with so many stories, as a multiple of that with 1,000.
MAX_RATIO = {100_000: 1.3, 1_000_000: 1.5}


def figures(sizes: list[int]) -> Iterator[Figure]:
    folders = {size: instance(size) for size in sizes}
    yield from articles(folders)
    for size, folder in folders.items():
        yield from lists(size, folder)


def articles(folders: dict[int, Path]) -> Iterator[Figure]:
    """Measure random stories: requests a second, and processor time for one."""
    with ExitStack() as stack:
        servers = {size: stack.enter_context(cold(folders[size])) for size in folders}
        paths = {size: some_articles(folders[size]) for size in folders}
        rates: dict[int, list[float]] = {size: [] for size in folders}
        costs: dict[int, list[float]] = {size: [] for size in folders}
        for size, server in servers.items():
            load(server.address, paths[size], 4, SECONDS)
        for number in range(ROUNDS):
            for size, server in servers.items():
                before = server.processor_seconds
                seen = load(server.address, paths[size], 4, SECONDS)
                rates[size].append(seen.rate)
                costs[size].append(
                    (server.processor_seconds - before) / (seen.rate * SECONDS) * 1000
                )
                print(f"  round {number + 1}: {size:>9,} stories {seen.rate:>7,.0f}/s", flush=True)
    part = "A cold article, 2 workers, 4 connections"
    smallest = min(folders)
    for size in folders:
        bar = 500.0 if size == 100_000 else None
        yield Figure(part, f"of {size:,} stories", median(rates[size]), "/s", bar, True)
    for size in folders:
        yield Figure(part, f"processor time, of {size:,} stories", median(costs[size]), "ms")
    for size in folders:
        if size != smallest:
            ratio = median_ratio(costs[size], costs[smallest])
            yield Figure(part, f"its cost of {size:,} stories to that of {smallest:,}", ratio, "×", MAX_RATIO.get(size))  # fmt: skip


def lists(size: int, folder: Path) -> Iterator[Figure]:
    part = f"Lists and search, {size:,} stories, one connection"
    pages = pages_of(folder)
    with cold(folder, workers=1) as server:
        costs: dict[str, list[float]] = {what: [] for what in pages}
        for path in pages.values():
            if (response := server.ask(path)).status != 200:
                raise SystemExit(f"{path} answers {response.status}.")
            server.ask(path)
        for _ in range(ROUNDS):
            for what, path in pages.items():
                costs[what].append(1000 / load(server.address, [path], 1, 1).rate)
    for what, each in costs.items():
        print(f"  {what:<48} {median(each):>7.2f} ms", flush=True)
        yield Figure(part, what, median(each), "ms")
    first, last = costs["category, first page"], costs["category, last page"]
    yield Figure(part, "category, last page to first", median_ratio(last, first), "×", 1.2)
    yield from searches(part, size, folder)


def searches(part: str, size: int, folder: Path) -> Iterator[Figure]:
    """Measure the search without its page: the query, and loading what it found."""
    from portal import create_app
    from portal.extensions import db
    from portal.models import Search

    common, rare = words_of_stories(folder)
    bars = {"newest": 10.0, "most_relevant": 40.0} if size == 100_000 else {}
    with create_app(INSTANCE=folder).app_context():
        for word, kind in ((common, "commonest"), (rare, "rare")):
            for order, label in (("newest", "10 newest"), ("most_relevant", "10 by relevance")):
                times = []
                for _ in range(15):
                    started = datetime.now(UTC)
                    found = getattr(Search(word), order)(size=10)
                    times.append((datetime.now(UTC) - started).total_seconds() * 1000)
                    db.session.remove()
                if not len(found):
                    raise SystemExit(
                        f"Nothing is found for {word}, so there is nothing to measure."
                    )
                bar = bars.get(order) if kind == "commonest" else None
                yield Figure(part, f"search itself, {kind} word, {label}", median(times), "ms", bar)
        db.engine.dispose()


def cold(folder: Path, workers: int = 2):
    return portal(folder, workers, CACHE_MB="0")


def some_articles(folder: Path) -> list[str]:
    query = (
        "SELECT day, slug FROM article WHERE published_at < datetime('now') AND binned_at IS NULL"
    )
    found = sorted(rows(folder, query))
    chosen = random.Random(5).sample(found, min(ARTICLES, len(found)))
    return [f"/{day.replace('-', '/')}/{slug}/" for day, slug in chosen]


def pages_of(folder: Path) -> dict[str, str]:
    """Return the path of each page that is measured, by its name."""
    largest = """
        SELECT category.id, path_words FROM category JOIN filing ON category_id = category.id
        GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 1
    """
    id, words = rows(folder, largest)[0]
    end = (
        "SELECT live_from, article_id FROM filing WHERE category_id = ? AND live_from IS NOT NULL "
    )
    at, article = rows(folder, end + "ORDER BY 1, 2 LIMIT 1 OFFSET 20", id)[0]
    day = rows(folder, "SELECT min(day) FROM article WHERE published_at IS NOT NULL")[0][0]
    common, rare = words_of_stories(folder)
    return {
        "front page": "/",
        "category, first page": f"/category/{words}/",
        "category, last page": f"/category/{words}/?before={microseconds(at)}-{article}",
        "archive of a month, years ago": f"/{day[:7].replace('-', '/')}/",
        "search page, a rare word": f"/search/?q={quote(rare)}",
        "search page, the commonest word, newest first": f"/search/?q={quote(common)}",
        "search page, the commonest word, by relevance": f"/search/?q={quote(common)}&sort=relevance",
        "live search, a beginning of three letters": f"/search/?q={quote(common[:3])}&part=live",
    }


def microseconds(moment: str) -> int:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    return int(at.timestamp()) * 1_000_000 + at.microsecond


def words_of_stories(folder: Path) -> tuple[str, str]:
    """Return a word that most stories have, and one that hardly any has, from a sample."""
    sample = rows(folder, "SELECT body FROM article WHERE id % 97 = 0 ORDER BY id LIMIT 400")
    texts = (re.sub(r"<[^>]*>", " ", body) for (body,) in sample)
    counts = Counter(word for text in texts for word in set(words_of(text)) if len(word) > 4)
    once = sorted(word for word, count in counts.items() if count == 1 and word.isalpha())
    return counts.most_common(1)[0][0], once[len(once) // 2]
