"""`portal serve --workers`: several processes on one socket."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from queue import Queue
from threading import Event, Thread
from time import monotonic

import pytest

from tests.conftest import new_app
from tests.newsroom import Newsroom
from tests.server_process import Running, read_all, serving

# Workers report when they are ready and when they have ended, and `/who/` answers with the process id.
# A worker dies at its start while there is a file `poison` in the instance.
REPORTING = """
import os, sys
import portal
from portal import create_app
from portal.serving import lifecycle, restart_delay, server, worker

PARENT = os.getpid()
serve = lifecycle.serve

def with_a_name(loaded):
    app = create_app(loaded)
    app.add_url_rule("/who/", view_func=lambda: str(os.getpid()))
    if os.getpid() != PARENT and (loaded["INSTANCE"] / "poison").exists():
        os._exit(3)
    return app

def serve_and_report(app, listening, threads, on_ready, **options):
    def report_ready():
        on_ready()
        report("is ready")
    serve(app, listening, threads, report_ready, **options)
    report("has ended")

def report(what):  # in one write, or the lines of two workers would be mixed
    os.write(2, f"{os.getpid()} {what}\\n".encode())

portal.create_app = worker.create_app = with_a_name
lifecycle.serve = serve_and_report
worker.REPLACED_IDLE_SECONDS = 0.5
"""


@pytest.fixture
def two(tmp_path):
    with serving(tmp_path, REPORTING, workers=2) as server:
        yield Pair(server)


class Pair:
    """A server with two workers, and the lines that they report."""

    def __init__(self, server: Running) -> None:
        self.server = server
        self.lines: Queue[str] = Queue()
        self.unread: list[str] = []  # two workers report in any order
        Thread(target=self.listen, daemon=True).start()
        self.workers = {self.next("is ready"), self.next("is ready")}

    def listen(self) -> None:
        for line in self.server.process.stderr:
            self.lines.put(line)

    def next(self, what: str) -> int:
        """Wait until a worker reports this. Return its process id."""
        pattern = re.compile(rf"(\d+) {what}\n")
        while not (found := [line for line in self.unread if pattern.fullmatch(line)]):
            self.unread.append(self.lines.get(timeout=60))
        self.unread.remove(found[0])
        return int(found[0].split()[0])

    def line(self) -> str:
        """Return the next line that has not been read."""
        return self.unread.pop(0) if self.unread else self.lines.get(timeout=60)

    def who_answers(self) -> int:
        return int(self.server.get("/who/").rpartition(b"\r\n")[2])

    def send_signal(self, number: signal.Signals) -> None:
        self.server.process.send_signal(number)


class Readers:
    """Clients that ask without a pause, each on one connection. `failures` are their errors."""

    def __init__(self, server: Running, number: int = 3) -> None:
        self.server = server
        self.is_done = Event()
        self.failures: list[Exception] = []
        self.answers: list[bytes] = []
        self.threads = [Thread(target=self.read) for _ in range(number)]

    def __enter__(self) -> Readers:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.is_done.set()
        for thread in self.threads:
            thread.join(timeout=30)

    def read(self) -> None:
        connection = HTTPConnection(self.server.host, self.server.port, timeout=30)
        while not self.is_done.is_set():
            try:
                connection.request("GET", "/who/")
                self.answers.append(connection.getresponse().read())
            except Exception as error:
                self.failures.append(error)
                connection.close()


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system has no affinity")
def test_each_worker_stays_on_a_core_of_its_own(two):
    ours = os.sched_getaffinity(0)
    first, second = (os.sched_getaffinity(each) for each in two.workers)

    assert len(first) == len(second) == 1
    assert len(first | second) == min(2, len(ours))


def test_connections_are_shared_evenly(tmp_path):
    script = f"{REPORTING}\nserver.BACKOFF_SECONDS = 30\n"
    with serving(tmp_path, script, workers=2) as running:
        two = Pair(running)
        held = [HTTPConnection(running.host, running.port, timeout=30) for _ in range(8)]
        answered = []
        for connection in held:
            connection.request("GET", "/who/")
            answered.append(int(connection.getresponse().read()))
        for connection in held:
            connection.close()

        assert sorted(map(answered.count, two.workers)) == [4, 4]


def test_a_worker_that_dies_is_replaced(two):
    dead = two.who_answers()
    os.kill(dead, signal.SIGKILL)

    assert two.line() == f"Worker {dead} ended by SIGKILL. Another takes its place.\n"
    assert two.next("is ready") not in two.workers
    assert two.who_answers() != dead


def test_workers_that_die_at_their_start_are_restarted_more_and_more_slowly(tmp_path):
    script = f"{REPORTING}\nrestart_delay.MAX_DELAY_SECONDS = 0.1"
    with serving(tmp_path, script, workers=2) as server:
        two = Pair(server)
        (tmp_path / "poison").touch()
        os.kill(two.who_answers(), signal.SIGKILL)

        assert two.line().endswith("ended by SIGKILL. Another takes its place.\n")
        assert two.line().endswith("ended with 3. Another takes its place in 0.1 s.\n")
        assert server.get("/healthz").endswith(b"ok\n")
        (tmp_path / "poison").unlink()
        two.next("is ready")


def test_a_reload_replaces_each_worker_without_a_failed_request(two):
    with Readers(two.server) as readers:
        two.send_signal(signal.SIGHUP)
        new = {two.next("is ready")}
        gone = {two.next("has ended")}
        new.add(two.next("is ready"))
        gone.add(two.next("has ended"))

    assert readers.failures == []
    assert gone == two.workers
    assert new.isdisjoint(two.workers)
    assert {int(each) for each in readers.answers} <= new | gone
    assert two.who_answers() in new


def test_a_reload_uses_new_settings_and_refuses_invalid_ones(two, tmp_path):
    settings = tmp_path / "config.toml"
    settings.write_text('site_url = "news.example"')
    two.send_signal(signal.SIGHUP)
    assert "site_url in config.toml must be an address such as" in two.line()
    assert two.who_answers() in two.workers

    settings.write_text('site_url = "https://news.example"')
    two.send_signal(signal.SIGHUP)
    two.next("has ended")
    two.next("has ended")

    answer = two.server.ask("GET /robots.txt HTTP/1.1", "Host: news.example", "Connection: close")
    assert b"https://news.example/" in answer


def test_workers_whose_parent_was_killed_end_by_themselves(two):
    with two.server.connect() as connection:
        connection.sendall(b"GET /who/ HTTP/1.1\r\nHost: localhost\r\n")
        two.server.get("/who/")
        two.send_signal(signal.SIGKILL)
        two.server.process.wait(timeout=30)
        connection.sendall(b"\r\n")

        assert b"200 OK" in read_all(connection)
    assert {two.next("has ended"), two.next("has ended")} == two.workers
    assert not two.server.accepts_connections()


def test_it_ends_if_the_first_workers_cannot_start(tmp_path):
    (tmp_path / "poison").touch()
    with (
        pytest.raises(AssertionError) as failed,
        serving(tmp_path, REPORTING, workers=2),
    ):
        pass
    assert "Traceback" not in str(failed.value)


def test_a_warning_about_the_settings_is_printed_once(tmp_path):
    with serving(tmp_path, workers=2, SIDE_URL="https://news.example") as server:
        server.process.send_signal(signal.SIGTERM)
        assert server.end() == (
            0, "There is no setting PORTAL_SIDE_URL. Did you mean PORTAL_SITE_URL?\n",
        )  # fmt: skip


def test_a_story_published_elsewhere_shows_on_every_worker(two, tmp_path):
    with connections_to_workers(two) as asks:
        for ask in asks.values():
            assert "River rises" not in ask("/")
        app = new_app(tmp_path)
        Newsroom(app).article("River rises")

        for ask in asks.values():
            deadline = monotonic() + 30
            while "River rises" not in ask("/"):
                assert monotonic() < deadline
            assert "River rises" in ask("/")


@contextmanager
def connections_to_workers(two: Pair) -> Iterator[dict[int, Callable[[str], str]]]:
    """Open a connection to each worker, and yield by its process id a function that gets a path."""
    found: dict[int, HTTPConnection] = {}
    while found.keys() != two.workers:
        connection = HTTPConnection(two.server.host, two.server.port, timeout=30)
        worker = int(get(connection, "/who/"))
        if found.setdefault(worker, connection) is not connection:
            connection.close()
    yield {worker: partial(get, connection) for worker, connection in found.items()}
    for connection in found.values():
        connection.close()


def get(connection: HTTPConnection, path: str) -> str:
    connection.request("GET", path)
    return connection.getresponse().read().decode()
