"""Where a site's uploads are read from: a copy of them, or the net."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import unquote, urlsplit

from portal.fetching import FetchError, fetch
from portal.transfer.wordpress.export import host_of

MOST_BYTES = 40_000_000
MOST_SECONDS = 60.0
TRIES = 3


class Missing(Exception):
    """Why a file cannot be had, in words that follow its name."""


class Media(Protocol):
    def why_not(self, address: str) -> str:
        """Why the file at an address of the old site cannot be had; empty where it is worth a try."""

    def read(self, address: str) -> bytes:
        """What it holds. Raises Missing."""


class Nowhere:
    """Neither a copy nor the net may be read."""

    def why_not(self, address: str) -> str:
        return "neither --media nor --fetch-media was given"

    def read(self, address: str) -> bytes:
        raise Missing(self.why_not(address))


@dataclass(frozen=True)
class Folder:
    """A copy of `wp-content/uploads`."""

    root: Path

    def why_not(self, address: str) -> str:
        return "" if self.find(address) else f"it is not in {self.root}"

    def read(self, address: str) -> bytes:
        path = self.find(address)
        if path is None:
            raise Missing(self.why_not(address))
        try:
            if path.stat().st_size > MOST_BYTES:
                raise Missing(f"its file is larger than {MOST_BYTES // 1_000_000} MB")
            return path.read_bytes()
        except OSError as error:
            raise Missing(f"its file cannot be read: {error.strerror}") from None

    def find(self, address: str) -> Path | None:
        """By what follows `/uploads/` in its address, or by the end of it that leads to a file."""
        path = unquote(urlsplit(address).path)
        parts = PurePosixPath(path.rpartition("/uploads/")[2].lstrip("/")).parts
        if ".." in parts or "\0" in path:
            return None
        ends = (self.root.joinpath(*parts[start:]) for start in range(len(parts)))
        return next((end for end in ends if end.is_file()), None)


@dataclass(frozen=True)
class Net:
    """The old site itself, while it is still there. A host that fails three times is left alone."""

    failures: Counter[str] = field(default_factory=Counter)

    def why_not(self, address: str) -> str:
        host = host_of(address)
        return f"{host} did not answer {TRIES} times" if self.failures[host] >= TRIES else ""

    def read(self, address: str) -> bytes:
        try:
            answer = fetch(address, accept="*/*", most_bytes=MOST_BYTES, most_seconds=MOST_SECONDS)
        except FetchError as error:
            self.failures[host_of(address)] += 1
            raise Missing(str(error)) from None
        if answer.status != 200:
            raise Missing(f"its address answers {answer.status}")
        self.failures[host_of(address)] = 0
        if answer.headers.get("content-type", "").startswith("text/html"):
            raise Missing("its address answers with a page")
        return answer.body


def source_of(folder: Path | None, may_fetch: bool) -> Media:
    if folder:
        return Folder(folder)
    return Net() if may_fetch else Nowhere()
