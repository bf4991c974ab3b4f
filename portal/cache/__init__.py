"""The answer cache: whole answers of the readers' side, each rendered once for an edition.

It stands in front of WhiteNoise and Flask. What it renders, it renders for an address alone: no other
header of the request reaches the app, so no kept answer can depend on who asked for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import monotonic

from flask import Flask
from werkzeug.wsgi import ClosingIterator

from portal.cache.cached_response import Kept, Reply
from portal.cache.lru_pair import Key, Shelves
from portal.cache.rendering import Edition, Environ, rendered
from portal.cache.single_flight import Flights
from portal.metrics import Row
from portal.web.allowed_hosts import Names
from portal.web.query_parameters import meant

# Never kept, or in a manner of its own: files, and sitemaps that are streamed.
PASSED_ON = (
    "/desk", "/preview/", "/static/", "/media/", "/sitemap/", "/healthz", "/readyz", "/metrics",
)  # fmt: skip


class Cache:
    """`edition` tells what readers see now; an answer holds as long as that is the same object.

    `room` in bytes; with none nothing is kept, and all else is the same. After a change one reader
    waits for the new answer of an address; for `stale` seconds the others get the last one.
    """

    def __init__(
        self,
        app: Callable,
        names: Names,
        edition: Callable[[], Edition],
        room: int = 0,
        stale: float = 0,
    ) -> None:
        self.app = app
        self.names = names
        self.edition = edition
        self.responses = Shelves(room)
        self.stale = stale
        self.flights = Flights()
        self.current: Edition | None = None
        self.turned_at = 0.0
        self.row: Row | None = None

    def __call__(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        key = self.key_of(environ) if is_head or environ["REQUEST_METHOD"] == "GET" else None
        if key is None:
            return self.app(environ, start_response)
        try:
            edition = self.now()
        except Exception:  # it fails again in the app, which has a page for that
            return self.app(environ, start_response)
        accepted = environ.get("HTTP_ACCEPT_ENCODING")
        afterwards: list[Callable] = []
        reply = self.find(key, edition, accepted, environ, afterwards)
        if isinstance(reply, Kept):
            conditions = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")
            reply = reply.reply(reply.encoding_for(accepted), is_head, *conditions)
        elif reply.status.startswith("3") and environ.get("QUERY_STRING", "") != key[2]:
            return self.app(environ, start_response)  # it leads on with the whole query
        start_response(reply.status, [*reply.headers])
        return ClosingIterator([reply.body] if reply.body and not is_head else [], afterwards)

    def key_of(self, environ: Environ) -> Key | None:
        """What tells its answer from all others; None for what is not ours to keep."""
        host, query = environ.get("HTTP_HOST", ""), environ.get("QUERY_STRING", "")
        return None if environ.get("SCRIPT_NAME") else self.key(host, environ["PATH_INFO"], query)

    def key(self, host: str, path: str, query: str) -> Key | None:
        name = self.names.told_apart(host)
        if name is None or path.startswith(PASSED_ON) or not query.isascii():
            return None
        return name, path, meant(query)

    def now(self) -> Edition:
        """The edition that holds; where it is another than before, what was kept is dropped."""
        edition = self.edition()
        if edition is not self.current:
            self.responses.drop_other_editions(self.current if self.stale else None)
            self.current, self.turned_at = edition, monotonic()
            self.tell_size()
        return edition

    def find(
        self,
        key: Key,
        edition: Edition,
        accepted: str | None,
        environ: Environ,
        afterwards: list[Callable],
    ) -> Kept | Reply:
        """The kept answer, else a new one: of a burst, one renders and the others wait for that."""
        kept = self.responses.get(key)
        is_kept = kept is not None and kept.edition is edition
        if self.row:
            self.row.looked_up(is_kept)
        if kept and is_kept:
            return self.grown(key, kept, accepted)
        if kept and key in self.flights and monotonic() - self.turned_at < self.stale:
            return kept
        with self.flights.alone(key):
            kept = self.responses.get(key)
            if kept and kept.edition is edition:
                return self.grown(key, kept, accepted)
            answer = rendered(self.app, environ, key[2], edition, afterwards)
            # What began before a change may show it in part, and is nobody else's to see.
            if isinstance(answer, Kept) and self.edition() is edition:
                self.grown(key, answer, accepted, is_new=True)
            return answer

    def grown(self, key: Key, kept: Kept, accepted: str | None, is_new: bool = False) -> Kept:
        """With the encoding that is asked for, and the room that this takes."""
        encoding = kept.encoding_for(accepted)
        if is_new or encoding not in kept.representations:
            kept.represent(encoding)
            self.responses.put(key, kept)
            self.tell_size()
        return kept

    def tell_size(self) -> None:
        if self.row:
            self.row.keeps(len(self.responses), self.responses.taken)


def init_app(app: Flask, edition: Callable[[], Edition]) -> None:
    cache = Cache(
        app.wsgi_app,
        app.extensions["allowed_hosts"],
        edition,
        room=app.config["CACHE_MB"] * 1_000_000,
        stale=app.config["STALE_MS"] / 1000,
    )
    app.extensions["cache"] = cache
    app.wsgi_app = cache  # type: ignore[method-assign]
