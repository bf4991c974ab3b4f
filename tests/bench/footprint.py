"""How soon the first answer comes, and how much memory a worker takes."""

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
CACHE = 64


def figures(sizes: list[int]) -> Iterator[Figure]:
    for size in sizes:
        part = f"Start and memory, {size:,} stories, 1 worker"
        folder = instance(size)
        yield Figure(part, "start to first answer", median(first_answer(folder) for _ in range(STARTS)), "s", 1.5)  # fmt: skip
        with portal(folder, CACHE_MB=str(CACHE)) as server:
            server.ask("/")
            yield Figure(part, "memory after the first page", resident(server), "MB")
            for path in ("/", "/latest/", "/archive/", "/search/?q=river"):
                server.ask(path)
            load(server.address, some_articles(folder), 16, 5)
            load(server.address, some_articles(folder)[:100], 64, 3)
            yield Figure(part, "memory after thousands of pages, with 64 MB of kept answers", resident(server), "MB", 120 + CACHE)  # fmt: skip


def first_answer(folder: Path) -> float:
    """Seconds from the command until the front page has come."""
    port = free_port()
    command = [sys.executable, "-c", PORTAL, "serve", "--port", str(port), "--workers", "1"]
    begun = time.monotonic()
    process = subprocess.Popen(
        command, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    server = Server("Portal", port, process.pid)
    try:
        while time.monotonic() < begun + 60:
            try:
                server.ask("/")
                return time.monotonic() - begun
            except OSError:
                time.sleep(0.005)
        raise SystemExit("The first answer did not come within a minute.")
    finally:
        process.terminate()
        process.wait(15)


def resident(server: Server) -> float:
    """Megabytes that are resident (VmRSS), files that are mapped included."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0
