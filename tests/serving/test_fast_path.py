"""The fast path sends the same bytes as waitress's own path, and only to strict requests."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.serving import listening, server
from portal.serving.fast_path import FastPath
from portal.serving.version_watcher import VersionWatcher
from portal.serving.wire_response import UnsentBytes
from tests.conftest import new_app
from tests.newsroom import Newsroom

CHROME = (
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36",
    "Accept: text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Encoding: gzip, deflate, br, zstd",
    "Accept-Language: en-GB,en;q=0.9",
)


@dataclass
class RecordedPaths:
    """Accounting that records the responses of the fast path."""

    fast_ones: list[tuple] = field(default_factory=list)

    def record_fast(self, address: str, head: bytes, status: int, body_bytes: int) -> None:
        self.fast_ones.append((address, status, body_bytes))

    def record_task(self, task) -> None:
        """Ignore the responses of threads."""

    def close(self) -> None:
        """Close nothing."""


class RunningServer:
    """A server whose event loop runs in a thread of its own."""

    def __init__(self, app, is_fast: bool) -> None:
        self.socket = listening.listen("127.0.0.1", 0)
        self.port = self.socket.getsockname()[1]
        self.server = server.create_server(app, self.socket, threads=2)
        self.server.fast_path = FastPath(app, server.SERVER_HEADER) if is_fast else None
        self.paths = self.server.accounting = RecordedPaths()
        self.is_stopped = False
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self) -> None:
        while not self.is_stopped:
            server.run_loop_once(self.server)

    def stop(self) -> None:
        self.is_stopped = True
        self.server.pull_trigger()
        self.thread.join(timeout=10)
        for each in list(self.server.active_channels.values()):
            each.handle_close()
        self.server.task_dispatcher.shutdown()
        self.server.close()

    @contextmanager
    def connected(self):
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            yield Reader(connection)

    def ask(self, *lines: str) -> Answer:
        with self.connected() as reader:
            reader.send("\r\n".join([*lines, "", ""]).encode())
            return reader.read(lines[0].partition(" ")[0])


@dataclass
class Answer:
    status: int
    head: list[bytes]
    body: bytes

    def header(self, name: str) -> str | None:
        start = name.lower().encode() + b": "
        found = [line for line in self.head if line.lower().startswith(start)]
        return found[0].partition(b": ")[2].decode() if found else None


class Reader:
    """A client's connection: sends bytes unchanged, reads one response at a time."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.file = connection.makefile("rb")

    def send(self, request: bytes) -> None:
        self.connection.sendall(request)

    def read(self, method: str = "GET") -> Answer:
        """Return the next response without its date. Raises EOFError if the server has closed."""
        head = [*iter(self.line, b"")]
        status = int(head[0].split()[1])
        answer = Answer(status, [line for line in head if not line.startswith(b"Date: ")], b"")
        length = int(answer.header("Content-Length") or 0)
        if length and method != "HEAD" and status not in (204, 304):
            answer.body = self.file.read(length)
        return answer

    def line(self) -> bytes:
        line = self.file.readline()
        if not line:
            raise EOFError
        return line.rstrip(b"\r\n")

    def is_closed(self) -> bool:
        return self.file.read(1) == b""


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    """A newspaper with a story and a version watcher, for both kinds of server."""
    app = new_app(tmp_path_factory.mktemp("paper"), TRUSTED_PROXY="127.0.0.1")
    newsroom = Newsroom(app)
    app.story = newsroom.article("River rises", slug="river-rises").path
    app.long = newsroom.article("Long read", body=f"<p>{'word ' * 800_000}</p>").path
    VersionWatcher(app).look()
    yield app
    app.extensions["is_watched"] = False


@pytest.fixture(scope="module")
def ordinary(paper):
    running = RunningServer(paper, is_fast=False)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def fast(paper):
    running = RunningServer(paper, is_fast=True)
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def nothing_recorded(fast):
    fast.paths.fast_ones.clear()


HOST = "Host: localhost"

