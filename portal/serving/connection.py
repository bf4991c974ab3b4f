"""A client's connection, and the tasks that answer its requests."""

from __future__ import annotations

from time import time
from typing import Any

from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, Task, WSGITask

from portal.serving.fast_channel import FastChannel


class RequestParser(HTTPRequestParser):
    def parse_header(self, header_plus: bytes) -> None:
        """Refuse a request that a proxy in front may have read as a different one (RFC 9112 §6.1)."""
        super().parse_header(header_plus)
        encoded = self.chunked or "TRANSFER_ENCODING" in self.headers  # HTTP/1.0 keeps the header
        if encoded and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Content-Length and Transfer-Encoding exclude each other")


class AccountedTask(Task):
    """A task that reports its response to the accounting, also if the client has disconnected.

    While the server shuts down, the next response of a connection is its last, and says so.
    """

    def service(self) -> None:
        try:
            super().service()
        finally:
            if (accounting := self.channel.server.accounting) and self.wrote_header:
                accounting.record_task(self)

    def build_response_header(self) -> bytes:
        if self.channel.server.is_shutting_down:
            self.request.headers["CONNECTION"] = "close"
        return super().build_response_header()


class ResponseTask(AccountedTask, WSGITask):
    """A response of the app."""

    def write(self, data: bytes) -> None:
        super().write(data)
        if self.chunked_response:  # waitress does not count these bytes
            self.content_bytes_written += len(data)

    def set_close_on_finish(self) -> None:
        """Keep the connection open after a response without a body, as RFC 9112 §6.3 allows.

        waitress would close it.
        """
        is_asked_to = self.request.headers.get("CONNECTION", "").lower() == "close"
        if self.has_body or self.version == "1.0" or is_asked_to:
            super().set_close_on_finish()


class RefusalTask(AccountedTask, ErrorTask):
    """waitress's own response to a malformed request, with the security headers of all others."""

    def execute(self) -> None:
        self.response_headers.extend(self.channel.server.security_headers)
        super().execute()


class Connection(FastChannel):
    """`request_started_at` is the `time.time()` since which an incomplete request is coming in."""

    parser_class = RequestParser
    task_class = ResponseTask
    error_task_class = RefusalTask
    request_started_at: float | None = None

    def __init__(self, server: TcpWSGIServer, *arguments: Any, **named: Any) -> None:
        super().__init__(server, *arguments, **named)
        server.slow_clients.make_room(self)

    def received(self, data: bytes) -> bool:
        taken = super().received(data)
        if self.request is None:
            self.request_started_at = None
        else:
            self.request_started_at = self.request_started_at or time()
        return taken

    @property
    def is_idle(self) -> bool:
        """True if no request is coming in or being answered, and all responses have been sent."""
        return not (self.requests or self.request or self.total_outbufs_len)
