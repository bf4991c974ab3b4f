"""Slow connections are closed, and so are the oldest when there are too many."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from portal.serving import listening, server, slow_clients
from tests.conftest import new_app
from tests.server_process import serving

HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
UPLOAD = b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\n"


@pytest.fixture
def answering(tmp_path):
    app = new_app(tmp_path)
    made = server.create_server(app, listening.listen("127.0.0.1", 0), threads=1)
    yield made
    for each in [*made.active_channels.values()]:
        each.handle_close()
    made.task_dispatcher.shutdown()
    made.close()


def connected(answering, sent: bytes) -> socket.socket:
    """Connect and send this, and wait until the server has read it."""
    known = {*answering.active_channels}
    end = socket.create_connection(("127.0.0.1", answering.effective_port), timeout=10)
    while not {*answering.active_channels} - known:
        server.run_loop_once(answering, timeout=0.1)
    (number,) = {*answering.active_channels} - known
    end.sendall(sent)
    while sent and answering.active_channels[number].request is None:
        server.run_loop_once(answering, timeout=0.1)
    return end


def is_closed(answering, end: socket.socket, seconds: float) -> bool:
    """True if the server closes the connection once so many seconds have passed."""
    answering.maintenance(time.time() + seconds)
    server.run_loop_once(answering, timeout=0)
    end.setblocking(False)
    try:
        return end.recv(1) == b""
    except BlockingIOError:
        return False


def test_an_incomplete_head_has_ten_seconds(answering):
    end = connected(answering, HALF)

    assert not is_closed(answering, end, 9)
    assert is_closed(answering, end, 11)


def test_a_head_that_comes_byte_by_byte_gets_no_more_time(answering):
    end = connected(answering, HALF)
    (connection,) = answering.active_channels.values()
    started = connection.request_started_at

    end.sendall(b"x")
    server.run_loop_once(answering)

    assert connection.request_started_at == started


def test_a_slow_upload_may_go_on_above_the_minimum_rate(answering):
    end = connected(answering, UPLOAD + b"x" * 10_000)

    assert not is_closed(answering, end, 15)
    assert is_closed(answering, end, 30)


def test_an_idle_connection_may_stay_two_minutes(answering):
    end = connected(answering, b"")

    assert not is_closed(answering, end, 100)
    assert is_closed(answering, end, 130)


def test_a_new_connection_replaces_the_one_that_has_waited_longest(answering, monkeypatch):
    monkeypatch.setattr(slow_clients, "MAX_CONNECTIONS", 3)
    monkeypatch.setattr(slow_clients, "CLOSED_AT_A_TIME", 1)
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
            with suppress(OSError):  # it has been closed already
                each.sendall(HALF)

        assert b" 200 OK" in running.get("/").partition(b"\r\n")[0]
        for each in slow:
            each.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_the_limit_of_open_files_is_raised_for_the_connections():
    script = (
        "import resource; from portal.serving import listening;"
        "_, most = resource.getrlimit(resource.RLIMIT_NOFILE);"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (256, most)); listening.listen('127.0.0.1', 0);"
        "print(resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 1100)"
    )
    process = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert process.stdout.strip() == "True"
