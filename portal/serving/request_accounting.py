"""Request accounting: the server reports each response here, for the access log and the metrics.

It exists only if the operator has set one of these; otherwise `server.accounting` is None.
"""

from __future__ import annotations

import re
import time

from flask import Flask
from waitress.task import Task

from portal.metrics import Metrics, WorkerMetrics
from portal.serving.access_log import AccessLog, Line

FORWARDED_FOR = re.compile(rb"(?im)^x-forwarded-for:(.*)$")
REFERRER = re.compile(rb"(?im)^referer:(.*)$")
USER_AGENT = re.compile(rb"(?im)^user-agent:(.*)$")


class RequestAccounting:
    """Write each response to the access log and count it in the metrics, as far as these exist."""

    def __init__(
        self, log: AccessLog | None, metrics: WorkerMetrics | None, trusted_proxy: str | None
    ) -> None:
        self.log = log
        self.metrics = metrics
        self.trusted_proxy = trusted_proxy

    def record_fast(self, address: str, head: bytes, status: int, body_bytes: int) -> None:
        """Record a response of the fast path to the request `head` (HTTP/1.1, with all its headers)."""
        request_line, _, headers = head.partition(b"\r\n")
        if self.metrics:
            method = request_line.partition(b" ")[0].decode("latin-1")
            self.metrics.count_response("fast", method, status, body_bytes)
        if self.log:
            if address == self.trusted_proxy:
                forwarded = last_value(FORWARDED_FOR, headers)
                address = forwarded.rpartition(",")[2].strip() or address
            referrer, user_agent = last_value(REFERRER, headers), last_value(USER_AGENT, headers)
            request = request_line.decode("latin-1")
            self.log.add(
                Line(time.time(), address, request, status, body_bytes, referrer, user_agent)
            )

    def record_task(self, task: Task) -> None:
        """Record a response of a thread, also one that the client has not received to its end."""
        request = task.channel.requests[0] if task.channel.requests else task.request
        now, status, size = time.time(), int(task.status[:3]), sent_body_bytes(task)
        if self.metrics:
            method = getattr(request, "command", "")
            self.metrics.count_response("ordinary", method, status, size)
            self.metrics.observe_seconds(now - task.start_time)
        if self.log:
            environ = getattr(task, "environ", None) or {}
            address = environ.get(
                "REMOTE_ADDR", task.channel.addr[0]
            )  # from a trusted proxy, if any
            line = getattr(request, "first_line", b"").decode("latin-1")
            referrer = request.headers.get("REFERER", "")
            user_agent = request.headers.get("USER_AGENT", "")
            self.log.add(Line(now, address, line, status, size, referrer, user_agent))

    def close(self) -> None:
        if self.log:
            self.log.close()


def init_accounting(app: Flask, metrics: Metrics, row: int) -> None:
    """Set up what the settings ask for. This worker counts in that row of the metrics."""
    worker_metrics, log = None, None
    if app.config["METRICS"]:
        worker_metrics = metrics.worker(row)
        worker_metrics.mark_started()
        app.extensions["metrics"] = metrics
        app.extensions["cache"].metrics = worker_metrics
    if app.config["ACCESS_LOG"]:
        log = AccessLog(app.config["ACCESS_LOG"])
    if worker_metrics or log:
        proxy = app.config["TRUSTED_PROXY"]
        app.extensions["request_accounting"] = RequestAccounting(log, worker_metrics, proxy)


def last_value(header: re.Pattern[bytes], headers: bytes) -> str:
    values = header.findall(headers)
    return values[-1].strip().decode("latin-1") if values else ""


def sent_body_bytes(task: Task) -> int:
    """Return the bytes sent; for a file, which waitress does not count, its Content-Length."""
    has_body = task.has_body and getattr(task.request, "command", "") != "HEAD"
    return max(task.content_bytes_written, task.content_length or 0) if has_body else 0
