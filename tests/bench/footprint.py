"""The time until the first response, and the memory of a worker."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench.cold import some_articles
from tests.bench.figure import Figure
from tests.bench.instances import instance
from tests.bench.servers import PORTAL, Server, free_port, portal
from tests.bench.wrk import load
from tests.server_process import environment

STARTS = 3
CACHE_MB = 64


def figures(sizes: list[int]) -> Iterator[Figure]:
    for size in sizes:
        part = f"Start and memory, {size:,} stories, 1 worker"
        folder = instance(size)
        yield Figure(part, "start to first response", median(first_response_seconds(folder) for _ in range(STARTS)), "s", 1.5)  # fmt: skip
        with portal(folder, CACHE_MB=str(CACHE_MB)) as server:
            server.ask("/")
            yield Figure(part, "memory after the first page", resident_megabytes(server), "MB")
            for path in ("/", "/latest/", "/archive/", "/search/?q=river"):
                server.ask(path)
            load(server.address, some_articles(folder), 16, 5)
            load(server.address, some_articles(folder)[:100], 64, 3)
            yield Figure(part, "memory after thousands of pages, with 64 MB of cached responses", resident_megabytes(server), "MB", 120 + CACHE_MB)  # fmt: skip


def first_response_seconds(folder: Path) -> float:
    """Return the seconds from the command to the front page."""
    port = free_port()
    command = [sys.executable, "-c", PORTAL, "serve", "--port", str(port), "--workers", "1"]
    started = time.monotonic()
    process = subprocess.Popen(
        command, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    server = Server("Portal", port, process.pid)
    try:
        while time.monotonic() < started + 60:
            try:
                server.ask("/")
                return time.monotonic() - started
            except OSError:
                time.sleep(0.005)
        raise SystemExit("There was no response within a minute.")
    finally:
        process.terminate()
        process.wait(15)


def resident_megabytes(server: Server) -> float:
    """Return the resident memory (VmRSS), mapped files included."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0
