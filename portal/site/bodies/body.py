"""A story's body as readers get it: headings with ids, scrollable tables, pictures in sizes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from lxml import html
from markupsafe import Markup, escape

from portal.models.base.slugs import slug_of
from portal.site.bodies.directions import base_direction, mark_directions
from portal.site.bodies.embeds import replace_embeds
from portal.site.bodies.figures import offer_sizes
from portal.site.bodies.tables import wrap_tables
from portal.site.lite import is_lite, lighten

OPENING_QUOTES = tuple('“„«»‘‚‹"')


@dataclass
class Entry:
    """An entry of the table of contents: a heading, its id, and the entries below it."""

    text: str
    id: str
    level: int
    children: list[Entry] = field(default_factory=list)


class Body:
    """A cleaned body, ready to read.

    `prefix` separates its ids from those of another story; `language` is that of the story.
    """

    def __init__(self, source: str, prefix: str = "", language: str | None = None) -> None:
        self.root = html.fragment_fromstring(source or "<p></p>", create_parent="div")
        self.prefix = prefix
        if is_lite():
            lighten(self.root)
        offer_sizes(self.root)
        self.headings = list(self.root.iter("h2", "h3", "h4"))
        self.set_heading_ids()
        wrap_tables(self.root, prefix)
        self.hang_quotes()
        mark_directions(self.root, source, base_direction(language))
        replace_embeds(self.root)

    @cached_property
    def html(self) -> Markup:
        inner = "".join(html.tostring(child, encoding="unicode") for child in self.root)
        inner = inner.replace("</source>", "")  # lxml does not know that <source> has no end tag
        return escape(self.root.text or "") + Markup(inner)  # noqa: S704  cleaned before storage

    @cached_property
    def contents(self) -> list[Entry]:
        """The headings as a tree; empty unless there are two or more."""
        entries = [
            Entry(heading.text_content(), heading.get("id", ""), int(heading.tag[1]))
            for heading in self.headings
        ]
        if len(entries) < 2:
            return []
        top: list[Entry] = []
        open_entries: list[Entry] = []
        for entry in entries:
            while open_entries and open_entries[-1].level >= entry.level:
                open_entries.pop()
            (open_entries[-1].children if open_entries else top).append(entry)
            open_entries.append(entry)
        return top

    def set_heading_ids(self) -> None:
        """Give each heading an id made of its words: stable, readable, and unique on the page."""
        seen: Counter[str] = Counter()
        for heading in self.headings:
            id = self.prefix + slug_of(heading.text_content(), "part")
            seen[id] += 1
            heading.set("id", id if seen[id] == 1 else f"{id}-{seen[id]}")

    def hang_quotes(self) -> None:
        """Mark the quoted paragraphs whose opening quotation mark hangs in the margin."""
        for paragraph in self.root.iterfind("blockquote/p"):
            if (paragraph.text or "").startswith(OPENING_QUOTES):
                paragraph.set("class", "hanging")
