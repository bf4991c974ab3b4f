"""Figures for the operator's monitoring: counted by every worker, read by any, for all of them.

The numbers stand in memory that the workers share, made before they are forked. Each worker has
a row of its own, so none waits for another; whoever takes a dead worker's row counts on from there,
since a count that falls would look like a restart.
"""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Iterator
from itertools import product
from threading import Lock

WAYS = ("fast", "ordinary")
METHODS = ("GET", "HEAD", "POST", "other")
CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
# What is so at this moment, and ends with its worker.
STATES = ("workers", "kept_answers", "kept_bytes")
CELLS: tuple[tuple[str, ...], ...] = (
    *((name,) for name in STATES),
    ("hits",),
    ("misses",),
    *(("sent", way) for way in WAYS),
    *(("requests", *labels) for labels in product(WAYS, METHODS, CLASSES)),
    *(("seconds", str(bound)) for bound in BOUNDS),
    ("seconds", "+Inf"),
    ("microseconds",),
)
AT = {cell: number for number, cell in enumerate(CELLS)}
BYTES = 8


class Metrics:
    """The figures of all workers; `row(n)` is what one of them counts in."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.memory = mmap.mmap(-1, rows * len(CELLS) * BYTES)  # anonymous, and shared by a fork

    def row(self, number: int) -> Row:
        size = len(CELLS) * BYTES
        return Row(self, memoryview(self.memory)[number * size : (number + 1) * size].cast("Q"))

    def sum(self, *cell: str) -> int:
        return sum(self.row(number).cells[AT[cell]] for number in range(self.rows))


class Row:
    """What one worker counts: its loop and its threads."""

    def __init__(self, all: Metrics, cells: memoryview) -> None:
        self.all = all
        self.cells = cells
        self.lock = Lock()

    def begin(self) -> None:
        self.cells[AT["workers",]] = 1

    def end(self) -> None:
        for name in STATES:
            self.cells[AT[name,]] = 0

    def answered(self, way: str, method: str, status: int, sent: int) -> None:
        """One answer: `sent` counts the bytes of its body."""
        method = method if method in METHODS else "other"
        with self.lock:
            self.cells[AT["requests", way, method, f"{status // 100}xx"]] += 1
            self.cells[AT["sent", way]] += sent
            self.cells[AT["hits",]] += way == "fast"

    def looked_up(self, is_kept: bool) -> None:
        """A thread has asked for a kept answer, and found it or not."""
        with self.lock:
            self.cells[AT["hits" if is_kept else "misses",]] += 1

    def keeps(self, answers: int, size: int) -> None:
        """So many answers are kept now, in so many bytes."""
        self.cells[AT["kept_answers",]] = answers
        self.cells[AT["kept_bytes",]] = size

    def took(self, seconds: float) -> None:
        """How long an ordinary answer took."""
        bound = bisect_left(BOUNDS, seconds)
        with self.lock:
            self.cells[AT["seconds", "+Inf"] - len(BOUNDS) + bound] += 1
            self.cells[AT["microseconds",]] += round(seconds * 1_000_000)


def prometheus_text(metrics: Metrics, site_version: int) -> str:
    """All of it as Prometheus reads it (text format 0.0.4)."""
    return "\n".join(lines(metrics, site_version)) + "\n"


def lines(metrics: Metrics, site_version: int) -> Iterator[str]:
    def single(name: str, kind: str, why: str, value: int) -> Iterator[str]:
        yield from heading(name, kind, why)
        yield f"{name} {value}"

    yield from heading("portal_requests_total", "counter", "Answers given.")
    for way, method, status in product(WAYS, METHODS, CLASSES):
        labels = f'way="{way}",method="{method}",status="{status}"'
        number = metrics.sum("requests", way, method, status)
        yield f"portal_requests_total{{{labels}}} {number}"
    yield from heading("portal_sent_bytes_total", "counter", "Bytes of their bodies.")
    for way in WAYS:
        yield f'portal_sent_bytes_total{{way="{way}"}} {metrics.sum("sent", way)}'
    yield from histogram(metrics)
    for name, kind, why in (
        ("kept_answers", "gauge", "Answers kept now."),
        ("kept_bytes", "gauge", "Bytes of the answers kept now."),
        ("hits", "counter", "Questions to the answers kept that found one."),
        ("misses", "counter", "Questions to the answers kept that found none."),
        ("workers", "gauge", "Workers that answer now."),
    ):
        shown = f"portal_kept_{name}_total" if kind == "counter" else f"portal_{name}"
        yield from single(shown, kind, why, metrics.sum(name))
    yield from single("portal_site_version", "gauge", "The site version.", site_version)


def histogram(metrics: Metrics) -> Iterator[str]:
    name = "portal_ordinary_seconds"
    yield from heading(name, "histogram", "Seconds that an ordinary answer took.")
    number = 0
    for bound in (*map(str, BOUNDS), "+Inf"):
        number += metrics.sum("seconds", bound)
        yield f'{name}_bucket{{le="{bound}"}} {number}'
    yield f"{name}_sum {metrics.sum('microseconds') / 1_000_000}"
    yield f"{name}_count {number}"


def heading(name: str, kind: str, why: str) -> Iterator[str]:
    yield f"# HELP {name} {why}"
    yield f"# TYPE {name} {kind}"
