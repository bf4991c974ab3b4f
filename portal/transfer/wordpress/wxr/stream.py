"""An export read item by item, however long it is; and what it looks like when it is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from portal.errors import PortalError
from portal.transfer.wordpress.wxr.export import Channel, Item
from portal.transfer.wordpress.wxr.parse import channel_of, item_of

NAMESPACE = re.compile(r"https?://wordpress\.org/export/1\.\d+/")
MAX_PROLOG_BYTES = 65_536
ARCHIVE_MAGIC = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"\xfd7zXZ")
# Editors paste what XML 1.0 has no room for, and WordPress exports it all the same.
ILLEGAL_BYTES = bytes(range(0x09)) + b"\x0b\x0c" + bytes(range(0x0E, 0x20))
PROLOG_ENDS = {b"<?": b"?>", b"<!--": b"-->"}


class Broken(PortalError):
    """The file cannot be read beyond some place; what came before it could."""


class Export:
    """One file. Its channel is known from the first item on; `position` counts bytes, to its `size`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self.position = 0
        self.channel = Channel()

    def items(self, read: Callable[[etree._Element], Item] = item_of) -> Iterator[Item]:
        """Every item in turn. Raises Broken where the file cannot be read on, or is no export."""
        count = 0
        with self.path.open("rb") as file:
            self.check_start(file)
            try:
                for element in self.elements(file):
                    count += 1
                    yield read(element)
            except etree.XMLSyntaxError as error:
                raise self.broken(error, count) from None

    def elements(self, file: BinaryIO) -> Iterator[etree._Element]:
        context = etree.iterparse(
            LegalBytes(file, self),
            tag="item",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
        )
        has_head = False
        for _, element in context:
            if not has_head:
                self.read_head(element.getroottree().getroot())
                has_head = True
            yield element
            element.clear(keep_tail=False)
            while element.getprevious() is not None:
                del element.getparent()[0]
        if not has_head:
            self.read_head(context.root)

    def read_head(self, root: etree._Element) -> None:
        """Read the head. Raises Broken for XML that is no WordPress export."""
        if root.getroottree().docinfo.internalDTD is not None:
            raise Broken(f"{self.path}: it holds a DOCTYPE, which no WordPress export does.")
        if root.tag != "rss" or not any(map(NAMESPACE.match, root.nsmap.values())):
            raise self.not_an_export()
        channel = root.find("channel")
        if channel is not None:
            self.channel = channel_of(channel)

    def check_start(self, file: BinaryIO) -> None:
        """Raises Broken for what is no XML, and for a document type.

        That may hold entities that grow without end: none is ever read.
        """
        rest = file.read(MAX_PROLOG_BYTES).removeprefix(b"\xef\xbb\xbf").lstrip()
        file.seek(0)
        if not rest:
            raise Broken(f"{self.path} is empty.")
        if rest.startswith(ARCHIVE_MAGIC):
            raise Broken(
                f"{self.path} is packed: unpack it, and give the .xml files that are in it."
            )
        if not rest.startswith(b"<"):
            raise self.not_an_export()
        while ends := [end for start, end in PROLOG_ENDS.items() if rest.startswith(start)]:
            rest = rest.partition(ends[0])[2].lstrip()
        if rest[:9].upper() == b"<!DOCTYPE":
            raise Broken(f"{self.path}: it holds a DOCTYPE, which no WordPress export does.")

    def not_an_export(self) -> Broken:
        return Broken(
            f"{self.path} is no WordPress export (WXR): export “All content” under "
            "Tools → Export, and give that file."
        )

    def broken(self, error: etree.XMLSyntaxError, count: int) -> Broken:
        first_line = str(error.msg).partition("\n")[0]
        words = re.sub(r", line \d+, column \d+.*", "", first_line).rstrip(".")
        there = f"{self.path}, line {error.lineno}: {words}. The file is broken or cut off there, "
        if not count:
            return Broken(there + "before the end of its first item.")
        return Broken(
            f"{there}after {count} whole items. They can be read; mend the file and run this again "
            "for the rest."
        )


class LegalBytes:
    """The file's bytes without the control characters that no XML may hold."""

    def __init__(self, file: BinaryIO, export: Export) -> None:
        self.file = file
        self.export = export

    def read(self, size: int) -> bytes:
        while chunk := self.file.read(size):
            self.export.position += len(chunk)
            if legal := chunk.translate(None, ILLEGAL_BYTES):
                return legal
        return b""
