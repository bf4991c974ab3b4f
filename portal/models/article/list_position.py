"""Where an article stands in the desk's lists: what those are sorted and searched by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Index, String, event, false, select, text
from sqlalchemy.orm import Mapped, aliased, mapped_column

from portal.models.base.clock import UtcDateTime

# What of an article decides where it stands.
POSITION_FIELDS = ("headline", "published_at", "submitted_at", "updated_at")
MAX_FOLDED_CHARS = 600  # PostgreSQL indexes no more than 2,704 bytes
ORDERS = {
    "sorted": ("sort_at", "binned_at IS NULL"),
    "changed": ("updated_at", "binned_at IS NULL"),
    "drafts": ("updated_at", "binned_at IS NULL AND published_at IS NULL"),
    "submitted": ("submitted_at", "submitted_at IS NOT NULL"),
    "binned": ("binned_at", "binned_at IS NOT NULL"),
}


def desk_indexes() -> Iterator[Index]:
    """For each order one of which every page is a range. That of the live ones is the readers'."""
    yield Index("ix_article_folded", "folded", "id")
    for name, (column, rule) in ORDERS.items():
        only = text(rule)
        yield Index(f"ix_article_{name}", column, "id", sqlite_where=only, postgresql_where=only)


def fold(headline: str) -> str:
    """Its words as they are looked for and sorted by, whatever its script."""
    from portal.models.search.folding import words_of

    return " ".join(words_of(headline))[:MAX_FOLDED_CHARS]


def default_folded(context: Any) -> str:
    return fold(context.get_current_parameters()["headline"])


def default_sort_at(context: Any) -> datetime:
    return sort_at_of(context.get_current_parameters())


def sort_at_of(fields: Mapping[str, Any]) -> datetime:
    return fields.get("published_at") or fields.get("submitted_at") or fields["updated_at"]


def list_position(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Where an article of these fields stands: for bulk updates, which no event sees."""
    return {"folded": fold(fields["headline"]), "sort_at": sort_at_of(fields)}


class ListPosition:
    """`folded` are the headline's words; `sort_at` is when it was or will be published, else sent
    for review, else changed. An insert has them from the columns' defaults.
    """

    if TYPE_CHECKING:
        id: Mapped[int]
        slug: Mapped[str]

    folded: Mapped[str] = mapped_column(String(MAX_FOLDED_CHARS), default=default_folded)
    sort_at: Mapped[datetime] = mapped_column(UtcDateTime, default=default_sort_at)

    @classmethod
    def matching(cls, text: str) -> ColumnElement[bool]:
        """Its headline has all these words, in any script; or `text` is its address."""
        if "/" in text:
            return cls.slug == text.rstrip("/").rpartition("/")[2]
        if not (words := fold(text).split()):
            return false()
        other = aliased(cls)
        said = (other.folded.contains(word) for word in words)
        return cls.id.in_(select(other.id).where(*said))


@event.listens_for(ListPosition, "before_update", propagate=True)
def update_sort_key(_mapper, _connection, article: Any) -> None:
    fields = {name: getattr(article, name) for name in POSITION_FIELDS}
    for name, value in list_position(fields).items():
        setattr(article, name, value)
