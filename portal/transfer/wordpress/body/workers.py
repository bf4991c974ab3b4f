"""The composing room, where items' texts are set: at home, or by hands in a process of their own."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

from portal.cleaning import TooLarge
from portal.extensions import db
from portal.models.search import Text
from portal.transfer.wordpress.article_fields import fields_of, is_public, olds_of, why_hidden
from portal.transfer.wordpress.body.converter import Typesetter
from portal.transfer.wordpress.media.picture_import import AtHome
from portal.transfer.wordpress.media.picture_index import Lost
from portal.transfer.wordpress.old_addresses import old_links
from portal.transfer.wordpress.pages import page_fields
from portal.transfer.wordpress.wxr.export import Item

NOT_YET = -1  # the id of a picture in a rehearsal
MOST_HANDS = 3
WORTH_IT = 2000  # texts, for a process of its own
CHUNK = 50
# What terms of ours are taken from, and what WordPress notes for itself.
TAKEN = frozenset(
    {"category", "post_tag", "author", "language", "post_format", "post_translations"}
)


@dataclass
class Sheet:
    """An item's text, set. `made` are the columns of what it becomes; None: it is too large.

    `links` are its links to the old site, `olds` its own old addresses, `text` what the search is
    to know of an article.
    """

    key: str
    made: dict[str, Any] | None = None
    remarks: list[str] = field(default_factory=list)
    links: set[str] = field(default_factory=set)
    olds: list[str] = field(default_factory=list)
    text: Text | None = None


@dataclass(frozen=True)
class ComposingRoom:
    site: str
    zone: ZoneInfo
    language: str
    typesetter: Typesetter

    def set(self, item: Item) -> Sheet:
        """A post or a page, set."""
        sheet = Sheet(item.id, olds=olds_of(item, self.site))
        if why := why_hidden(item):
            sheet.remarks.append(why)
        for domain in {term.domain for term in item.terms} - TAKEN:
            sheet.remarks.append(f"the terms of “{domain}” are left out: no categories, no tags")
        try:
            body = self.typesetter.body_of(item, sheet.remarks.append)
        except TooLarge:
            return sheet
        if item.kind == "page":
            sheet.made = page_fields(item, body.html, self.zone, self.language)
        else:
            sheet.made = fields_of(item, body, self.zone, self.language)
            sheet.made["image_id"] = self.featured(item, sheet.remarks)
            sheet.text = Text.of(*(sheet.made[name] for name in Text._fields))
        if is_public(item) and sheet.made["published_at"] is None:
            sheet.remarks.append("without a date: kept as a draft")
        sheet.links = old_links(sheet.made["body"], self.site)
        return sheet

    def featured(self, item: Item, remarks: list[str]) -> int | None:
        number = item.said("_thumbnail_id")
        if number in ("", "0", "-1"):
            return None
        try:
            picture = self.typesetter.album.featured(number)
        except Lost as lost:
            remarks.append(f"without its picture: {lost}")
            return None
        if picture is None:
            remarks.append("without its picture: the files do not list it")
            return None
        return picture.id or NOT_YET


class Hands:
    """Set texts while others are filed: in processes of their own where there are many.

    What they cannot do, for they are away from the database, is done at home.
    """

    def __init__(self, room: ComposingRoom, texts: int) -> None:
        self.room = room
        self.pool: ProcessPoolExecutor | None = None
        count = min((os.cpu_count() or 1) - 1, MOST_HANDS)
        if texts >= WORTH_IT and count and "fork" in multiprocessing.get_all_start_methods():
            db.engine.dispose()  # no child may hold one of our connections
            gc.collect()
            gc.freeze()  # nor need anybody look through what is here to stay
            context = multiprocessing.get_context("fork")
            self.pool = ProcessPoolExecutor(count, context, initializer=leave, initargs=(room,))

    def __enter__(self) -> Hands:
        return self

    def __exit__(self, *_: object) -> None:
        if self.pool:
            self.pool.shutdown(cancel_futures=True)

    def set(self, items: Sequence[Item]) -> Callable[[], list[Sheet]]:
        """Begin with these; what it returns gives their sheets, when they are done."""
        if not self.pool:
            return lambda: [self.room.set(item) for item in items]
        sheets = [
            (chunk, self.pool.submit(set_away, chunk))
            for start in range(0, len(items), CHUNK)
            if (chunk := items[start : start + CHUNK])
        ]
        return partial(self.collected, sheets)

    def collected(
        self, sheets: Sequence[tuple[Sequence[Item], Future[list[Sheet | None]]]]
    ) -> list[Sheet]:
        """Those that no hand has begun with by now are set at home, rather than waited for."""
        return [
            sheet or self.room.set(item)
            for items, future in sheets
            for item, sheet in zip(
                items, [None] * len(items) if future.cancel() else future.result(), strict=True
            )
        ]


away: ComposingRoom


def leave(room: ComposingRoom) -> None:
    """What a hand does first in its own process."""
    global away
    away = room
    room.typesetter.album.darkroom.is_away = True
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=end_with_home, daemon=True).start()


def end_with_home() -> None:
    """However the process at home ends, a hand that waits for work must not outlive it."""
    if home := multiprocessing.parent_process():
        home.join()
        os._exit(1)


def set_away(items: Sequence[Item]) -> list[Sheet | None]:
    """The sheets of these items; None for one that can only be set at home."""
    sheets: list[Sheet | None] = []
    for item in items:
        try:
            sheets.append(away.set(item))
        except AtHome:
            sheets.append(None)
    return sheets
