"""Decodes a file of any encoding piece by piece. Bytes that its encoding does not allow are kept.

They become lone surrogates (PEP 383), which XML does not allow either; `repair` replaces them.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import BinaryIO

CHUNK_BYTES = 262_144
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
# As browsers do (WHATWG Encoding Standard): files that say Latin-1 or ASCII are windows-1252.
AS_WINDOWS_1252 = {"iso8859-1", "ascii", "cp1252"}


class TextReader:
    """Reads a file as text, from its start to its end."""

    def __init__(self, file: BinaryIO, advance: Callable[[int], None]) -> None:
        self.file = file
        self.advance = advance
        self.first = file.read(CHUNK_BYTES)
        self.encoding = encoding_of(self.first)
        errors = (
            "surrogatepass"
            if self.encoding.startswith(("utf-16", "utf-32"))
            else ("surrogateescape")
        )
        self.decoder = codecs.getincrementaldecoder(self.encoding)(errors)

    def read(self, size: int = CHUNK_BYTES) -> str:
        """Return the next characters of about `size` bytes; empty at the end of the file."""
        while True:
            chunk = self.first or self.file.read(size)
            self.first = b""
            self.advance(len(chunk))
            try:
                text = self.decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError:  # half a character at the end of UTF-16
                return ""
            if text or not chunk:
                return text


def encoding_of(start: bytes) -> str:
    """Return the encoding of a file: of its byte order mark, its zero bytes, or its declaration."""
    for bom, encoding in BOMS:
        if start.startswith(bom):
            return encoding
    sample = start[:400]
    if sample.count(0) > len(sample) // 3:
        return "utf-16-be" if sample[::2].count(0) > sample[1::2].count(0) else "utf-16-le"
    declared = DECLARED_ENCODING.search(start[:2000])
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name if declared else "utf-8"
    except LookupError:
        return "utf-8"
    if name.startswith(("utf-16", "utf-32")) or not is_text_encoding(name):
        return "utf-8"  # the declaration is wrong: it could be read as ASCII
    return "cp1252" if name in AS_WINDOWS_1252 else name


def is_text_encoding(name: str) -> bool:
    """True for an encoding of text in which ASCII is ASCII."""
    try:
        return "<rss>".encode(name) == b"<rss>"
    except (LookupError, ValueError, TypeError):
        return False
