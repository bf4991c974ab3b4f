"""What must be known of a whole site before its first story is set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from portal.transfer.wordpress.body import blocks
from portal.transfer.wordpress.media.picture_index import Attachment
from portal.transfer.wordpress.wxr.dates import Clock
from portal.transfer.wordpress.wxr.export import Channel, Item, Named, outline_of
from portal.transfer.wordpress.wxr.stream import Broken, Export


@dataclass
class Survey:
    """One site, as all of its files tell of it. `counts` says how many items there are by kind."""

    channel: Channel
    exports: list[Export] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    reused: dict[str, str] = field(default_factory=dict)
    guests: dict[str, Named] = field(default_factory=dict)
    pages: set[str] = field(default_factory=set)
    clock: Clock = field(default_factory=Clock)
    comments: int = 0

    def hear(self, item: Item) -> None:
        self.counts[item.kind] += 1
        self.comments += item.comments
        if item.kind == "attachment":
            self.attachments[item.id] = Attachment.of(item)
        elif item.kind == "wp_block":
            self.reused[item.id] = blocks.COMMENT.sub("", item.body)
        elif item.kind == "guest-author":
            self.guests[item.slug] = guest_of(item)
        elif item.kind == "page":
            self.pages.add(item.id)
        elif item.kind == "post":
            self.clock.hear(item)

    def join(self, channel: Channel) -> None:
        """Add the head of another file of the same site."""
        self.channel.people |= channel.people
        self.channel.categories += channel.categories
        self.channel.tags += channel.tags
        self.channel.terms += channel.terms


def guest_of(item: Item) -> Named:
    """A guest author of Co-Authors Plus, under the slug that stories name them by."""
    name = item.said("cap-display_name") or item.title or item.slug
    return Named(item.id, item.slug, name, description=item.said("cap-description"))


def surveys(exports: Iterable[Export], advance: Callable[[int], None]) -> list[Survey]:
    """Read all files once; one survey for each site. A broken file is heard as far as it goes.

    `advance` hears how many bytes were read.
    """
    found: dict[str, Survey] = {}
    for export in exports:
        survey: Survey | None = None
        told = 0
        try:
            for item in export.items(outline_of):
                survey = survey or survey_of(found, export)
                survey.hear(item)
                if export.position > told:
                    advance(export.position - told)
                    told = export.position
        except Broken:
            if survey is None:
                raise
        if survey is None:
            survey_of(found, export)
    return list(found.values())


def survey_of(found: dict[str, Survey], export: Export) -> Survey:
    survey = found.get(export.channel.site)
    if survey is None:
        survey = found[export.channel.site] = Survey(export.channel)
    else:
        survey.join(export.channel)
    survey.exports.append(export)
    return survey
