"""`portal serve`, in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
from threading import Thread

import pytest

from tests.server_process import Running, portal, read_all, serving

# A view that prints when it has started, and responds when it reads a line.
SLOW = """
import sys
import portal
from portal import create_app

def with_a_slow_page(loaded):
    app = create_app(loaded)

    @app.get("/slow/")
    def slow():
        print("started", flush=True)
        sys.stdin.readline()
        return "the whole answer"

    @app.get("/broken/")
    def broken():
        raise RuntimeError("the press is on fire")

    return app

portal.create_app = with_a_slow_page
"""


@pytest.fixture
def slow(tmp_path, request):
    with serving(tmp_path, SLOW, workers=getattr(request, "param", 1)) as server:
        yield server


with_one_and_two_workers = pytest.mark.parametrize("slow", [1, 2], indirect=True)


class RequestInFlight:
    """A request in flight: its view has started and waits."""

    def __init__(self, server: Running) -> None:
        self.server = server
        self.answer = b""
        self.thread = Thread(target=self.ask)
        self.thread.start()
        assert "started\n" in iter(server.process.stdout.readline, "")

    def ask(self) -> None:
        self.answer = self.server.get("/slow/")

    def release(self) -> bytes:
        self.server.process.stdin.write("\n")
        self.server.process.stdin.flush()
        self.thread.join(timeout=30)
        return self.answer


def send_signal(server: Running, number: signal.Signals) -> None:
    """Send a signal, and wait until the server accepts no more connections."""
    server.process.send_signal(number)
    while server.accepts_connections():
        pass


@with_one_and_two_workers
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_in_flight_is_answered_before_the_end(slow, number):
    in_flight = RequestInFlight(slow)

    send_signal(slow, number)

    assert in_flight.release().endswith(b"the whole answer")
    assert slow.end() == (0, "")


def test_a_request_still_coming_in_is_answered_before_the_end(slow):
    with slow.connect() as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
        with slow.connect() as other:  # once this is answered, the head above has been read
            other.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
            read_all(other)

        send_signal(slow, signal.SIGTERM)
        connection.sendall(b"\r\n")

        assert read_all(connection).endswith(b"ok\n")
    assert slow.end() == (0, "")


def test_an_idle_connection_does_not_delay_the_end(slow):
    with slow.connect() as idle:
        idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answer = b""
        while not answer.endswith(b"ok\n"):
            answer += idle.recv(65536)

        send_signal(slow, signal.SIGTERM)

        assert slow.end() == (0, "")


@with_one_and_two_workers
def test_a_second_signal_ends_it_at_once(slow):
    in_flight = RequestInFlight(slow)

    send_signal(slow, signal.SIGTERM)
    slow.process.send_signal(signal.SIGTERM)

    assert slow.end() == (1, "")
    in_flight.thread.join(timeout=30)
    assert in_flight.answer == b""


def test_a_request_longer_than_the_grace_is_cut_off_with_a_message(tmp_path):
    with serving(
        tmp_path, f"{SLOW}\nimport portal.serving.lifecycle as s; s.GRACE_SECONDS = 0"
    ) as server:
        in_flight = RequestInFlight(server)

        send_signal(server, signal.SIGTERM)

        code, errors = server.end()
        in_flight.thread.join(timeout=30)
    assert code == 0
    assert "1 request was cut off." in errors


def test_an_error_of_ours_is_a_page_and_one_traceback(slow):
    answer = slow.get("/broken/")
    send_signal(slow, signal.SIGTERM)
    _, errors = slow.end()

    assert answer.startswith(b"HTTP/1.1 500 ")
    assert b"Content-Security-Policy: default-src 'none'" in answer
    assert b"on fire" not in answer
    assert errors.count("Traceback") == 1
    assert "the press is on fire" in errors


def test_nothing_is_printed_for_a_request(slow):
    slow.get("/healthz")
    send_signal(slow, signal.SIGTERM)
    assert slow.end() == (0, "")


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_request_with_two_lengths_is_refused(slow, version):
    answer = slow.ask(
        f"POST / HTTP/{version}",
        "Host: localhost",
        "Content-Length: 5",
        "Transfer-Encoding: chunked",
        body=b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    )
    assert answer.startswith(f"HTTP/{version} 400 ".encode())
    assert b"X-Content-Type-Options: nosniff" in answer
    assert answer.count(b"HTTP/1.") == 1


def test_a_port_in_use_is_one_line(slow, tmp_path):
    ended = portal(tmp_path, "serve", "--port", str(slow.port))
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == (
        f"Port {slow.port} on 127.0.0.1 is not available: Address already in use. "
        "Choose another with --host or --port.\n"
    )


def test_a_foreign_host_is_one_line(tmp_path):
    ended = portal(tmp_path, "serve", "--host", "not.a.host.invalid")
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert "Port 8000 on not.a.host.invalid is not available" in ended.stderr


def test_a_trusted_proxy_gives_the_client_address_and_the_scheme(tmp_path):
    script = (
        SLOW
        + """
import portal
from flask import request
inner = portal.create_app

def with_a_mirror(loaded):
    app = inner(loaded)
    app.add_url_rule("/mirror/", view_func=lambda: f"{request.remote_addr} {request.scheme}")
    return app

portal.create_app = with_a_mirror
"""
    )
    headers = ["X-Forwarded-For: 192.0.2.7", "X-Forwarded-Proto: https", "X-Forwarded-Host: evil"]
    with serving(tmp_path, script, TRUSTED_PROXY="127.0.0.1") as server:
        assert server.get("/mirror/", *headers).endswith(b"192.0.2.7 https")
    with serving(tmp_path, script) as server:
        assert server.get("/mirror/", *headers).endswith(b"127.0.0.1 http")


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_on_all_addresses_it_asks_for_the_site_url(tmp_path, host):
    script = f"import sys; sys.argv += ['--host', {host!r}]"
    with serving(tmp_path, script) as server:
        assert server.host in ("127.0.0.1", "[::1]")
        assert "PORTAL_SITE_URL" in server.process.stdout.readline()


def test_an_instance_without_editors_prints_a_link_for_the_first(tmp_path):
    with serving(tmp_path) as server:
        assert "become the first editor" in server.process.stdout.readline()
        link = server.process.stdout.readline().strip()
        assert link.startswith(server.address + "desk/links/")
        assert b"first account" in server.get(link.removeprefix(server.address.rstrip("/")))


def test_every_module_can_be_imported_without_what_only_unix_has():
    """Windows has none of these modules, and no SIGHUP."""
    script = """
import pkgutil, signal, sys
for name in "fcntl grp pwd resource termios".split():
    sys.modules[name] = None
del signal.SIGHUP
import portal
for module in pkgutil.walk_packages(portal.__path__, "portal."):
    if ".migrations" not in module.name:
        __import__(module.name)
"""
    subprocess.run([sys.executable, "-c", script], check=True)
