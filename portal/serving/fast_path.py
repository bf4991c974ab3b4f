"""The fast way: a kept answer goes out from the loop itself, before a thread or an environ is made.

Only a strict request takes it: one whole head of a GET or HEAD of HTTP/1.1, no body, nothing behind it,
nothing in it that could be read in two ways. All others take waitress's own way, to the same answer.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from time import time
from typing import NamedTuple
from weakref import ReferenceType, ref

from flask import Flask
from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.utilities import build_http_date

from portal.cache import Cache
from portal.cache.cached_response import Kept, Reply
from portal.cache.lru import Shelf
from portal.cache.lru_pair import Key

# Printable ASCII throughout, no line folded (RFC 9112 §5.2), no name that waitress would drop.
STRICT = re.compile(
    rb"(GET|HEAD) (/(?!/)[!\"$&->@-~]*)(?:\?([!\"$-~]*))? HTTP/1\.1"
    rb"(?:\r\n[A-Za-z0-9-]++:[\t -~]*+)++\r\n\r\n"
)
# What decides about the answer, and what about the way.
ASKED = (b"host", b"connection", b"accept-encoding", b"if-none-match", b"if-modified-since")
SAID_BY_A_PROXY = (b"x-forwarded-proto", b"x-forwarded-for")
NOT_STRICT = (b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"range")
TELLING = frozenset((*ASKED, *SAID_BY_A_PROXY, *NOT_STRICT))
KEEPS_OR_CLOSES = {b"": False, b"keep-alive": False, b"close": True}
SCHEMES = (b"", b"http", b"https")
# Browsers send the same head again and again. So many are remembered, none longer than this.
REMEMBERED, LONGEST = 2048, 2048


@dataclass(slots=True, eq=False, weakref_slot=True)
class Wire:
    """An answer as it is sent, the date between its two parts; `size` in bytes with that."""

    edition: object
    status: int
    before: bytes
    after: bytes
    body: bytes
    size: int
    closes: bool


class Found(NamedTuple):
    """What a head led to, and where that stands. It does not hold what the cache lets go."""

    wire: ReferenceType[Wire]
    shelf: Shelf
    key: Key


class FastChannel(HTTPChannel):
    """A connection whose requests go the fast way where they may; `server.fast_way` is it, or None."""

    def received(self, data: bytes) -> bool:
        # In this order: a thread that ends its task says that it closes before it takes it off.
        if self.server.fast_way and not (
            self.request or self.requests or self.total_outbufs_len or self.close_when_flushed
        ):
            wire = self.server.fast_way.answer(data)
            if wire and not (self.will_close or self.server.is_leaving):
                self.send_kept(wire, data)
                return True
        return super().received(data)

    def send_kept(self, wire: Wire, head: bytes) -> None:
        """Send as much as there is room for; the loop sends the rest when there is again."""
        if account := self.server.account:
            account.fast(self.addr[0], head, wire.status, len(wire.body))
        parts = self.server.fast_way.parts(wire)
        try:
            sent = gathered(self.socket, parts)
        except BlockingIOError:
            sent = 0
        except OSError:
            self.handle_close()
            return
        if sent < wire.size:
            with self.outbuf_lock:
                self.outbufs += [Rest(parts, sent), OverflowableBuffer(self.adj.outbuf_overflow)]
                self.current_outbuf_count = 0
                self.total_outbufs_len += wire.size - sent
        if wire.closes:
            self.close_when_flushed = True


def gathered(connection: socket.socket, parts: Sequence[bytes]) -> int:
    """Send the parts as one; Windows cannot without joining them first."""
    if hasattr(connection, "sendmsg"):
        return connection.sendmsg(parts)
    return connection.send(b"".join(parts))


class FastWay:
    """`ident` is what the server calls itself in each answer."""

    def __init__(self, app: Flask, ident: str) -> None:
        self.ident = ident
        self.cache: Cache = app.extensions["cache"]
        self.extensions = app.extensions
        self.remembered: dict[bytes, Found] = {}
        self.second = 0
        self.date = b""

    def answer(self, head: bytes) -> Wire | None:
        """What to send; None where this is not the way, or nobody watches whether it still holds."""
        if not self.extensions.get("is_watched"):
            return None
        edition = self.extensions["edition"]
        found = self.remembered.get(head)
        wire = found.wire() if found else None
        if found is None or wire is None or wire.edition is not edition:
            return self.read(head, edition)
        found.shelf.touch(found.key)
        return wire

    def parts(self, wire: Wire) -> Sequence[bytes]:
        second = int(time())
        if second != self.second:
            self.second, self.date = second, build_http_date(second).encode()
        return wire.before, self.date, wire.after, wire.body

    def read(self, head: bytes, edition: object) -> Wire | None:
        strict = STRICT.fullmatch(head)
        headers = telling(head) if strict else None
        if strict is None or headers is None or not is_strict(headers):
            return None
        method, path, query = strict.groups(b"")
        given = {name.decode(): value.decode() for name, value in headers.items()}
        key = self.cache.key(given.get("host", ""), path.decode(), query.decode())
        kept = self.cache.responses.get(key) if key else None
        if not key or not kept or kept.edition is not edition:
            return None
        encoding = kept.encoding_for(given.get("accept-encoding"))
        if encoding not in kept.representations:
            return None
        conditions = given.get("if-none-match"), given.get("if-modified-since")
        reply = kept.reply(encoding, method == b"HEAD", *conditions)
        closes = KEEPS_OR_CLOSES[headers.get(b"connection", b"").lower()]
        wire = self.wire(kept, reply, closes)
        if len(head) <= LONGEST:
            if len(self.remembered) >= REMEMBERED:
                self.remembered.clear()
            self.remembered[head] = Found(ref(wire), self.cache.responses.of(key), key)
        return wire

    def wire(self, kept: Kept, reply: Reply, closes: bool) -> Wire:
        if closes not in reply.wires:
            reply.wires[closes] = self.drawn(kept.edition, reply, closes)
        return reply.wires[closes]

    def drawn(self, edition: object, reply: Reply, closes: bool) -> Wire:
        """The head as waitress writes it: names capitalised and in order."""
        lines = [*reply.headers, ("Server", self.ident), ("Date", "\0")]
        if closes:
            lines.append(("Connection", "close"))
        named = [("-".join(map(str.capitalize, name.split("-"))), value) for name, value in lines]
        text = "".join(f"\r\n{name}: {value}" for name, value in sorted(named, key=lambda x: x[0]))
        head = f"HTTP/1.1 {reply.status}{text}\r\n\r\n".encode("latin-1")
        before, after = head.split(b"\0")
        size = len(head) - 1 + len(build_http_date(0)) + len(reply.body)
        return Wire(edition, int(reply.status[:3]), before, after, reply.body, size, closes)


def telling(head: bytes) -> dict[bytes, bytes] | None:
    """The headers that decide something; None where one comes twice."""
    found: dict[bytes, bytes] = {}
    for line in head[:-4].split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        name = name.lower()
        if name in TELLING:
            if name in found:
                return None
            found[name] = value.strip(b" \t")
    return found


def is_strict(headers: dict[bytes, bytes]) -> bool:
    """No body, one host, and nothing that waitress or a trusted proxy's word would change."""
    return (
        b"host" in headers
        and headers.keys().isdisjoint(NOT_STRICT)
        and headers.get(b"connection", b"").lower() in KEEPS_OR_CLOSES
        and headers.get(b"x-forwarded-proto", b"").lower() in SCHEMES
        and b'"' not in headers.get(b"x-forwarded-for", b"")
    )


class Rest:
    """What the reader's connection had no room for yet: the kept bytes themselves, not a copy."""

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
        """Waitress has sent so much of what it got last."""
        self.views[0] = self.views[0][size:]
        if not self.views[0]:
            del self.views[0]

    def close(self) -> None:
        self.views.clear()
