"""The old site's uploads in a copy of its folder `wp-content/uploads`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from portal.transfer.wordpress.media.source import MAX_FILE_BYTES, FileUnavailable


@dataclass(frozen=True)
class UploadsFolder:
    """A copy of `wp-content/uploads`."""

    root: Path

    def why_unavailable(self, address: str) -> str:
        """Return why the file at an address cannot be read; empty if it is in the folder."""
        return "" if self.find(address) else f"it is not in {self.root}"

    def read(self, address: str) -> bytes:
        """Return the bytes of a file. Raises FileUnavailable."""
        path = self.find(address)
        if path is None:
            raise FileUnavailable(self.why_unavailable(address))
        try:
            if path.stat().st_size > MAX_FILE_BYTES:
                raise FileUnavailable(f"its file is larger than {MAX_FILE_BYTES // 1_000_000} MB")
            return path.read_bytes()
        except OSError as error:
            raise FileUnavailable(f"its file cannot be read: {error.strerror}") from None

    def find(self, address: str) -> Path | None:
        """Return the file whose path ends as the address does, from `/uploads/` on or a later part."""
        path = unquote(urlsplit(address).path)
        parts = PurePosixPath(path.rpartition("/uploads/")[2].lstrip("/")).parts
        if ".." in parts or "\0" in path:
            return None
        ends = (self.root.joinpath(*parts[start:]) for start in range(len(parts)))
        return next((end for end in ends if end.is_file()), None)
