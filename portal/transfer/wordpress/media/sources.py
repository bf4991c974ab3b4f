"""Where a site's uploads are read from: a copy of them, or the net."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import unquote, urlsplit

MOST_BYTES = 40_000_000


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


def source_of(folder: Path | None, may_fetch: bool) -> Media:
    if folder:
        return Folder(folder)
    if not may_fetch:
        return Nowhere()
    from portal.transfer.wordpress.media.http_source import Net  # and all that it takes to fetch

    return Net()
