"""The real `portal` command: it may be killed at any moment, and two of it share the work."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest
from sqlalchemy import create_engine, text

from tests.ingest.feeds import item, rss
from tests.publisher import publishing
from tests.server_process import COMMAND, Running, environment, portal, serving

ALLOWED = {"FETCH_ALLOW": "127.0.0.0/8"}
STORIES = 300


@pytest.fixture
def publisher():
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def settings(database, tmp_path, empty_database) -> dict[str, str]:
    """The settings of an instance on an empty database."""
    url = empty_database(database)
    return ALLOWED | ({"DATABASE_URL": url} if url else {})


@contextmanager
def reading(instance: Path, settings: dict[str, str]) -> Iterator[Callable[[str], list]]:
    """Ask the instance's database, whatever the command does meanwhile."""
    engine = create_engine(settings.get("DATABASE_URL") or f"sqlite:///{instance / 'portal.db'}")

    def ask(query: str) -> list:
        with engine.begin() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    yield ask
    engine.dispose()


@pytest.mark.both_databases
def test_a_fetch_that_is_killed_loses_and_doubles_nothing(tmp_path, settings, publisher):
    stories = [item(f"Story {n}", guid=str(n)) for n in range(STORIES)]
    address = publisher.serves("/feed", rss(*stories), ETag='"1"')
    added = portal(tmp_path, "feeds", "add", address, **settings)
    assert added.returncode == 0, added.stderr

    with reading(tmp_path, settings) as ask:
        for enough in (1, STORIES // 2):
            kill_when(tmp_path, settings, lambda e=enough: ask("SELECT count(*) FROM wire_item")[0][0] >= e)  # fmt: skip
        before = ask("SELECT count(*) FROM wire_item")[0][0]
        fetched = portal(tmp_path, "feeds", "fetch", "--all", **settings)
        again = portal(tmp_path, "feeds", "fetch", "--all", **settings)

        assert before < STORIES, "it was killed too late to prove anything"
        assert f"{STORIES - before} new" in fetched.stdout, fetched.stdout + fetched.stderr
        assert "new" not in again.stdout.replace("nothing new", "")
        assert ask("SELECT count(*), count(DISTINCT headline) FROM wire_item") == [
            (STORIES, STORIES)
        ]
        assert ask("SELECT count(*), count(DISTINCT headline) FROM article") == [(STORIES, STORIES)]
        assert ask("SELECT count(*) FROM wire_item WHERE article_id IS NULL") == [(0,)]


def kill_when(instance: Path, settings: dict[str, str], is_time: Callable[[], bool]) -> None:
    """Fetch all feeds, and kill that with -9 in the middle."""
    command = [*COMMAND, "feeds", "fetch", "--all"]
    process = subprocess.Popen(command, env=environment(instance, **settings))
    deadline = monotonic() + 60
    while not is_time() and process.poll() is None and monotonic() < deadline:
        sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


QUICK = """
from portal.ingest import scheduler
from portal.serving import supervisor
scheduler.TICK_SECONDS = 1
supervisor.FEEDS_RESTART_DELAY_SECONDS = 0.1
"""


@pytest.mark.both_databases
def test_serve_fetches_by_itself_and_goes_on_when_that_process_is_killed(tmp_path, settings, publisher):  # fmt: skip
    address = publisher.serves("/feed", rss(item("River rises")))
    assert portal(tmp_path, "feeds", "add", address, **settings).returncode == 0
    publisher.requests.clear()

    with (
        serving(tmp_path, QUICK, workers=2, **settings) as server,
        reading(tmp_path, settings) as ask,
    ):
        until(lambda: ask("SELECT headline FROM article") == [("River rises",)])
        until(lambda: ask("SELECT fetched_at FROM feed_state")[0][0] is not None)
        assert len(publisher.requests) == 1
        fetching = max(children(server))  # it was started last
        os.kill(fetching, signal.SIGKILL)
        until(lambda: len(children(server) - {fetching}) == 3)


def children(server: Running) -> set[int]:
    pid = server.process.pid
    return {int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def test_one_worker_fetches_by_itself_too(tmp_path, publisher):
    address = publisher.serves("/feed", rss(item("River rises")))
    assert portal(tmp_path, "feeds", "add", address, **ALLOWED).returncode == 0

    with serving(tmp_path, **ALLOWED), reading(tmp_path, {}) as ask:
        until(lambda: ask("SELECT headline FROM article") == [("River rises",)])


def test_of_two_portals_on_one_database_each_feed_is_fetched_once(
    tmp_path, empty_database, publisher
):
    settings = ALLOWED | {"DATABASE_URL": empty_database("postgresql")}
    feeds = [publisher.serves(f"/feed/{n}", rss(item(f"Story {n}"))) for n in range(10)]
    outlines = "".join(f'<outline text="{n}" xmlUrl="{feed}"/>' for n, feed in enumerate(feeds))
    opml = tmp_path / "feeds.opml"
    opml.write_text(f"<opml><body>{outlines}</body></opml>")
    assert portal(tmp_path / "one", "feeds", "add", str(opml), **settings).returncode == 0
    with reading(tmp_path, settings) as ask:
        ask("UPDATE feed_state SET due_at = now() RETURNING 1")

    with (
        serving(tmp_path / "one", QUICK, workers=2, **settings),
        serving(tmp_path / "two", QUICK, workers=2, **settings),
        reading(tmp_path, settings) as ask,
    ):
        until(
            lambda: ask("SELECT count(*) FROM feed_state WHERE fetched_at IS NOT NULL") == [(10,)]
        )
        sleep(1)

    assert len(publisher.requests) == 10


def until(is_so: Callable[[], bool]) -> None:
    deadline = monotonic() + 60
    while not is_so():
        assert monotonic() < deadline, "it did not come about within a minute"
        sleep(0.1)
