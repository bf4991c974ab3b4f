"""The old site's uploads, fetched from the old site while it is still online."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from portal.net.errors import FetchError
from portal.net.fetching import fetch
from portal.transfer.wordpress.media.source import MAX_FILE_BYTES, FileUnavailable
from portal.transfer.wordpress.wxr.export import host_of

FETCH_TIMEOUT_SECONDS = 60.0
MAX_FAILURES = 3


@dataclass(frozen=True)
class HttpSource:
    """Files over HTTP. A host that fails three times in a row is not asked again."""

    failures: Counter[str] = field(default_factory=Counter)

    def why_unavailable(self, address: str) -> str:
        """Return why a file is not asked for; empty while its host answers."""
        host = host_of(address)
        if self.failures[host] < MAX_FAILURES:
            return ""
        return f"{host} did not answer {MAX_FAILURES} times"

    def read(self, address: str) -> bytes:
        """Fetch a file. Raises FileUnavailable."""
        try:
            answer = fetch(
                address,
                accept="*/*",
                max_bytes=MAX_FILE_BYTES,
                timeout_seconds=FETCH_TIMEOUT_SECONDS,
            )
        except FetchError as error:
            self.failures[host_of(address)] += 1
            raise FileUnavailable(str(error)) from None
        if answer.status != 200:
            raise FileUnavailable(f"its address answers {answer.status}")
        self.failures[host_of(address)] = 0
        if answer.headers.get("content-type", "").startswith("text/html"):
            raise FileUnavailable("its address answers with a page")
        return answer.body