# Each with whether a request with it may take the fast path.
METHODS = st.sampled_from(
    [("GET", True)] * 4 + [("HEAD", True)] * 2 + [("OPTIONS", False), ("get", False)]
)
TARGETS = st.sampled_from(
    [(path, True) for path in ("{story}", "/", "{story}?utm_source=x&fbclid=y", "{story}?lite=1",
     "/latest/since/9999999999999999-9/", "/feed/", "/search/?q=r%C3%ADver+rises", "/robots.txt?")]
    + [(path, False) for path in ("/nothing/", "//", "/%6catest/", "http://localhost/", "/#x", "*",
       "/archive", "/media/x.jpg", "/healthz", "/latest/?before=1-1-1", "/\u00e9/", "/a b")]
)  # fmt: skip
VERSIONS = st.sampled_from([("HTTP/1.1", True)] * 6 + [("HTTP/1.0", False), ("HTTP/2.0", False)])
HOSTS = st.sampled_from(
    [(host, True) for host in ("Host: localhost", "host:localhost", "HOST:  127.0.0.1:8000 \t",
     "Host: [::1]:80")]
    + [(host, False) for host in ("Host: evil.example", "Host: ", "Host: localhost, localhost",
       "Host: localhost\r\nHost: localhost", "Host: local host")]
)  # fmt: skip
ENCODINGS = st.one_of(
    st.sampled_from(["gzip, deflate, br", "br;q=0, gzip", "*", "*;q=0", "identity;q=0", "x-gzip", "",
                     "gzip;q=0.5,identity", "br;q=abc", ";;,"]),
    st.lists(
        st.tuples(st.sampled_from(["br", "gzip", "identity", "*", "deflate"]), st.integers(0, 1000)),
        max_size=4,
    ).map(lambda each: ", ".join(f"{name};q={q / 1000:.3f}" for name, q in each)),
)  # fmt: skip
TAGS = st.sampled_from(
    ["*", '"x"', "{etag}", "W/{etag}", '"a", {etag}', "{etag}x", "", "nonsense", '"unclosed']
)
DATES = st.sampled_from(
    ["Thu, 01 Jan 2099 00:00:00 GMT", "Thu, 01 Jan 2009 00:00:00 GMT", "yesterday", "", "{date}"]
)
STRICT = st.one_of(
    st.sampled_from(
        ["Cookie: session=1; wordpress_logged_in=x", "Connection: keep-alive", "Connection: close",
         "connection:Close", "Connection: Keep-Alive", "X-Forwarded-Proto: https", "X-Forwarded-For: 192.0.2.7",
         "X-Forwarded-Host: evil.example", "Forwarded: host=evil.example", "HX-Request: true",
         "Accept-Language: de", "Cache-Control: no-cache", "Authorization: Basic eDp5", "If-Match: \"x\"",
         "X-Empty:", "Referer: http://localhost/?a=b#c", "Sec-Fetch-Mode: navigate", "X-Tab:\ta\tb\t"]),
    ENCODINGS.map("Accept-Encoding: {}".format),
    TAGS.map("If-None-Match: {}".format),
    DATES.map("If-Modified-Since: {}".format),
)  # fmt: skip
NOT_STRICT = st.sampled_from(
    ["Connection: upgrade", "Connection: keep-alive, close", "Range: bytes=0-9", "Expect: 200-ok",
     "Content-Length: 0", "Upgrade: h2c", "X_Under: 1", "X-Long: a\r\n folded", "X: \u00e9", "X: \x01",
     "X: a\nb", "X : a", " X: a", "X-Forwarded-Proto: ftp", 'X-Forwarded-For: "x', "X: \x7f", "no colon",
     "Accept-Encoding: br\r\nAccept-Encoding: gzip", "Connection: close\r\nConnection: close",
     'If-None-Match: "a"\r\nIf-None-Match: {etag}']
)  # fmt: skip


@st.composite
def requests(draw) -> tuple[str, bool]:
    """Generate a request head, sometimes with something odd in it, and whether it is strict."""
    method, target, version, host = draw(METHODS), draw(TARGETS), draw(VERSIONS), draw(HOSTS)
    usual = draw(
        st.lists(STRICT, max_size=4, unique_by=lambda line: line.partition(":")[0].lower())
    )
    odd = draw(st.lists(NOT_STRICT, max_size=1)) if draw(st.integers(0, 3)) == 0 else []
    lines = draw(st.permutations([host[0], *usual, *odd]))
    is_strict = all(each[1] for each in (method, target, version, host)) and not odd
    return "\r\n".join([f"{method[0]} {target[0]} {version[0]}", *lines, "", ""]), is_strict


