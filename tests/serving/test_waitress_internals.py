"""Each internal of waitress that Portal relies on, and the file to look at when it has changed.

waitress is pinned exactly. Before raising it, read its changes to what is named here.
"""

from __future__ import annotations

import inspect
import re
import socket
import tomllib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
import waitress.task
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, Task, WSGITask
from waitress.utilities import build_http_date

from portal.serving import listening, server
from portal.serving.thread_pool import ThreadPool
from portal.serving.wire_response import UnsentBytes

ROOT = Path(__file__).parent.parent.parent

# (class, our files that use or override its attributes, the attributes)
ATTRIBUTES = (
    (HTTPChannel, "connection.py", "task_class error_task_class parser_class last_activity"),
    (HTTPChannel, "connection.py, fast_channel.py", "request received handle_close"),
    (HTTPChannel, "fast_channel.py", "will_close close_when_flushed total_outbufs_len"),
    (HTTPChannel, "fast_channel.py", "current_outbuf_count"),
    (HTTPChannel, "thread_pool.py", "service cancel"),
    (HTTPRequestParser, "connection.py", "parse_header chunked"),
    (HTTPRequestParser, "slow_clients.py", "headers_finished body_bytes_received"),
    (Task, "connection.py", "service build_response_header wrote_header has_body"),
    (Task, "connection.py", "chunked_response content_bytes_written set_close_on_finish"),
    (Task, "request_accounting.py", "status start_time content_length content_bytes_written"),
    (WSGITask, "connection.py", "write execute"),
    (WSGITask, "request_accounting.py", "environ"),
    (ErrorTask, "connection.py", "execute"),
    (TcpWSGIServer, "server.py", "channel_class readable maintenance"),
    (TcpWSGIServer, "shutdown.py", "pull_trigger"),
    (OverflowableBuffer, "wire_response.py", "get skip close __len__"),
    (wasyncore, "server.py", "loop"),
    (wasyncore.dispatcher, "lifecycle.py", "close"),
)

# (function, our file that calls or overrides it, its parameters)
SIGNATURES = (
    (HTTPChannel.__init__, "connection.py", "self server sock addr adj map"),
    (HTTPChannel.received, "fast_channel.py", "self data"),
    (HTTPRequestParser.parse_header, "connection.py", "self header_plus"),
    (Task.__init__, "connection.py", "self channel request"),
    (Task.write, "connection.py", "self data"),
    (Task.set_close_on_finish, "connection.py", "self"),
    (TcpWSGIServer.maintenance, "server.py", "self now"),
    (OverflowableBuffer.skip, "wire_response.py", "self numbytes allow_prune"),
    (wasyncore.loop, "server.py", "timeout use_poll map count"),
    (build_http_date, "wire_response.py", "when"),
)

# (class, our file, text that the source of the method has, the method)
SOURCES = (
    # ThreadPool replaces waitress's dispatcher: the server calls nothing else of it.
    (TcpWSGIServer, "thread_pool.py", "self.task_dispatcher.add_task(task)", "add_task"),
    # UnsentBytes is one of the outbufs: these are all the calls that it has to answer.
    (HTTPChannel, "wire_response.py", "outbuf.get(self.sendbuf_len)", "_flush_some"),
    (HTTPChannel, "wire_response.py", "outbuf.skip(num_sent, True)", "_flush_some"),
    (HTTPChannel, "wire_response.py", "self.outbufs.pop(0)", "_flush_some"),
    # FastChannel.received reads close_when_flushed after requests.
    (HTTPChannel, "fast_channel.py", "self.close_when_flushed = True", "service"),
    # build_wire_response writes a head as this does.
    (Task, "wire_response.py", 'x.capitalize() for x in headername.split("-")', "build_response_header"),
    (Task, "wire_response.py", "sorted(self.response_headers, key=lambda x: x[0])", "build_response_header"),
    # ResponseTask counts what this does not: chunks.
    (Task, "connection.py", "if self.chunked_response:", "write"),
    # The server calls maintenance from here, every cleanup_interval seconds.
    (TcpWSGIServer, "server.py", "self.maintenance(now)", "readable"),
    (TcpWSGIServer, "server.py", "len(self._map) >= self.adj.connection_limit", "readable"),
)  # fmt: skip


