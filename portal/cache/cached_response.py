"""A cached response: rendered once, stored in each encoding that a reader has asked for."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from time import time

import brotli
from werkzeug.http import http_date

from portal.cache.negotiation import etag_matches, parse_http_date, preferred_encoding

Headers = list[tuple[str, str]]

COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
    "identity": lambda body: body,
}
# Below this size the headers weigh more than compression saves.
MIN_COMPRESSED_BYTES = 512
# Headers that describe a body, which a 304 does not have (RFC 9110 §15.4.5).
BODY_HEADERS = ("content-type", "content-length", "content-encoding")
OVERHEAD_BYTES = 4096  # memory that a response takes besides its body, all headers included


@dataclass(eq=False)
class Reply:
    """A status, headers and body to send.

    `wire_responses` belongs to the fast path: the bytes as sent, by whether the connection closes.
    """

    status: str
    headers: Headers
    body: bytes
    wire_responses: dict = field(default_factory=dict)


@dataclass(eq=False)
class Representation:
    """A response in one encoding: the reply to GET, to HEAD, and to a condition that holds (304)."""

    etag: str | None
    whole: Reply
    head: Reply
    not_modified: Reply


class CachedResponse:
    """The response of one address in one edition."""

    def __init__(self, status: str, headers: Headers, body: bytes, edition: object) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.edition = edition
        self.representations: dict[str, Representation] = {}

    @cached_property
    def digest(self) -> str:
        return blake2b(self.body, digest_size=12).hexdigest()

    @cached_property
    def is_compressible(self) -> bool:
        kind = next((value for name, value in self.headers if name.lower() == "content-type"), "")
        kind = kind.partition(";")[0].strip()
        is_text = kind.startswith("text/") or kind.endswith(("json", "xml", "javascript"))
        return is_text and len(self.body) >= MIN_COMPRESSED_BYTES

    def encoding_for(self, accept_encoding: str | None) -> str:
        return preferred_encoding(accept_encoding) if self.is_compressible else "identity"

    def representation(self, encoding: str) -> Representation:
        """Return the response in this encoding. The first call for an encoding compresses the body."""
        if encoding not in self.representations:
            self.representations[encoding] = self.encode(encoding)
        return self.representations[encoding]

    def encode(self, encoding: str) -> Representation:
        body = COMPRESSORS[encoding](self.body)
        headers, etag = list(self.headers), None
        if self.is_compressible:
            headers.append(("Vary", "Accept-Encoding"))
        if encoding != "identity":
            headers.append(("Content-Encoding", encoding))
        if self.status.startswith("200"):
            etag = f'"{self.digest}"' if encoding == "identity" else f'"{self.digest}-{encoding}"'
            headers.append(("ETag", etag))
        if not self.status.startswith("204"):
            headers.append(("Content-Length", str(len(body))))
        bare = [(name, value) for name, value in headers if name.lower() not in BODY_HEADERS]
        return Representation(
            etag,
            whole=Reply(self.status, headers, body),
            head=Reply(self.status, headers, b""),
            not_modified=Reply("304 NOT MODIFIED", bare, b""),
        )

    def reply(
        self,
        encoding: str,
        is_head: bool,
        if_none_match: str | None,
        if_modified_since: str | None,
    ) -> Reply:
        """Return the reply to a request with these conditions (RFC 9110 §13.2.2)."""
        found = self.representation(encoding)
        if self.is_not_modified(found.etag, if_none_match, if_modified_since):
            return found.not_modified
        return found.head if is_head else found.whole

    def is_not_modified(
        self, etag: str | None, if_none_match: str | None, if_modified_since: str | None
    ) -> bool:
        if etag is None:
            return False
        if if_none_match is not None:
            return etag_matches(if_none_match, etag)
        if if_modified_since is None or self.last_modified is None:
            return False
        since = parse_http_date(if_modified_since)
        return since is not None and since >= self.last_modified

    @cached_property
    def last_modified(self) -> float | None:
        sent = next((value for name, value in self.headers if name.lower() == "last-modified"), "")
        return parse_http_date(sent) if sent else None

    @property
    def size_bytes(self) -> int:
        """The memory that the response takes, all encodings included."""
        encodings = {id(each.whole.body): each.whole.body for each in self.representations.values()}
        bodies = {id(self.body): self.body} | encodings
        return OVERHEAD_BYTES + sum(map(len, bodies.values()))


def last_modified_header(changed_at: float) -> Headers:
    """Return `Last-Modified` for a change at `changed_at` (seconds since 1970), once a second has passed.

    An HTTP date has no fraction of a second, so a second change within the same second would not be
    visible in it (RFC 9110 §8.8.2.2).
    """
    is_settled = time() - int(changed_at) >= 1
    return [("Last-Modified", http_date(int(changed_at)))] if is_settled else []
