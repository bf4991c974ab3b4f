"""The interface of a source of the old site's uploads: a folder or HTTP."""

from __future__ import annotations

from typing import Protocol

MAX_FILE_BYTES = 40_000_000


class FileUnavailable(Exception):
    """The reason that a file cannot be read, in words that follow its name."""


class MediaSource(Protocol):
    """Files of the old site by their addresses."""

    def why_unavailable(self, address: str) -> str:
        """Return why the file at an address cannot be read; empty where it is worth a try."""

    def read(self, address: str) -> bytes:
        """Return the bytes of a file. Raises FileUnavailable."""


class NoMedia:
    """No files: neither a folder nor HTTP was allowed."""

    def why_unavailable(self, address: str) -> str:
        """Return which options would make files available."""
        return "neither --media nor --fetch-media was given"

    def read(self, address: str) -> bytes:
        """Raise FileUnavailable."""
        raise FileUnavailable(self.why_unavailable(address))
