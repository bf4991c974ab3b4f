"""The access log: a line for each response, in the combined format that every log analyser reads."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import NamedTuple

from portal.errors import PortalError

STANDARD_OUTPUT = "-"
FLUSH_SECONDS = 1.0
# While the disk does not respond, at most so many lines wait; further ones are dropped.
MAX_WAITING_LINES = 100_000
MAX_FIELD_CHARS = 1000
# POSIX keeps a write of this size in one piece, also in a pipe that other workers write to.
MAX_WRITE_BYTES = 4096
UNSAFE_CHARS = re.compile(r"[^ !#-\[\]-~]")


class Line(NamedTuple):
    """One response. `time` in seconds since 1970; `sent` counts the bytes of the body."""

    time: float
    address: str
    request: str
    status: int
    sent: int
    referrer: str
    user_agent: str

    def __bytes__(self) -> bytes:
        fields = (self.address, self.request, self.referrer, self.user_agent)
        address, request, referrer, user_agent = map(escape, fields)
        when = local_time(int(self.time))
        text = (
            f'{address} - - [{when}] "{request}" {self.status} {self.sent}'
            f' "{referrer}" "{user_agent}"\n'
        )
        return text.encode("ascii")


class AccessLog:
    """A log file written by a thread of its own, so that no response waits for the disk.

    The file is opened for each batch, so one that was rotated away is created again. Raises PortalError
    if it cannot be opened.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.queue: SimpleQueue[Line | None] = SimpleQueue()
        self.is_closing = Event()
        self.is_dropping = False
        try:
            self.append([])
        except OSError as error:
            raise PortalError(
                f"The access log {path} cannot be written: {error.strerror}."
            ) from None
        self.thread = Thread(target=self.run, name="access log", daemon=True)
        self.thread.start()

    def add(self, line: Line) -> None:
        if self.queue.qsize() < MAX_WAITING_LINES:
            self.queue.put(line)

    def close(self) -> None:
        """Write the waiting lines and end the thread."""
        self.is_closing.set()
        self.queue.put(None)
        self.thread.join(timeout=5)

    def run(self) -> None:
        """Write the queued lines every second. Lines that cannot be written are dropped, with one message."""
        while line := self.queue.get():
            self.is_closing.wait(FLUSH_SECONDS)
            try:
                self.append([bytes(line), *map(bytes, self.waiting_lines())])
                self.is_dropping = False
            except OSError as error:
                if not self.is_dropping:
                    print(f"The access log drops lines: {error.strerror}.", file=sys.stderr)
                self.is_dropping = True

    def waiting_lines(self) -> Iterator[Line]:
        try:
            while line := self.queue.get_nowait():
                yield line
            self.queue.put(None)
        except Empty:
            return

    def append(self, lines: list[bytes]) -> None:
        if self.path == STANDARD_OUTPUT:
            write_lines(1, lines)
            return
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            write_lines(file, lines)
        finally:
            os.close(file)


def write_lines(file: int, lines: list[bytes]) -> None:
    """Write in few pieces of at most MAX_WRITE_BYTES, each of whole lines."""
    piece = b""
    for line in lines:
        if len(piece) + len(line) > MAX_WRITE_BYTES:
            os.write(file, piece)
            piece = b""
        piece += line
    os.write(file, piece)


def escape(field: str) -> str:
    """Write characters that could end a field or a line as `\\x22`, as nginx does."""
    return UNSAFE_CHARS.sub(lambda found: f"\\x{ord(found[0]):02X}", field)[:MAX_FIELD_CHARS] or "-"


@lru_cache(2)
def local_time(second: int) -> str:
    return time.strftime("%d/%b/%Y:%H:%M:%S %z", time.localtime(second))
