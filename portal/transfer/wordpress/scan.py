"""The first reading of the files: all that must be known of a site before its first text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from portal.transfer.wordpress.article.publisher import TitleEnds
from portal.transfer.wordpress.media.attachment import Attachment
from portal.transfer.wordpress.terms.guests import Guest, guest_of
from portal.transfer.wordpress.wxr.export import Channel, Item, words_of
from portal.transfer.wordpress.wxr.parse import outline_of
from portal.transfer.wordpress.wxr.stream import Broken, Export
from portal.transfer.wordpress.wxr.time_zone import ClockSamples


@dataclass
class SiteScan:
    """One site as all of its files describe it. `counts` are the numbers of items by kind."""

    channel: Channel
    exports: list[Export] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    reusable_blocks: dict[str, str] = field(default_factory=dict)
    guests: dict[str, Guest] = field(default_factory=dict)
    pages: set[str] = field(default_factory=set)
    clock: ClockSamples = field(default_factory=ClockSamples)
    title_ends: TitleEnds = field(default_factory=TitleEnds)
    comments: int = 0

    def add_item(self, item: Item) -> None:
        """Count an item, and keep what later texts need of it."""
        self.counts[item.kind] += 1
        self.comments += item.comments
        if item.kind == "attachment":
            self.attachments[item.id] = Attachment.of(item)
        elif item.kind == "wp_block":
            self.reusable_blocks[item.id] = item.body
        elif item.kind == "guest-author":
            self.guests[item.slug] = guest_of(item)
        elif item.kind == "page":
            self.pages.add(item.id)
        elif item.kind == "post":
            self.clock.add(item)
            self.title_ends.add(words_of(item.title))

    def add_channel(self, channel: Channel) -> None:
        """Add the head of another file of the same site."""
        self.channel.people |= channel.people
        self.channel.categories += channel.categories
        self.channel.tags += channel.tags
        self.channel.terms += channel.terms


def scan_sites(
    exports: Iterable[Export], advance: Callable[[int], None]
) -> tuple[list[SiteScan], list[Broken]]:
    """Read all files once. Return one scan for each site; a broken file is read as far as possible.

    A file that is no export is in the second list, with the reason. `advance` is called with the
    number of bytes read since it was called last.
    """
    scans: dict[str, SiteScan] = {}
    refused: list[Broken] = []
    for export in exports:
        scan: SiteScan | None = None
        reported = 0
        try:
            for item in export.items(outline_of):
                scan = scan or scan_of(scans, export)
                scan.add_item(item)
                if export.position > reported:
                    advance(export.position - reported)
                    reported = export.position
        except Broken as broken:
            if scan is None:
                refused.append(broken)
                continue
        scan = scan or scan_of(scans, export)
        scan.counts.update(export.cut_off)
    return list(scans.values()), refused


def scan_of(scans: dict[str, SiteScan], export: Export) -> SiteScan:
    """Return the scan that a file belongs to."""
    scan = scans.get(export.channel.site)
    if scan is None:
        scan = scans[export.channel.site] = SiteScan(export.channel)
    else:
        scan.add_channel(export.channel)
    scan.exports.append(export)
    return scan
