"""Write docs/performance.md and its chart from the figures of one run."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from portal.database_connections import pysqlite3
from tests.bench import chart, wrk
from tests.bench.figure import Figure
from tests.bench.servers import nginx_version

TEXT = """\
# Performance

Measured by `make bench` on {day}, in one run on one machine: {machine}. `make bench-large` adds
1,000,000 stories. This page is generated.

![The chart of the figures below](performance.svg)

{summary}

{tables}

## How it is measured

- **Load** comes from {wrk}, with one thread, on the same machine. Each request has the head that Chrome
  sends: 14 headers, with `Accept-Encoding: gzip, deflate, br`.
- **A cached article.** Portal is asked for an article once. Bare waitress and nginx then send the same
  bytes as that response, in the same encoding and with the same headers; the benchmark stops if a body
  differs. The servers take turns in {rounds} rounds with 64 connections, and a figure with `×` is the median
  of the ratios within the rounds, so that other load on the machine affects all of them alike. Bare waitress
  is one process on one core, where it is fastest. There is no access log, except in the table that says so.
- **A cold page** is requested from a Portal without a cache (`PORTAL_CACHE_MB=0`). The stories are a random
  sample of the whole archive. Their cost is processor time of Portal's processes.
- **On PostgreSQL** a story's page is requested from the app itself, without a server.
- **Publishing**: a separate process publishes a story with the same models as the desk, while 64 connections
  request the front page. Another client opens a new connection for each request, so that it reaches all
  workers, and records the last response without the story.
- **Memory** is resident memory, mapped files included; for an import, that of all processes together, with
  shared pages counted once.

The configuration of nginx (the headers are those of Portal's response):

```nginx
{nginx}
```
"""


def write(figures: Sequence[Figure], folder: Path, sizes: Sequence[int]) -> None:
    from tests.bench.cached import ROUNDS, configuration

    text = TEXT.format(
        day=f"{datetime.now(UTC):%Y-%m-%d}",
        machine=machine(),
        summary=summary(figures),
        tables="\n\n".join(tables(figures)),
        wrk=wrk.version(),
        rounds=ROUNDS,
        nginx=configuration(),
    )
    (folder / "performance.md").write_text(text, encoding="utf-8")
    (folder / "performance.svg").write_text(chart.draw(panels(figures), "Portal's performance"), encoding="utf-8")  # fmt: skip


def summary(figures: Sequence[Figure]) -> str:
    judged = [each for each in figures if each.is_reached is not None]
    missed = [f"- {each.part}: {each.what}: {each.shown}, bar {each.shown_bar}" for each in judged if not each.is_reached]  # fmt: skip
    text = f"{len(judged) - len(missed)} of {len(judged)} bars are reached."
    return "\n".join([text, *(["Not reached:", "", *missed] if missed else [])])


def tables(figures: Sequence[Figure]) -> list[str]:
    return [
        "\n".join([f"## {part}", "", "| | figure | bar | reached |", "| --- | ---: | ---: | --- |", *map(row, of_part)])
        for part, of_part in groupby(figures, key=lambda each: each.part)
    ]  # fmt: skip


def row(figure: Figure) -> str:
    reached = {None: "", True: "yes", False: "**no**"}[figure.is_reached]
    return f"| {figure.what} | {figure.shown} | {figure.shown_bar} | {reached} |"


def panels(figures: Sequence[Figure]) -> list[chart.Panel]:
    """Return a panel for the cached article, then one for each cold page by the number of stories."""
    cached = [
        each
        for each in figures
        if each.part == "A cached article, 1 worker"
        and each.unit == "/s"
        and "304" not in each.what
    ]
    cold = [each for each in figures if each.what.startswith("processor time, of ")]
    lists = [
        each
        for each in figures
        if each.part.startswith("Lists and search") and each.unit == "ms" and "page" in each.what
    ]
    drawn = [
        chart.Panel("A cached article: requests a second, one worker", [bar(each, each.what) for each in cached]),
        chart.Panel("A cold article: processor time", [bar(each, each.what.partition(", of ")[2]) for each in cold]),
    ]  # fmt: skip
    for what in ("category, first page", "category, last page", "search page, the commonest word, newest first"):  # fmt: skip
        of_sizes = [each for each in lists if each.what == what]
        title = f"Cold: {what}"
        drawn.append(chart.Panel(title, [bar(each, each.part.split(", ", 1)[1].partition(" stories")[0] + " stories") for each in of_sizes]))  # fmt: skip
    return [panel for panel in drawn if panel.bars]


def bar(figure: Figure, label: str) -> chart.Bar:
    is_ours = "Portal" in figure.what or figure.unit == "ms"
    return chart.Bar(label, figure.value, figure.shown, is_ours)


def machine() -> str:
    model = next(
        (line.partition(":")[2].strip() for line in cpu_info() if line.startswith("model name")),
        platform.processor() or platform.machine(),
    )
    return (
        f"{os.cpu_count()} cores of {model}, {platform.system()} {platform.release().split('-')[0]}, "
        f"Python {platform.python_version()}, SQLite {pysqlite3.sqlite_version}, {nginx_version()}, "
        f"Portal {commit()}"
    )


def cpu_info() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


def commit() -> str:
    process = subprocess.run(
        ["git", "rev-parse", "--short=10", "HEAD"],
        cwd=Path(__file__).parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return process.stdout.strip()
