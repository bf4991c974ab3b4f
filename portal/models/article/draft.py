"""The draft of an article: the one carrier of a story from anywhere outside into the database.

Importers (WordPress, Ghost, Portal's own export), the feeds and the demo newspaper convert what they
read into drafts, and `insertion` writes them. It is among the models because `transfer` and `ingest`
stand on equal floors and do not import each other, and because it names the article's columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from portal.models.article.feed_id import new_feed_id

if TYPE_CHECKING:
    from portal.models.search.entry import Text


@dataclass(slots=True)
class ArticleDraft:
    """The columns of an article that is not in the database yet, and what belongs to it.

    `key` names the story where it comes from and is unique there. A draft is pickled when it is
    converted in another process, so it holds values and ids only, no rows.

    The three lists of ids are in the order in which readers see them; the first category is the
    primary one. `source_name` is for whoever sets `source_id`, which needs the database. Without a
    `feed_id` the article gets a new one. `old_addresses` are paths as `Redirect.old` stores them. `old_links` are the paths of
    the old site that the body links to. `search_text` spares the search index from folding the text
    again. `remarks` say what an editor should look at.
    """

    key: str

    headline: str = ""
    standfirst: str = ""
    kicker: str = ""
    slug: str = ""
    day: date | None = None
    body: str = ""
    word_count: int = 0
    language: str | None = None
    meta_title: str = ""
    meta_description: str = ""
    indexing_rule: str | None = None
    image_id: int | None = None
    image_caption: str | None = None
    source_id: int | None = None
    feed_id: str | None = None
    source_address: str = ""
    original_headline: str = ""
    original_language: str = ""
    adaptation: str | None = None
    published_at: datetime | None = None
    submitted_at: datetime | None = None
    binned_at: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None

    category_ids: list[int] = field(default_factory=list)
    tag_ids: list[int] = field(default_factory=list)
    author_ids: list[int] = field(default_factory=list)

    source_name: str = ""
    old_addresses: list[str] = field(default_factory=list)
    old_links: set[str] = field(default_factory=set)
    is_sticky: bool = False
    search_text: Text | None = None
    remarks: list[str] = field(default_factory=list)

    def columns(self) -> dict[str, Any]:
        """Return the values of the article's own columns by their names."""
        columns = {name: getattr(self, name) for name in COLUMNS}
        columns["feed_id"] = self.feed_id or new_feed_id()
        columns["category_id"] = self.category_ids[0] if self.category_ids else None
        return columns

    @property
    def path(self) -> str | None:
        """The address it will have, as redirects store addresses; None while it has no day."""
        return f"/{self.day:%Y/%m/%d}/{self.slug}" if self.day else None


NOT_COLUMNS = {
    "key", "source_name", "category_ids", "tag_ids", "author_ids", "old_addresses", "old_links", "is_sticky",
    "search_text", "remarks",
}  # fmt: skip
COLUMNS = tuple(each.name for each in fields(ArticleDraft) if each.name not in NOT_COLUMNS)
