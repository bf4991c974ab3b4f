"""A story's body as readers get it: headings with ids, scrollable tables, pictures in sizes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from lxml import html
from markupsafe import Markup, escape

from portal.models.base.slugs import slug_of
from portal.site.bodies.absolute_urls import resolve_addresses
from portal.site.bodies.anchors import prefix_anchors
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

    `prefix` separates the ids of its headings and tables from those of another story on the page,
    `anchor_prefix` those of its footnotes and other anchors also from the page's own ids.
    `language` is that of the story, `path` its address, against which relative addresses resolve.
    """

    def __init__(
        self,
        source: str,
        prefix: str = "",
        *,
        anchor_prefix: str = "a-",
        language: str | None = None,
        path: str = "/",
    ) -> None:
        self.root = html.fragment_fromstring(source or "<p></p>", create_parent="div")
        self.prefix = prefix
        resolve_addresses(self.root, path)
        if is_lite():
            lighten(self.root)
        offer_sizes(self.root)
        self.headings = list(self.root.iter("h2", "h3", "h4"))
        prefix_anchors(self.root, anchor_prefix, self.set_heading_ids())
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

    def set_heading_ids(self) -> dict[str, str]:
        """Give each heading an id made of its words: stable, readable, and unique on the page.

        Return these ids by the names that a link may use: without the prefix, or the heading's
        own id, which the new one replaces.
        """
        seen: Counter[str] = Counter()
        ids: dict[str, str] = {}
        for heading in self.headings:
            words = slug_of(heading.text_content(), "part")
            seen[words] += 1
            name = words if seen[words] == 1 else f"{words}-{seen[words]}"
            ids.setdefault(name, self.prefix + name)
            if own := heading.get("id"):
                ids[own] = self.prefix + name
            heading.set("id", self.prefix + name)
        return ids

    def hang_quotes(self) -> None:
        """Mark the quoted paragraphs whose opening quotation mark hangs in the margin."""
        for paragraph in self.root.iterfind("blockquote/p"):
            if (paragraph.text or "").startswith(OPENING_QUOTES):
                paragraph.set("class", "hanging")
