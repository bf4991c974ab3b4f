"""XML documents, written by lxml: whole, or as a stream."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import cast

from lxml import etree

# XML 1.0 §2.2 excludes most control characters, lone surrogates and two noncharacters.
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CHUNK_BYTES = 32 * 1024

# An element of a streamed document: its tag, and its text or its child elements.
Element = tuple[str, "str | list[Element]"]


def without_illegal(text: str) -> str:
    """Return the text without the characters that XML excludes."""
    return ILLEGAL.sub("", text)


def add_element(
    parent: etree._Element, tag: str, text: str | None = None, **attributes: str | None
) -> etree._Element:
    """Append and return a child with this text and the attributes that are not None."""
    given = {
        name: without_illegal(value) for name, value in attributes.items() if value is not None
    }
    child = etree.SubElement(parent, tag, given)
    child.text = without_illegal(text) if text is not None else None
    return child


def serialize(root: etree._Element) -> bytes:
    document = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return cast(bytes, document)


def stream_document(
    root: str, namespaces: dict[str | None, str], rows: Iterable[Element]
) -> Iterator[bytes]:
    """Yield a document of any length in chunks of about 32 KB."""
    buffer = BytesIO()
    with etree.xmlfile(buffer, encoding="utf-8") as file:
        file.write_declaration()
        with file.element(root, nsmap=namespaces):
            for row in rows:
                write_element(file, row)
                if buffer.tell() > CHUNK_BYTES:
                    yield drain(buffer)
    yield drain(buffer)


def write_element(file: etree._IncrementalFileWriter, element: Element) -> None:
    tag, content = element
    with file.element(tag):
        if isinstance(content, str):
            file.write(without_illegal(content))
        else:
            for child in content:
                write_element(file, child)


def drain(buffer: BytesIO) -> bytes:
    """Return the content of the buffer and empty it."""
    chunk = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return chunk
