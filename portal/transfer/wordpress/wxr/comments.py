"""Readers' comments, written to a file beside the site: they are no part of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lxml.etree import _Element as Element

from portal.errors import PortalError
from portal.instance_folder import open_private
from portal.transfer.wordpress.terms.names import has_address, signature_of
from portal.transfer.wordpress.wxr.export import Item
from portal.transfer.wordpress.wxr.parse import item_of, local_name, values_of

STATUS = {"1": "approved", "0": "pending"}

ReadItem = Callable[[Element], Item]


@contextmanager
def comments_file(path: Path | None) -> Iterator[ReadItem]:
    """Return a function that reads an item and writes its comments to a file as JSON Lines.

    Without a path it only reads. The file is readable by its owner only, and is complete or absent.
    Raises PortalError if it cannot be written.
    """
    if path is None:
        yield item_of
        return
    part = path.with_name(f"{path.name}.part")
    try:
        file = open(part, "w", encoding="utf-8", opener=open_private)  # noqa: SIM115  closed below
    except OSError as error:
        raise PortalError(f"The comments cannot be written to {path}: {error.strerror}.") from None

    def read(element: Element) -> Item:
        item = item_of(element)
        for comment in comments_of(element, item) if item.comments else ():
            file.write(json.dumps(comment, ensure_ascii=False) + "\n")
        return item

    try:
        with file:
            yield read
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def comments_of(element: Element, item: Item) -> Iterator[dict[str, Any]]:
    """Yield the comments of an item, without any e-mail or IP address of their authors."""
    for child in element:
        if local_name(child.tag) == "comment":
            values = values_of(child, is_plain=False)
            website = values.get("comment_author_url", "").strip()
            status = values.get("comment_approved", "").strip()
            yield {
                "item": item.id,
                "address": item.link,
                "title": item.title,
                "id": values.get("comment_id", "").strip(),
                "parent": values.get("comment_parent", "0").strip(),
                "kind": values.get("comment_type", "").strip() or "comment",
                "status": STATUS.get(status, status),
                "date_gmt": values.get("comment_date_gmt", "").strip(),
                "author": signature_of(values.get("comment_author", "")),
                "website": "" if has_address(website) else website,
                "text": values.get("comment_content", ""),
            }
