"""An article's position in the desk's lists: the columns by which they are sorted and searched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import ColumnElement, Index, String, event, false, select, text
from sqlalchemy.orm import Mapped, aliased, mapped_column

from portal.models.base.clock import UtcDateTime
from portal.wording.folding import all_words_of, words_of

# A change of one of these changes the position.
POSITION_FIELDS = ("headline", "published_at", "submitted_at", "updated_at")
MAX_FOLDED_CHARS = 600  # PostgreSQL indexes at most 2,704 bytes
ORDERS = {
    "sorted": ("sort_at", "binned_at IS NULL"),
    "changed": ("updated_at", "binned_at IS NULL"),
    "drafts": ("updated_at", "binned_at IS NULL AND published_at IS NULL"),
    "submitted": ("submitted_at", "submitted_at IS NOT NULL"),
    "binned": ("binned_at", "binned_at IS NOT NULL"),
}


def desk_indexes() -> Iterator[Index]:
    """Yield an index for each sort order, so that each page is one range. Live lists use the readers' index."""
    yield Index("ix_article_folded", "folded", "id")
    for name, (column, rule) in ORDERS.items():
        only = text(rule)
        yield Index(f"ix_article_{name}", column, "id", sqlite_where=only, postgresql_where=only)


def fold(headline: str) -> str:
    """Return the headline's folded words, by which it is searched and sorted in any script."""
    return " ".join(all_words_of(headline))[:MAX_FOLDED_CHARS]


def default_folded(context: Any) -> str:
    return fold(context.get_current_parameters()["headline"])


def default_sort_at(context: Any) -> datetime:
    return sort_at_of(context.get_current_parameters())


def sort_at_of(fields: Mapping[str, Any]) -> datetime:
    moment: datetime | None = fields.get("published_at") or fields.get("submitted_at")
    return moment or cast("datetime", fields["updated_at"])


def list_position(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the position of an article with these fields, for bulk updates, which trigger no event."""
    return {"folded": fold(fields["headline"]), "sort_at": sort_at_of(fields)}


class ListPosition:
    """`folded` is the headline in folded words. `sort_at` is when the article is or will be published,
    else when it was submitted, else when it was changed. An INSERT fills both by column defaults.
    """

    if TYPE_CHECKING:
        id: Mapped[int]
        slug: Mapped[str]

    folded: Mapped[str] = mapped_column(String(MAX_FOLDED_CHARS), default=default_folded)
    sort_at: Mapped[datetime] = mapped_column(UtcDateTime, default=default_sort_at)

    @classmethod
    def matching(cls, text: str) -> ColumnElement[bool]:
        """Return the condition that the headline has all these words, or that `text` is the address."""
        if "/" in text:
            return cls.slug == text.rstrip("/").rpartition("/")[2]
        if not (words := words_of(text)):
            return false()
        other = aliased(cls)
        said = (other.folded.contains(word) for word in words)
        return cls.id.in_(select(other.id).where(*said))


@event.listens_for(ListPosition, "before_update", propagate=True)
def update_sort_key(_mapper: Any, _connection: Any, article: Any) -> None:
    """Update the position before each UPDATE of an article."""
    fields = {name: getattr(article, name) for name in POSITION_FIELDS}
    for name, value in list_position(fields).items():
        setattr(article, name, value)
