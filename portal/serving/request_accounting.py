"""The account of what was answered: the server tells it each answer, by whichever way it went.

It exists only where the operator wants an access log or figures; `server.account` is None otherwise.
"""

from __future__ import annotations

import re
import time

from flask import Flask
from waitress.task import Task

from portal.metrics import Metrics, Row
from portal.serving.access_log import AccessLog, Line

FORWARDED = re.compile(rb"(?im)^x-forwarded-for:(.*)$")
REFERRER = re.compile(rb"(?im)^referer:(.*)$")
AGENT = re.compile(rb"(?im)^user-agent:(.*)$")


class Account:
    """Writes each answer down in the access log, and counts it in the metrics, where there are such."""

    def __init__(self, log: AccessLog | None, row: Row | None, trusted_proxy: str | None) -> None:
        self.log = log
        self.row = row
        self.trusted_proxy = trusted_proxy

    def fast(self, address: str, head: bytes, status: int, sent: int) -> None:
        """An answer that the loop sent by itself: to a head of HTTP/1.1, `sent` bytes of body."""
        request, _, headers = head.partition(b"\r\n")
        if self.row:
            self.row.answered("fast", request.partition(b" ")[0].decode("latin-1"), status, sent)
        if self.log:
            if address == self.trusted_proxy:
                address = found(FORWARDED, headers).rpartition(",")[2].strip() or address
            referrer, agent = found(REFERRER, headers), found(AGENT, headers)
            asked = request.decode("latin-1")
            self.log.note(Line(time.time(), address, asked, status, sent, referrer, agent))

    def ordinary(self, task: Task) -> None:
        """An answer that a thread gave, or had begun to give when the reader left."""
        request = task.channel.requests[0] if task.channel.requests else task.request
        moment, status, sent = time.time(), int(task.status[:3]), body_bytes(task)
        if self.row:
            self.row.answered("ordinary", getattr(request, "command", ""), status, sent)
            self.row.took(moment - task.start_time)
        if self.log:
            environ = getattr(task, "environ", None) or {}
            address = environ.get("REMOTE_ADDR", task.channel.addr[0])  # as a trusted proxy says
            asked = getattr(request, "first_line", b"").decode("latin-1")
            referrer, agent = (request.headers.get(each, "") for each in ("REFERER", "USER_AGENT"))
            self.log.note(Line(moment, address, asked, status, sent, referrer, agent))

    def close(self) -> None:
        if self.log:
            self.log.close()


def open_account(app: Flask, metrics: Metrics, number: int) -> None:
    """Begin one for this worker, which counts in that row of the metrics, where the settings want it."""
    row, log = None, None
    if app.config["METRICS"]:
        row = metrics.row(number)
        row.begin()
        app.extensions["metrics"] = metrics
        app.extensions["cache"].row = row
    if app.config["ACCESS_LOG"]:
        log = AccessLog(app.config["ACCESS_LOG"])
    if row or log:
        app.extensions["request_accounting"] = Account(log, row, app.config["TRUSTED_PROXY"])


def found(header: re.Pattern[bytes], headers: bytes) -> str:
    values = header.findall(headers)
    return values[-1].strip().decode("latin-1") if values else ""


def body_bytes(task: Task) -> int:
    """As sent; of a file, which waitress does not count, as announced."""
    has_body = task.has_body and getattr(task.request, "command", "") != "HEAD"
    return max(task.content_bytes_written, task.content_length or 0) if has_body else 0
