"""The response cache: whole responses of the readers' side, each rendered once per edition.

It is WSGI middleware in front of WhiteNoise and Flask. It renders a response for an address alone: no
other header of the request reaches the app, so a cached response cannot depend on who asked first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from time import monotonic

from flask import Flask
from werkzeug.wsgi import ClosingIterator

from portal.cache.cached_response import CachedResponse, Reply
from portal.cache.lru_pair import Key, LruPair
from portal.cache.rendering import Edition, Environ, render_response
from portal.cache.single_flight import SingleFlight
from portal.metrics import WorkerMetrics
from portal.web.allowed_hosts import AllowedHosts
from portal.web.query_parameters import canonical_query

# Never cached, or cached elsewhere: files, and sitemaps, which are streamed.
UNCACHED_PREFIXES = (
    "/desk", "/preview/", "/static/", "/media/", "/sitemap/", "/healthz", "/readyz", "/metrics",
)  # fmt: skip


class Cache:
    """WSGI middleware that caches the responses of `app`.

    `edition` returns what readers see now; a response is valid while that is the same object.
    With `capacity_bytes=0` nothing is cached, and all else works the same. After a change one reader
    waits for the new response of an address; for `stale_seconds` the others get the last one.
    """

    def __init__(
        self,
        app: Callable,
        allowed_hosts: AllowedHosts,
        edition: Callable[[], Edition],
        capacity_bytes: int = 0,
        stale_seconds: float = 0,
    ) -> None:
        self.app = app
        self.allowed_hosts = allowed_hosts
        self.edition = edition
        self.responses = LruPair(capacity_bytes)
        self.stale_seconds = stale_seconds
        self.single_flight = SingleFlight()
        self.current: Edition | None = None
        self.edition_changed_at = 0.0
        self.metrics: WorkerMetrics | None = None

    def __call__(self, environ: Environ, start_response: Callable) -> Iterable[bytes]:
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        key = self.key_of(environ) if is_head or environ["REQUEST_METHOD"] == "GET" else None
        if key is None:
            return self.app(environ, start_response)
        try:
            edition = self.current_edition()
        except Exception:  # the app fails the same way, and has an error page
            return self.app(environ, start_response)
        accepted = environ.get("HTTP_ACCEPT_ENCODING")
        on_close: list[Callable] = []
        reply = self.get_or_render(key, edition, accepted, environ, on_close)
        if isinstance(reply, CachedResponse):
            conditions = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")
            reply = reply.reply(reply.encoding_for(accepted), is_head, *conditions)
        elif reply.status.startswith("3") and environ.get("QUERY_STRING", "") != key[2]:
            return self.app(environ, start_response)  # a redirect carries the whole query on
        start_response(reply.status, [*reply.headers])
        return ClosingIterator([reply.body] if reply.body and not is_head else [], on_close)

    def key_of(self, environ: Environ) -> Key | None:
        """Return the cache key of a request; None if its response is never cached."""
        host, query = environ.get("HTTP_HOST", ""), environ.get("QUERY_STRING", "")
        return None if environ.get("SCRIPT_NAME") else self.key(host, environ["PATH_INFO"], query)

    def key(self, host: str, path: str, query: str) -> Key | None:
        host_key = self.allowed_hosts.cache_key(host)
        if host_key is None or path.startswith(UNCACHED_PREFIXES) or not query.isascii():
            return None
        return host_key, path, canonical_query(query)

    def current_edition(self) -> Edition:
        """Return the current edition. If it is a new one, drop the responses of older ones."""
        edition = self.edition()
        if edition is not self.current:
            self.responses.drop_other_editions(self.current if self.stale_seconds else None)
            self.current, self.edition_changed_at = edition, monotonic()
            self.report_size()
        return edition

    def get_or_render(
        self,
        key: Key,
        edition: Edition,
        accepted: str | None,
        environ: Environ,
        on_close: list[Callable],
    ) -> CachedResponse | Reply:
        """Return the cached response, else render it; in a burst one request renders, the others wait.

        Callbacks to run after the response has been sent are added to `on_close`.
        """
        cached = self.responses.get(key)
        is_hit = cached is not None and cached.edition is edition
        if self.metrics:
            self.metrics.count_lookup(is_hit)
        if cached and is_hit:
            return self.with_encoding(key, cached, accepted)
        if cached and key in self.single_flight and self.may_serve_stale():
            return cached
        with self.single_flight.lock(key):
            cached = self.responses.get(key)
            if cached and cached.edition is edition:
                return self.with_encoding(key, cached, accepted)
            rendered = render_response(self.app, environ, key[2], edition, on_close)
            # A response that was begun before a change may show the change in part: do not share it.
            if isinstance(rendered, CachedResponse) and self.edition() is edition:
                self.with_encoding(key, rendered, accepted, is_new=True)
            return rendered

    def may_serve_stale(self) -> bool:
        return monotonic() - self.edition_changed_at < self.stale_seconds

    def with_encoding(
        self, key: Key, response: CachedResponse, accepted: str | None, is_new: bool = False
    ) -> CachedResponse:
        """Add the encoding that the reader prefers, and store the response with its new size."""
        encoding = response.encoding_for(accepted)
        if is_new or encoding not in response.representations:
            response.representation(encoding)
            self.responses.put(key, response)
            self.report_size()
        return response

    def report_size(self) -> None:
        if self.metrics:
            self.metrics.set_cache_size(len(self.responses), self.responses.used_bytes)


def init_app(app: Flask, edition: Callable[[], Edition]) -> None:
    cache = Cache(
        app.wsgi_app,
        app.extensions["allowed_hosts"],
        edition,
        capacity_bytes=app.config["CACHE_MB"] * 1_000_000,
        stale_seconds=app.config["STALE_MS"] / 1000,
    )
    app.extensions["cache"] = cache
    app.wsgi_app = cache  # type: ignore[method-assign]
