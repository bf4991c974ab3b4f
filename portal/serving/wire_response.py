"""A cached response as the bytes that go over the wire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from waitress.utilities import build_http_date

from portal.cache.cached_response import Reply


@dataclass(slots=True, eq=False, weakref_slot=True)
class WireResponse:
    """The head in two parts, with the date to be put between them, and the body.

    `size` in bytes, the date included; `closes`: the connection is closed after it.
    """

    edition: object
    status: int
    before_date: bytes
    after_date: bytes
    body: bytes
    size: int
    closes: bool


def build_wire_response(
    edition: object, reply: Reply, closes: bool, server_header: str
) -> WireResponse:
    """Write the head as waitress does: header names capitalised and sorted."""
    lines = [*reply.headers, ("Server", server_header), ("Date", "\0")]
    if closes:
        lines.append(("Connection", "close"))
    named = [("-".join(map(str.capitalize, name.split("-"))), value) for name, value in lines]
    text = "".join(f"\r\n{name}: {value}" for name, value in sorted(named, key=lambda x: x[0]))
    head = f"HTTP/1.1 {reply.status}{text}\r\n\r\n".encode("latin-1")
    before, after = head.split(b"\0")
    size = len(head) - 1 + len(build_http_date(0)) + len(reply.body)
    return WireResponse(edition, int(reply.status[:3]), before, after, reply.body, size, closes)


class UnsentBytes:
    """A buffer for waitress: the part of a response that has not been sent yet, without a copy."""

    def __init__(self, parts: Sequence[bytes], sent: int) -> None:
        self.views: list[memoryview] = []
        for part in parts:
            if sent < len(part):
                self.views.append(memoryview(part)[sent:])
            sent = max(0, sent - len(part))

    def __len__(self) -> int:
        return sum(map(len, self.views))

    def get(self, size: int) -> memoryview:
        return self.views[0][:size]

    def skip(self, size: int, allow_prune: bool = False) -> None:
        """Drop the first `size` bytes; waitress has sent them."""
        self.views[0] = self.views[0][size:]
        if not self.views[0]:
            del self.views[0]

    def close(self) -> None:
        self.views.clear()
