"""Cleaning: foreign HTML → safe HTML with the few elements of a story.

The result is exactly what the desk's editor can produce: `clean` leaves its own output unchanged.
"""

from __future__ import annotations

import re

import nh3
from lxml import etree

from portal.cleaning.anchors import mark_targets, write_targets
from portal.cleaning.body_writer import BodyWriter
from portal.cleaning.vocabulary import ATTRIBUTES, SCHEMES, TAGS

MAX_BYTES = 2_000_000
MAX_TAGS = 60_000
ILLEGAL_CHARS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0\ufdd1\ufffe\uffff]")

guard = nh3.Cleaner(tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=set(SCHEMES), link_rel=None)


class TooLarge(ValueError):
    """The text is longer than 2 MB, has more than 60,000 tags, or grows beyond that when cleaned."""


def clean(source: str) -> str:
    """Return safe HTML of the same text, one block a line. Raises TooLarge.

    Removes scripts, styles and forms; known embeds become `portal-embed`, others a link. Keeps the
    ids that a link of the same text names.
    """
    return finish(parse(source))


def parse(source: str) -> etree._Element | None:
    """Return the tree of foreign HTML, for callers that change it before `finish`; None if it is empty.

    Raises TooLarge.
    """
    if len(source) > MAX_BYTES or source.count("<") > MAX_TAGS:
        raise TooLarge
    speakable = ILLEGAL_CHARS.sub("", source).encode()
    if len(speakable) > MAX_BYTES:
        raise TooLarge
    if not speakable.strip():
        return None
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(speakable, parser)
    except etree.ParserError:  # only comments
        return None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        return only_text(speakable.decode())
    return root


def only_text(source: str) -> etree._Element:
    """Return a tree of the text alone, for elements nested deeper than in any story."""
    root = etree.Element("div")
    root.text = re.sub(r"<[^<>]*>", " ", source)
    return root


def finish(root: etree._Element | None) -> str:
    """Return safe HTML of a tree from `parse`. Raises TooLarge."""
    if root is None:
        return ""
    mark_targets(root)
    try:
        shaped = BodyWriter(output_limit=2 * MAX_BYTES).write(root)
    except OverflowError:
        raise TooLarge from None
    return guard.clean(write_targets(shaped))
