"""The access log: a line for each answer, in the combined format that every analyser reads."""

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
# Seconds for which lines are gathered, and how many may wait for a disk that does not answer.
EVERY = 1.0
MOST_WAITING = 100_000
LONGEST_FIELD = 1000
# What is written at once is not torn apart by another worker, also in a pipe (POSIX, write).
AT_ONCE = 4096
UNSAFE = re.compile(r"[^ !#-\[\]-~]")


class Line(NamedTuple):
    moment: float
    address: str
    request: str
    status: int
    sent: int
    referrer: str
    agent: str

    def __bytes__(self) -> bytes:
        named = (self.address, self.request, self.referrer, self.agent)
        address, asked, referrer, agent = map(escaped, named)
        when = local_time(int(self.moment))
        text = (
            f'{address} - - [{when}] "{asked}" {self.status} {self.sent} "{referrer}" "{agent}"\n'
        )
        return text.encode("ascii")


class AccessLog:
    """Written by a thread of its own, so that no answer waits for the disk.

    The file is opened for each batch, so one that was moved away is begun anew. Raises PortalError
    when it cannot be.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.waiting: SimpleQueue[Line | None] = SimpleQueue()
        self.is_ending = Event()
        self.is_lost = False
        try:
            self.append([])
        except OSError as error:
            raise PortalError(
                f"The access log {path} cannot be written: {error.strerror}."
            ) from None
        self.thread = Thread(target=self.write, name="access log", daemon=True)
        self.thread.start()

    def note(self, line: Line) -> None:
        if self.waiting.qsize() < MOST_WAITING:
            self.waiting.put(line)

    def close(self) -> None:
        """Write what is left."""
        self.is_ending.set()
        self.waiting.put(None)
        self.thread.join(timeout=5)

    def write(self) -> None:
        """What cannot be written is lost, which is said once."""
        while line := self.waiting.get():
            self.is_ending.wait(EVERY)
            try:
                self.append([bytes(line), *map(bytes, self.gathered())])
                self.is_lost = False
            except OSError as error:
                if not self.is_lost:
                    print(f"The access log loses lines: {error.strerror}.", file=sys.stderr)
                self.is_lost = True

    def gathered(self) -> Iterator[Line]:
        try:
            while line := self.waiting.get_nowait():
                yield line
            self.waiting.put(None)
        except Empty:
            return

    def append(self, lines: list[bytes]) -> None:
        if self.path == STANDARD_OUTPUT:
            write_whole(1, lines)
            return
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            write_whole(file, lines)
        finally:
            os.close(file)


def write_whole(file: int, lines: list[bytes]) -> None:
    """As few pieces as can be, none with a part of a line."""
    piece = b""
    for line in lines:
        if len(piece) + len(line) > AT_ONCE:
            os.write(file, piece)
            piece = b""
        piece += line
    os.write(file, piece)


def escaped(field: str) -> str:
    """As nginx has it: what could end a field or a line is written as its number."""
    return UNSAFE.sub(lambda found: f"\\x{ord(found[0]):02X}", field)[:LONGEST_FIELD] or "-"


@lru_cache(2)
def local_time(second: int) -> str:
    return time.strftime("%d/%b/%Y:%H:%M:%S %z", time.localtime(second))
