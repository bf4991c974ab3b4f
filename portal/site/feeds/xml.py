"""XML for other programs, written by lxml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO

from lxml import etree

# What XML 1.0 has no way to say (§2.2): most control characters, lone surrogates, two noncharacters.
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CHUNK = 32 * 1024


def legal(text: str) -> str:
    """The text without the characters that no XML document may hold."""
    return ILLEGAL.sub("", text)


def add(
    parent: etree._Element, tag: str, text: str | None = None, **attributes: str | None
) -> etree._Element:
    """A new last child with its text and those of its attributes that are not None."""
    given = {name: legal(value) for name, value in attributes.items() if value is not None}
    child = etree.SubElement(parent, tag, given)
    child.text = legal(text) if text is not None else None
    return child


def document(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


# An element of a long document: its tag, and its text or the elements in it.
Element = tuple[str, "str | list[Element]"]


def streamed(
    root: str, namespaces: dict[str | None, str], rows: Iterable[Element]
) -> Iterator[bytes]:
    """A document of any length, a few rows at a time."""
    buffer = BytesIO()
    with etree.xmlfile(buffer, encoding="utf-8") as file:
        file.write_declaration()
        with file.element(root, nsmap=namespaces):
            for row in rows:
                write(file, row)
                if buffer.tell() > CHUNK:
                    yield drained(buffer)
    yield drained(buffer)


def write(file: etree._IncrementalFileWriter, element: Element) -> None:
    tag, content = element
    with file.element(tag):
        if isinstance(content, str):
            file.write(legal(content))
        else:
            for child in content:
                write(file, child)


def drained(buffer: BytesIO) -> bytes:
    chunk = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return chunk