def test_waitress_is_pinned_exactly_and_installed_as_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pins = [each for each in project["project"]["dependencies"] if each.startswith("waitress")]
    assert pins == [f"waitress=={version('waitress')}"]


@pytest.mark.parametrize(("owner", "ours", "names"), ATTRIBUTES)
def test_waitress_has_the_attributes_that_we_use(owner, ours: str, names: str):
    missing = [name for name in names.split() if not hasattr(owner, name)]
    assert not missing, look_at(ours, owner, missing)


@pytest.mark.parametrize(("function", "ours", "names"), SIGNATURES)
def test_waitress_s_functions_have_the_parameters_that_we_use(
    function: Callable, ours: str, names: str
):
    found = [*inspect.signature(function).parameters]
    assert found == names.split(), look_at(ours, function, found)


@pytest.mark.parametrize(("owner", "ours", "text", "method"), SOURCES)
def test_waitress_s_methods_do_what_we_rely_on(owner: type, ours: str, text: str, method: str):
    assert text in inspect.getsource(getattr(owner, method)), look_at(ours, owner, [method])


def test_a_thread_marks_a_connection_to_close_before_it_removes_the_request():
    """FastChannel.received relies on this order."""
    source = inspect.getsource(HTTPChannel.service)
    assert source.index("self.close_when_flushed = True") < source.index("self.requests = []"), (
        look_at("fast_channel.py", HTTPChannel, ["service"])
    )


def test_a_connection_has_the_state_that_the_fast_path_changes(app):
    made = server.create_server(app, listening.listen("127.0.0.1", 0), threads=1)
    ours, theirs = socket.socketpair()
    try:
        connection = made.channel_class(made, ours, ("127.0.0.1", 1), made.adj, map=made._map)
        assert connection.requests == []
        assert [type(each) for each in connection.outbufs] == [OverflowableBuffer]
        with connection.outbuf_lock:
            connection.outbufs += [UnsentBytes([b"abc"], 1)]
            connection.total_outbufs_len += 2
        assert list(made.active_channels.values()) == [connection]
        connection.handle_close()
        assert made.active_channels == {}
    finally:
        theirs.close()
        made.task_dispatcher.shutdown()
        made.close()


def test_a_parsed_request_has_what_the_accounting_reads():
    parser = HTTPRequestParser(Adjustments())
    parser.received(b"GET /x HTTP/1.1\r\nUser-Agent: a\r\nReferer: b\r\n\r\n")
    found = (parser.command, parser.first_line, parser.headers)
    expected = ("GET", b"GET /x HTTP/1.1", {"USER_AGENT": "a", "REFERER": "b"})
    assert found == expected, look_at("request_accounting.py", HTTPRequestParser, ["headers"])


def test_a_task_has_what_the_connection_and_the_accounting_read():
    request, channel = HTTPRequestParser(Adjustments()), object()
    task = Task(channel, request)
    found = (task.channel, task.request, task.version, task.response_headers)
    assert found == (channel, request, "1.0", []), look_at("connection.py", Task, ["__init__"])


def test_the_parser_reports_a_malformed_request_by_an_exception():
    parser = HTTPRequestParser(Adjustments())
    with pytest.raises(ParsingError):
        parser.parse_header(b"GET")


def test_our_thread_pool_has_what_waitress_calls():
    theirs = waitress.task.ThreadedTaskDispatcher
    for name in ("add_task", "shutdown"):
        assert callable(getattr(theirs, name)) and callable(getattr(ThreadPool, name))
    called = re.findall(r"task_dispatcher\.(\w+)", inspect.getsource(waitress.server))
    assert {*called} == {"add_task", "shutdown"}, look_at("thread_pool.py", TcpWSGIServer, called)


def look_at(ours: str, theirs: object, names: list[str]) -> str:
    name = getattr(theirs, "__qualname__", None) or getattr(theirs, "__name__", theirs)
    return f"waitress has changed {name} ({', '.join(names)}): look at portal/serving/{ours}"