@given(requests())
@settings(max_examples=300, deadline=None)
def test_both_paths_give_the_same_response(paper, ordinary, fast, request_and_strictness):
    text, is_strict = request_and_strictness
    page = ordinary.ask(f"GET {paper.story} HTTP/1.1", HOST, "Accept-Encoding: br")
    for name, value in (
        ("{story}", paper.story),
        ("{etag}", page.header("ETag")),
        ("{date}", page.header("Last-Modified") or "Thu, 01 Jan 2099 00:00:00 GMT"),
    ):
        text = text.replace(name, value)
    method, request = text.partition(" ")[0], text.encode("latin-1")
    fast.paths.fast_ones.clear()

    answers = []
    for running in (ordinary, fast):
        with running.connected() as reader:
            reader.send(request)
            answer = reader.read(method)
            reader.send(f"GET /healthz HTTP/1.1\r\n{HOST}\r\nConnection: close\r\n\r\n".encode())
            answers.append((answer, next_status(reader)))

    assert answers[0] == answers[1]
    assert len(fast.paths.fast_ones) == is_strict, text


def next_status(reader: Reader) -> int:
    """Return the status of the next response on the connection; 0 if there is none.

    waitress's own refusals have a body also for HEAD, which leaves bytes that are no response.
    """
    try:
        return reader.read().status
    except (EOFError, ConnectionError, ValueError, IndexError):
        return 0


def ask_fast(fast, *lines: str) -> Answer:
    """Ask twice, and return the second response, which took the fast path."""
    fast.ask(*lines)
    fast.paths.fast_ones.clear()
    answer = fast.ask(*lines)
    assert len(fast.paths.fast_ones) == 1
    return answer


def test_responses_of_the_fast_path_are_accounted(paper, fast):
    answer = ask_fast(fast, f"GET {paper.story} HTTP/1.1", HOST, *CHROME)
    assert fast.paths.fast_ones == [("127.0.0.1", 200, len(answer.body))]


def test_requests_on_one_connection_are_answered_in_order(paper, fast):
    ask_fast(fast, f"GET {paper.story} HTTP/1.1", HOST, *CHROME)
    with fast.connected() as reader:
        for target, method, status in (
            (paper.story, "GET", 200), ("/nothing/", "GET", 404), (paper.story, "HEAD", 200),
            ("/healthz", "GET", 200), (paper.story, "GET", 200),
        ):  # fmt: skip
            head = "\r\n".join([f"{method} {target} HTTP/1.1", HOST, *CHROME, "", ""])
            reader.send(head.encode())
            assert reader.read(method).status == status


def test_two_requests_in_one_packet_are_both_answered_in_order(paper, fast):
    story = "\r\n".join([f"GET {paper.story} HTTP/1.1", HOST, *CHROME, "", ""]).encode()
    with fast.connected() as reader:
        reader.send(story + f"GET /robots.txt HTTP/1.1\r\n{HOST}\r\n\r\n".encode())
        assert reader.read().header("Content-Type").startswith("text/html")
        assert reader.read().header("Content-Type").startswith("text/plain")
    assert fast.paths.fast_ones == []


def test_a_head_in_two_packets_does_not_take_the_fast_path(paper, fast):
    ask_fast(fast, f"GET {paper.story} HTTP/1.1", HOST, *CHROME)
    head = "\r\n".join([f"GET {paper.story} HTTP/1.1", HOST, *CHROME, "", ""]).encode()
    fast.paths.fast_ones.clear()
    with fast.connected() as reader:
        reader.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        reader.send(head[:40])
        fast.ask("GET /healthz HTTP/1.1", HOST)  # when this is answered, the first part was read
        reader.send(head[40:])
        assert reader.read().status == 200
        assert fast.paths.fast_ones == []
        reader.send(head)
        assert reader.read().status == 200
    assert len(fast.paths.fast_ones) == 1


def test_the_connection_is_closed_when_the_client_asks_for_it(paper, fast):
    ask_fast(fast, f"GET {paper.story} HTTP/1.1", HOST)
    with fast.connected() as reader:
        reader.send(f"GET {paper.story} HTTP/1.1\r\n{HOST}\r\nConnection: close\r\n\r\n".encode())
        assert reader.read().header("Connection") == "close"
        assert reader.is_closed()


def test_a_slow_reader_delays_nobody_and_costs_no_copy(paper, fast):
    body = ask_fast(fast, f"GET {paper.long} HTTP/1.1", HOST).body
    assert len(body) > 4_000_000
    with fast.connected() as slow:
        slow.send(f"GET {paper.long} HTTP/1.1\r\n{HOST}\r\n\r\n".encode())
        assert fast.ask(f"GET {paper.story} HTTP/1.1", HOST).status == 200
        unsent = [
            each
            for channel in fast.server.active_channels.values()
            for each in channel.outbufs
            if isinstance(each, UnsentBytes)
        ]
        stored = paper.extensions["cache"].responses.get(("localhost", paper.long, ""))
        assert [each.views[-1].obj is stored.body for each in unsent] == [True]
        assert slow.read().body == body
        slow.send(f"GET {paper.story} HTTP/1.1\r\n{HOST}\r\n\r\n".encode())
        assert slow.read().status == 200


