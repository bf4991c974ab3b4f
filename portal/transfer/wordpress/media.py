"""Where a site's pictures are read from: a copy of its uploads, or the net."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import unquote, urlsplit

from portal.fetching import FetchError, fetch

MOST_BYTES = 50_000_000
MOST_SECONDS = 60.0


class Missing(Exception):
    """Why a picture cannot be had, in words that follow its name."""


class Media(Protocol):
    def has(self, address: str) -> bool:
        """Whether it can be had; True where only trying would tell."""

    def read(self, address: str) -> bytes:
        """The file of a picture at an address of the old site. Raises Missing."""


class Nowhere:
    """Neither a copy nor the net may be read."""

    def has(self, address: str) -> bool:
        return False

    def read(self, address: str) -> bytes:
        raise Missing("neither --media nor --fetch-media was given")


@dataclass(frozen=True)
class Folder:
    """A copy of `wp-content/uploads`."""

    root: Path

    def has(self, address: str) -> bool:
        return self.find(address) is not None

    def read(self, address: str) -> bytes:
        path = self.find(address)
        if path is None:
            raise Missing(f"it is not in {self.root}")
        if path.stat().st_size > MOST_BYTES:
            raise Missing(f"its file is larger than {MOST_BYTES // 1_000_000} MB")
        return path.read_bytes()

    def find(self, address: str) -> Path | None:
        """By what follows `/uploads/` in its address, or by the end of it that leads to a file."""
        path = unquote(urlsplit(address).path)
        parts = PurePosixPath(path.rpartition("/uploads/")[2]).parts
        if ".." in parts:
            return None
        ends = (
            self.root.joinpath(*parts[start:]) for start in range(len(parts)) if parts[start] != "/"
        )
        return next((end for end in ends if end.is_file()), None)


@dataclass(frozen=True)
class Net:
    """The old site itself, while it is still there."""

    def has(self, address: str) -> bool:
        return True

    def read(self, address: str) -> bytes:
        try:
            answer = fetch(
                address, accept="image/*", most_bytes=MOST_BYTES, most_seconds=MOST_SECONDS
            )
        except FetchError as error:
            raise Missing(str(error)) from None
        if answer.status != 200:
            raise Missing(f"its address answers {answer.status}")
        return answer.body


def source_of(folder: Path | None, may_fetch: bool) -> Media:
    if folder:
        return Folder(folder)
    return Net() if may_fetch else Nowhere()
