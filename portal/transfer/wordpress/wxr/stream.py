"""Reads an export item by item, repairs what it can, and says what it is if it is no export."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

from portal.errors import PortalError
from portal.transfer.wordpress.wxr.decoding import TextReader
from portal.transfer.wordpress.wxr.export import Channel, Item
from portal.transfer.wordpress.wxr.parse import channel_of, item_of, lift_nested_fields
from portal.transfer.wordpress.wxr.repair import repair
from portal.transfer.wordpress.wxr.splitting import Piece, Splitter, TooLongItem

NAMESPACE = re.compile(r"https?://wordpress\.org/export/1\.\d+/")
ARCHIVE_MAGIC = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"\xfd7zXZ")
ROOT = re.compile(r"<rss\b[^>]*>")
ITEM_END = re.compile(r"</item\s*>\s*$")
CHANNEL = re.compile(r"<channel\b[^>]*>")
DECLARATION = re.compile(r"<\?xml\b[^>]*\?>")
KIND = re.compile(r"<wp:post_type>\s*(?:<!\[CDATA\[)?\s*([\w-]+)")
ENDS = ("</channel", "</rss")
MAX_LINES = 3  # that are named for each kind of repair

NOT_WELL_FORMED = "an item whose tags do not match was read as far as possible"
MISSING_END = "an item without an end was closed"
TEXT_BEFORE = "text before the XML was ignored"


class Broken(PortalError):
    """The file is no export, or cannot be read to its end; what came before was read."""


class Export:
    """One file. `position` counts the bytes read, up to `size`. `channel` is known from the first
    item on. `repairs` counts what was repaired, with the first `repaired_lines` of each kind.
    `cut_off` are the kinds of the items that could not be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self.position = 0
        self.channel = Channel()
        self.repairs: Counter[str] = Counter()
        self.repaired_lines: dict[str, list[int]] = defaultdict(list)
        self.cut_off: list[str] = []
        self.parser = parser_that(recover=False)
        self.start_tags = "<rss><channel>"

    def items(self, read: Callable[[etree._Element], Item] = item_of) -> Iterator[Item]:
        """Yield every item. Raises Broken for a file that is no export, and at a place of no return."""
        self.position = 0
        self.repairs.clear()
        self.repaired_lines.clear()
        self.cut_off.clear()
        count = 0
        with self.path.open("rb") as file:
            self.refuse_archive(file.read(8))
            file.seek(0)
            splitter = Splitter(TextReader(file, self.advance).read)
            self.read_head(splitter.head())
            try:
                for piece in splitter.items():
                    if not piece.is_whole:
                        kind = KIND.search(piece.text)
                        self.cut_off.append(kind[1] if kind else "")
                        raise self.broken(piece.line, count)
                    yield read(self.element_of(piece))
                    count += 1
            except TooLongItem:
                raise self.broken(splitter.line, count) from None
            if not all(end in splitter.text for end in ENDS) and count:
                raise self.broken(splitter.line + splitter.text.count("\n"), count)

    def advance(self, count: int) -> None:
        self.position += count

    def read_head(self, head: Piece) -> None:
        """Read the head of the channel. Raises Broken for what is no WordPress export."""
        if not head.text.strip("\ufeff\0 \t\r\n"):
            raise Broken(f"{self.path} is empty.")
        root = ROOT.search(head.text)
        if "<!doctype" in head.text[: root.start() if root else None].lower():
            # It may define entities that grow without end, so none is ever read.
            raise Broken(f"{self.path}: it has a DOCTYPE, which no WordPress export has.")
        if root is None or not NAMESPACE.search(root[0]):
            raise self.not_an_export()
        self.report_text_before(head, root.start())
        channel = CHANNEL.search(head.text, root.end())
        self.start_tags = root[0] + (channel[0] if channel else "<channel>")
        line = head.line + head.text.count("\n", 0, root.start())
        text = head.text[root.start() :]
        ending = "" if "</channel" in text else "</channel>"
        element = self.parse(Piece(text, line), "", ending + ("" if "</rss" in text else "</rss>"))
        found = element.find("channel")
        if found is not None:
            self.channel = channel_of(found)

    def report_text_before(self, head: Piece, root: int) -> None:
        before = DECLARATION.sub("", head.text[:root])
        before = re.sub(r"<!--.*?-->|<\?.*?\?>", "", before, flags=re.DOTALL)
        if before.strip("\ufeff\0 \t\r\n"):
            self.record(TEXT_BEFORE, head.line)

    def element_of(self, piece: Piece) -> etree._Element:
        """Return the element of an item."""
        text = piece.text
        if not text.endswith("</item>") and not ITEM_END.search(text[-200:]):
            self.record(MISSING_END, piece.line)
            text = text.rstrip().removesuffix("</item") + "</item>"
        root = self.parse(Piece(text, piece.line), self.start_tags, "</channel></rss>")
        found = root.find("channel/item")
        return etree.Element("item") if found is None else found

    def parse(self, piece: Piece, before: str, after: str) -> etree._Element:
        """Return the root element. What is not well-formed is repaired, and at last recovered."""
        try:
            return etree.fromstring((before + piece.text + after).encode(), self.parser)
        except (etree.XMLSyntaxError, UnicodeEncodeError):
            pass
        text = repair(piece.text, lambda what, line: self.record(what, piece.line + line))
        whole = (before + text + after).encode("utf-8", "replace")
        try:
            return etree.fromstring(whole, self.parser)
        except etree.XMLSyntaxError:
            self.record(NOT_WELL_FORMED, piece.line)
            root = etree.fromstring(whole, parser_that(recover=True))
            if root is None:
                return etree.Element("rss")
            for parent in root.iter("channel", "item"):
                lift_nested_fields(parent)
            return root

    def record(self, what: str, line: int) -> None:
        """Count a repair, and keep the numbers of the first lines."""
        self.repairs[what] += 1
        if len(self.repaired_lines[what]) < MAX_LINES:
            self.repaired_lines[what].append(line)

    def refuse_archive(self, start: bytes) -> None:
        if start.startswith(ARCHIVE_MAGIC):
            raise Broken(
                f"{self.path} is packed: unpack it, and give the .xml files that are in it."
            )

    def not_an_export(self) -> Broken:
        return Broken(
            f"{self.path} is no WordPress export (WXR): export “All content” under "
            "Tools → Export, and give that file."
        )

    def broken(self, line: int, count: int) -> Broken:
        place = f"{self.path}, line {line}: the file is cut off in the item that starts there, "
        if not count:
            return Broken(f"{place}which is its first.")
        return Broken(
            f"{place}after {count} whole items. They were read; mend the file and run this again "
            "for the rest."
        )


def parser_that(recover: bool) -> etree.XMLParser:
    """Return a parser that loads nothing and knows no entities; `recover` reads on after errors."""
    return etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