def test_a_reader_who_disconnects_midway_harms_nobody(paper, fast):
    ask_fast(fast, f"GET {paper.long} HTTP/1.1", HOST)
    for _ in range(3):
        with fast.connected() as leaving:
            leaving.send(f"GET {paper.long} HTTP/1.1\r\n{HOST}\r\n\r\n".encode())
    assert fast.ask(f"GET {paper.story} HTTP/1.1", HOST).status == 200


def test_a_new_edition_is_rendered_before_it_takes_the_fast_path(paper, fast):
    line = f"GET {paper.story} HTTP/1.1"
    before = ask_fast(fast, line, HOST)
    Newsroom(paper).article("Ferry returns")
    assert fast.ask(line, HOST).body == before.body  # until the watcher looks
    VersionWatcher(paper).look()
    fast.paths.fast_ones.clear()
    assert b"Ferry returns" in fast.ask(line, HOST).body
    assert fast.paths.fast_ones == []
    assert b"Ferry returns" in ask_fast(fast, line, HOST).body


def test_a_response_of_an_older_edition_never_takes_the_fast_path(tmp_path):
    """With STALE_MS the cache still has the last edition's response after a change."""
    app = new_app(tmp_path, STALE_MS=500)
    watcher, newsroom = VersionWatcher(app), Newsroom(app)
    story = newsroom.article("River rises").path
    head = f"GET {story} HTTP/1.1\r\n{HOST}\r\n\r\n".encode()
    watcher.look()
    app.test_client().get(story)
    path = FastPath(app, "Portal")
    assert path.response_to(head)

    newsroom.article("Ferry returns")
    watcher.look()

    assert app.extensions["cache"].responses.get(("localhost", story, "")) is not None
    assert path.response_to(head) is None
    assert FastPath(app, "Portal").response_to(head) is None


def test_without_a_watcher_nothing_takes_the_fast_path(paper, fast, monkeypatch):
    ask_fast(fast, f"GET {paper.story} HTTP/1.1", HOST)
    monkeypatch.setitem(paper.extensions, "is_watched", False)
    fast.paths.fast_ones.clear()
    assert fast.ask(f"GET {paper.story} HTTP/1.1", HOST).status == 200
    assert fast.paths.fast_ones == []


def test_a_server_that_shuts_down_does_not_use_the_fast_path(paper, fast, monkeypatch):
    ask_fast(fast, f"GET {paper.story} HTTP/1.1", HOST)
    monkeypatch.setattr(fast.server, "is_shutting_down", True)
    fast.paths.fast_ones.clear()
    assert fast.ask(f"GET {paper.story} HTTP/1.1", HOST).status == 200
    assert fast.paths.fast_ones == []


def test_the_number_and_size_of_remembered_heads_are_limited(paper, monkeypatch):
    monkeypatch.setattr("portal.serving.fast_path.MAX_REMEMBERED_HEADS", 10)
    paper.test_client().get(paper.story, headers={"Host": "localhost"})
    path = FastPath(paper, "Portal")
    for number in range(25):
        head = f"GET {paper.story} HTTP/1.1\r\n{HOST}\r\nX-Number: {number}\r\n\r\n"
        assert path.response_to(head.encode())
        assert len(path.remembered) <= 10
    assert path.response_to(
        f"GET {paper.story} HTTP/1.1\r\n{HOST}\r\nX: {'x' * 3000}\r\n\r\n".encode()
    )
    assert not any(b"xxx" in head for head in path.remembered)


def test_a_remembered_head_does_not_keep_a_dropped_response_in_memory(paper):
    paper.test_client().get(paper.long, headers={"Host": "localhost"})
    path, head = FastPath(paper, "Portal"), f"GET {paper.long} HTTP/1.1\r\n{HOST}\r\n\r\n".encode()
    assert path.response_to(head)
    paper.extensions["cache"].responses.drop_other_editions(None)
    assert path.remembered[head].response() is None
    assert path.response_to(head) is None


def test_the_setting_switches_the_fast_path_off(tmp_path):
    app = new_app(tmp_path, FAST_WAY=False)
    made = server.create_server(app, listening.listen("127.0.0.1", 0), threads=1)
    assert made.fast_path is None
    made.task_dispatcher.shutdown()
    made.close()
