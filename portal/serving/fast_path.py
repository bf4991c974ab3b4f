"""The fast path: the event loop sends a cached response, without a thread or a WSGI environ.

Only strict requests take it. All others take waitress's own path, to the same response.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import time
from typing import NamedTuple
from weakref import ReferenceType, ref

from flask import Flask
from waitress.utilities import build_http_date

from portal.cache import Cache
from portal.cache.cached_response import CachedResponse, Reply
from portal.cache.lru import Lru
from portal.cache.lru_pair import Key
from portal.serving.strict_request import parse_strict_request
from portal.serving.wire_response import WireResponse, build_wire_response

# Browsers send the same head again and again: at most so many heads are remembered, of at most this size.
MAX_REMEMBERED_HEADS, MAX_REMEMBERED_HEAD_BYTES = 2048, 2048


class RememberedHead(NamedTuple):
    """The response to a head, and its place in the cache.

    The reference is weak, so that it does not keep a response in memory that the cache has dropped.
    """

    response: ReferenceType[WireResponse]
    lru: Lru
    key: Key


class FastPath:
    """Looks responses up for one server; `server_header` is the value of their `Server` header."""

    def __init__(self, app: Flask, server_header: str) -> None:
        self.server_header = server_header
        self.cache: Cache = app.extensions["cache"]
        self.extensions = app.extensions
        self.remembered: dict[bytes, RememberedHead] = {}
        self.second = 0
        self.date = b""

    def response_to(self, head: bytes) -> WireResponse | None:
        """Return the response to send; None if the request is not strict or has no cached response.

        Without a version watcher nobody knows whether the edition is current, so it is None, too.
        """
        if not self.extensions.get("is_watched"):
            return None
        edition = self.extensions["edition"]
        found = self.remembered.get(head)
        response = found.response() if found else None
        if found is None or response is None or response.edition is not edition:
            return self.look_up(head, edition)
        found.lru.touch(found.key)
        return response

    def parts(self, response: WireResponse) -> Sequence[bytes]:
        """Return the bytes to send, with the current date."""
        second = int(time())
        if second != self.second:
            self.second, self.date = second, build_http_date(second).encode()
        return response.before_date, self.date, response.after_date, response.body

    def look_up(self, head: bytes, edition: object) -> WireResponse | None:
        request = parse_strict_request(head)
        if request is None:
            return None
        headers = request.headers
        key = self.cache.key(headers.get("host", ""), request.path, request.query)
        cached = self.cache.responses.get(key) if key else None
        if not key or not cached or cached.edition is not edition:
            return None
        encoding = cached.encoding_for(headers.get("accept-encoding"))
        if encoding not in cached.representations:
            return None
        conditions = headers.get("if-none-match"), headers.get("if-modified-since")
        reply = cached.reply(encoding, request.method == b"HEAD", *conditions)
        response = self.wire_response(cached, reply, request.closes)
        if len(head) <= MAX_REMEMBERED_HEAD_BYTES:
            if len(self.remembered) >= MAX_REMEMBERED_HEADS:
                self.remembered.clear()
            lru = self.cache.responses.lru_for(key)
            self.remembered[head] = RememberedHead(ref(response), lru, key)
        return response

    def wire_response(self, cached: CachedResponse, reply: Reply, closes: bool) -> WireResponse:
        if closes not in reply.wire_responses:
            reply.wire_responses[closes] = build_wire_response(
                cached.edition, reply, closes, self.server_header
            )
        return reply.wire_responses[closes]
