"""Slow connections, and more of them than there are places."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from portal.serving import server, slow_clients
from tests.conftest import new_app
from tests.server_process import serving

HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
UPLOAD = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n"


@pytest.fixture
def answering(tmp_path):
    app = new_app(tmp_path)
    made = server.create(app, server.listen("127.0.0.1", 0), threads=1)
    yield made
    for each in [*made.active_channels.values()]:
        each.handle_close()
    made.task_dispatcher.shutdown()
    made.close()


def connected(answering, sent: bytes) -> socket.socket:
    """A connection that has sent this, and the server has heard it."""
    known = {*answering.active_channels}
    end = socket.create_connection(("127.0.0.1", answering.effective_port), timeout=10)
    while not {*answering.active_channels} - known:
        server.turn(answering, timeout=0.1)
    (number,) = {*answering.active_channels} - known
    end.sendall(sent)
    while sent and answering.active_channels[number].request is None:
        server.turn(answering, timeout=0.1)
    return end


def is_closed(answering, end: socket.socket, seconds: float) -> bool:
    """Whether the server closes it when so many seconds have gone by."""
    answering.maintenance(time.time() + seconds)
    server.turn(answering, timeout=0)
    end.setblocking(False)
    try:
        return end.recv(1) == b""
    except BlockingIOError:
        return False


def test_half_a_head_has_ten_seconds(answering):
    end = connected(answering, HALF)

    assert not is_closed(answering, end, 9)
    assert is_closed(answering, end, 11)


def test_head_that_comes_byte_by_byte_gets_no_more_time(answering):
    end = connected(answering, HALF)
    (connection,) = answering.active_channels.values()
    begun = connection.asking_since

    end.sendall(b"x")
    server.turn(answering)

    assert connection.asking_since == begun


def test_slow_upload_goes_on_as_long_as_it_moves(answering):
    end = connected(answering, UPLOAD + b"x" * 10_000)

    assert not is_closed(answering, end, 15)
    assert is_closed(answering, end, 30)


def test_connection_that_asks_for_nothing_may_stay_two_minutes(answering):
    end = connected(answering, b"")

    assert not is_closed(answering, end, 100)
    assert is_closed(answering, end, 130)


def test_newcomer_gets_the_place_of_who_has_waited_longest(answering, monkeypatch):
    monkeypatch.setattr(slow_clients, "PLACES", 3)
    monkeypatch.setattr(slow_clients, "FREED", 1)
    first, second, third = (connected(answering, HALF) for _ in range(3))
    connected(answering, b"")

    assert is_closed(answering, first, 0)
    assert not is_closed(answering, second, 0)
    assert not is_closed(answering, third, 0)


def test_a_thousand_half_requests_keep_no_reader_out(tmp_path):
    with serving(tmp_path, workers=1) as running:
        port = running.port
        slow = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(1_100)]
        for each in slow:
            with suppress(OSError):  # it has lost its place already
                each.sendall(HALF)

        assert b" 200 OK" in running.get("/").partition(b"\r\n")[0]
        for each in slow:
            each.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_server_asks_for_as_many_files_as_it_has_places():
    script = (
        "import resource; from portal.serving import server;"
        "_, most = resource.getrlimit(resource.RLIMIT_NOFILE);"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (256, most)); server.listen('127.0.0.1', 0);"
        "print(resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 1100)"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "True"
