"""Figures for the operator's monitoring: counted by every worker, readable by any, for all of them.

The numbers are in memory that the workers share, allocated before the fork. Each worker has a row of
its own, so none waits for another. A worker that replaces a dead one takes its row and goes on from its
counts, because a count that falls would look like a restart.
"""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Iterator
from itertools import product
from threading import Lock

# Values of the label `way`: sent by the event loop (fast path), or by a thread.
WAYS = ("fast", "ordinary")
METHODS = ("GET", "HEAD", "POST", "other")
STATUS_CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
BUCKETS_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
# Gauges are reset when their worker ends; all other cells only grow.
GAUGES = ("workers", "kept_answers", "kept_bytes")
CELLS: tuple[tuple[str, ...], ...] = (
    *((name,) for name in GAUGES),
    ("hits",),
    ("misses",),
    *(("sent", way) for way in WAYS),
    *(("requests", *labels) for labels in product(WAYS, METHODS, STATUS_CLASSES)),
    *(("seconds", str(bound)) for bound in BUCKETS_SECONDS),
    ("seconds", "+Inf"),
    ("microseconds",),
)
CELL_INDEX = {cell: number for number, cell in enumerate(CELLS)}
CELL_BYTES = 8


class Metrics:
    """The figures of all workers. `worker(row)` returns the part in which one of them counts."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.memory = mmap.mmap(-1, rows * len(CELLS) * CELL_BYTES)  # anonymous, shared by a fork

    def worker(self, row: int) -> WorkerMetrics:
        size = len(CELLS) * CELL_BYTES
        return WorkerMetrics(memoryview(self.memory)[row * size : (row + 1) * size].cast("Q"))

    def sum(self, *cell: str) -> int:
        return sum(self.worker(row).cells[CELL_INDEX[cell]] for row in range(self.rows))


class WorkerMetrics:
    """The counts of one worker, written by its event loop and its threads."""

    def __init__(self, cells: memoryview) -> None:
        self.cells = cells
        self.lock = Lock()

    def mark_started(self) -> None:
        self.cells[CELL_INDEX["workers",]] = 1

    def mark_ended(self) -> None:
        for name in GAUGES:
            self.cells[CELL_INDEX[name,]] = 0

    def count_response(self, way: str, method: str, status: int, body_bytes: int) -> None:
        """Count one response; `way` is one of WAYS."""
        method = method if method in METHODS else "other"
        with self.lock:
            self.cells[CELL_INDEX["requests", way, method, f"{status // 100}xx"]] += 1
            self.cells[CELL_INDEX["sent", way]] += body_bytes
            self.cells[CELL_INDEX["hits",]] += way == "fast"

    def count_lookup(self, is_hit: bool) -> None:
        """Count one lookup in the response cache by a thread."""
        with self.lock:
            self.cells[CELL_INDEX["hits" if is_hit else "misses",]] += 1

    def set_cache_size(self, responses: int, size_bytes: int) -> None:
        self.cells[CELL_INDEX["kept_answers",]] = responses
        self.cells[CELL_INDEX["kept_bytes",]] = size_bytes

    def observe_seconds(self, seconds: float) -> None:
        """Add the duration of a response that a thread made to the histogram."""
        bucket = bisect_left(BUCKETS_SECONDS, seconds)
        with self.lock:
            self.cells[CELL_INDEX["seconds", "+Inf"] - len(BUCKETS_SECONDS) + bucket] += 1
            self.cells[CELL_INDEX["microseconds",]] += round(seconds * 1_000_000)


def prometheus_text(metrics: Metrics, site_version: int) -> str:
    """Return all figures in Prometheus' text format 0.0.4."""
    return "\n".join(prometheus_lines(metrics, site_version)) + "\n"


def prometheus_lines(metrics: Metrics, site_version: int) -> Iterator[str]:
    yield from header("portal_requests_total", "counter", "Responses sent.")
    for way, method, status in product(WAYS, METHODS, STATUS_CLASSES):
        labels = f'way="{way}",method="{method}",status="{status}"'
        number = metrics.sum("requests", way, method, status)
        yield f"portal_requests_total{{{labels}}} {number}"
    yield from header("portal_sent_bytes_total", "counter", "Bytes of the bodies sent.")
    for way in WAYS:
        yield f'portal_sent_bytes_total{{way="{way}"}} {metrics.sum("sent", way)}'
    yield from histogram(metrics)
    for cell, name, kind, text in (
        ("kept_answers", "portal_kept_answers", "gauge", "Responses in the cache."),
        ("kept_bytes", "portal_kept_bytes", "gauge", "Bytes of the responses in the cache."),
        ("hits", "portal_kept_hits_total", "counter", "Cache lookups that found a response."),
        ("misses", "portal_kept_misses_total", "counter", "Cache lookups that found none."),
        ("workers", "portal_workers", "gauge", "Workers that serve requests."),
    ):
        yield from single(name, kind, text, metrics.sum(cell))
    yield from single("portal_site_version", "gauge", "The site version.", site_version)


def single(name: str, kind: str, text: str, value: int) -> Iterator[str]:
    yield from header(name, kind, text)
    yield f"{name} {value}"


def histogram(metrics: Metrics) -> Iterator[str]:
    name = "portal_ordinary_seconds"
    yield from header(name, "histogram", "Seconds that a response made by a thread took.")
    number = 0
    for bound in (*map(str, BUCKETS_SECONDS), "+Inf"):
        number += metrics.sum("seconds", bound)
        yield f'{name}_bucket{{le="{bound}"}} {number}'
    yield f"{name}_sum {metrics.sum('microseconds') / 1_000_000}"
    yield f"{name}_count {number}"


def header(name: str, kind: str, text: str) -> Iterator[str]:
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} {kind}"
