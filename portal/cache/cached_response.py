"""The kept answer: as it was rendered once, in each encoding that a reader has asked for."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from time import time

import brotli
from werkzeug.http import http_date

from portal.cache.negotiation import moment, names, preferred

Headers = list[tuple[str, str]]

COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
    "identity": lambda body: body,
}
# Below, the head weighs more than what compression would save.
WORTH_COMPRESSING = 512
# What describes the body that an answer without one does not have (RFC 9110 §15.4.5).
OF_THE_BODY = ("content-type", "content-length", "content-encoding")
OVERHEAD = 4096  # bytes that an answer takes besides its body, heads and all


@dataclass(eq=False)
class Reply:
    """What goes out. `wires` is the server's: the head as it is sent, when once it has been."""

    status: str
    headers: Headers
    body: bytes
    wires: dict = field(default_factory=dict)


@dataclass(eq=False)
class Representation:
    """An answer in one encoding: whole, its head alone, and that it is unchanged."""

    etag: str | None
    whole: Reply
    head: Reply
    unchanged: Reply


class Kept:
    """One answer of one edition."""

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
        return is_text and len(self.body) >= WORTH_COMPRESSING

    def encoding_for(self, accept_encoding: str | None) -> str:
        return preferred(accept_encoding) if self.is_compressible else "identity"

    def represent(self, encoding: str) -> Representation:
        """In this encoding; compressed when it is first asked for."""
        if encoding not in self.representations:
            self.representations[encoding] = self.encoded(encoding)
        return self.representations[encoding]

    def encoded(self, encoding: str) -> Representation:
        body = COMPRESS[encoding](self.body)
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
        bare = [(name, value) for name, value in headers if name.lower() not in OF_THE_BODY]
        return Representation(
            etag,
            whole=Reply(self.status, headers, body),
            head=Reply(self.status, headers, b""),
            unchanged=Reply("304 NOT MODIFIED", bare, b""),
        )

    def reply(
        self,
        encoding: str,
        is_head: bool,
        if_none_match: str | None,
        if_modified_since: str | None,
    ) -> Reply:
        """What a reader gets who has sent these conditions (RFC 9110 §13.2.2)."""
        found = self.represent(encoding)
        if self.is_known(found.etag, if_none_match, if_modified_since):
            return found.unchanged
        return found.head if is_head else found.whole

    def is_known(
        self, etag: str | None, if_none_match: str | None, if_modified_since: str | None
    ) -> bool:
        if etag is None:
            return False
        if if_none_match is not None:
            return names(if_none_match, etag)
        if if_modified_since is None or self.last_modified is None:
            return False
        since = moment(if_modified_since)
        return since is not None and since >= self.last_modified

    @cached_property
    def last_modified(self) -> float | None:
        sent = next((value for name, value in self.headers if name.lower() == "last-modified"), "")
        return moment(sent) if sent else None

    @property
    def size(self) -> int:
        """Bytes of memory."""
        encodings = {id(each.whole.body): each.whole.body for each in self.representations.values()}
        return OVERHEAD + sum(map(len, ({id(self.body): self.body} | encodings).values()))


def last_modified(changed_at: float) -> Headers:
    """When the site last changed, once that is a second ago: a date has no parts of a second, and
    another change within the same could not be told (RFC 9110 §8.8.2.2)."""
    settled = time() - int(changed_at) >= 1
    return [("Last-Modified", http_date(int(changed_at)))] if settled else []
