"""Publishing under load: the time until all workers show the story, and the renders that follow."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench.figure import Figure
from tests.bench.instances import FOLDER, copy_of, instance
from tests.bench.servers import Server, portal
from tests.bench.wrk import Load, load
from tests.server_process import environment

WORKERS = 2
STORIES = 4
PUBLISH = """
import sys, time
from portal import create_app
from portal.extensions import db
from portal.models import Article, SiteSettings
app = create_app()
print("ready", flush=True)
for headline in sys.stdin:
    with app.app_context():
        article = Article(headline=headline.strip(), slug="")
        article.set_body("<p>It is out.</p>")
        db.session.add(article)
        article.publish(SiteSettings.load().time_zone)
        db.session.commit()
        print(time.time(), flush=True)
"""
# Writes a line for each page that is rendered: the worker and the path.
LOG_RENDERS = """
import os
from flask import Flask, request
dispatch = Flask.full_dispatch_request
def counted(self):
    with open({log!r}, "a") as file:
        file.write(f"{{os.getpid()}} {{request.path}}\\n")
    return dispatch(self)
Flask.full_dispatch_request = counted
"""


def figures(sizes: list[int]) -> Iterator[Figure]:
    part = f"Publishing under full load, {sizes[-1]:,} stories, {WORKERS} workers"
    folder = copy_of(instance(sizes[-1]))
    log = FOLDER / "rendered"
    log.write_text("")
    with portal(folder, WORKERS, script=LOG_RENDERS.format(log=str(log))) as server:
        load(server.address, ["/"], 64, 1)
        delays, loads, renders = [], [], []
        for number in range(STORIES):
            delay, seen, rendered = publish_under_load(server, folder, number, log)
            print(f"  visible everywhere after {delay:.0f} ms at {seen.rate:,.0f}/s", flush=True)
            delays.append(delay)
            loads.append(seen)
            renders.append(rendered)
    yield Figure(part, "requests a second meanwhile", median(each.rate for each in loads), "/s")
    yield Figure(part, "publish → visible on all workers, the slowest", max(delays), "ms", 1000)
    yield Figure(part, "failed requests", sum(each.failed for each in loads), "", 0)
    yield Figure(part, "renders of the front page after it, the most by one worker", max(renders), "", 1)  # fmt: skip


def publish_under_load(
    server: Server, folder: Path, number: int, log: Path
) -> tuple[float, Load, int]:
    """Return the milliseconds until every response has the story, the load, and the renders by one worker."""
    headline = f"Story {number} of {time.time_ns()}"
    publisher = subprocess.Popen(
        [sys.executable, "-c", PUBLISH], env=environment(folder),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert publisher.stdin and publisher.stdout
    publisher.stdout.readline()
    loads: list[Load] = []
    readers = threading.Thread(target=lambda: loads.append(load(server.address, ["/"], 64, 4)))
    readers.start()
    time.sleep(1)
    before = len(log.read_text().splitlines())
    with publisher.stdin as stdin:
        stdin.write(headline)
    last_without = started = time.time()
    while time.time() < started + 2.5:
        asked = time.time()
        if headline.encode() not in server.ask("/", {"Accept-Encoding": "identity"}).body:
            last_without = asked
    published = float(publisher.stdout.readline())
    publisher.wait()
    readers.join()
    after = log.read_text().splitlines()[before:]
    by_worker = Counter(line for line in after if line.endswith(" /"))
    return max(0.0, last_without - published) * 1000, loads[0], max(by_worker.values(), default=0)
