"""A site's uploads, fetched from the old site itself while it is still there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from portal.net.fetching import FetchError, fetch
from portal.transfer.wordpress.media.sources import MOST_BYTES, Missing
from portal.transfer.wordpress.wxr.export import host_of

MOST_SECONDS = 60.0
TRIES = 3


@dataclass(frozen=True)
class Net:
    """A host that fails three times is left alone."""

    failures: Counter[str] = field(default_factory=Counter)

    def why_not(self, address: str) -> str:
        host = host_of(address)
        return f"{host} did not answer {TRIES} times" if self.failures[host] >= TRIES else ""

    def read(self, address: str) -> bytes:
        try:
            answer = fetch(
                address, accept="*/*", max_bytes=MOST_BYTES, timeout_seconds=MOST_SECONDS
            )
        except FetchError as error:
            self.failures[host_of(address)] += 1
            raise Missing(str(error)) from None
        if answer.status != 200:
            raise Missing(f"its address answers {answer.status}")
        self.failures[host_of(address)] = 0
        if answer.headers.get("content-type", "").startswith("text/html"):
            raise Missing("its address answers with a page")
        return answer.body
