"""Lists are read by cursor: where the last article stood, never an offset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, Select, tuple_

from portal.extensions import db
from portal.models.clock import Moment

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LARGEST = 2**63 - 1


class BadCursor(ValueError):
    """A cursor that we never gave out."""


@dataclass(frozen=True)
class Batch:
    """One page of a list, newest first, and the cursor of what is older, if anything is."""

    items: Sequence[Any]
    older: str | None = None

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def newest_first(query: Select, **columns: Any) -> Select:
    """Order a query by these columns, newest first, so that `newest_page` can read it.

    Each column is named by the attribute of the row that holds the same value:
    `published_at=Tagging.live_from, id=Tagging.article_id`.
    """
    query = query.order_by(None).order_by(*(column.desc() for column in columns.values()))
    return query.execution_options(newest_by=columns)


def newest_page(query: Select, before: str | None = None, size: int = 20) -> Batch:
    """The newest `size` of a query that `newest_first` ordered, older than the cursor `before`.

    Reads one row more than asked for, which is how it knows that there are older ones.
    Raises BadCursor.
    """
    columns = query.get_execution_options()["newest_by"]
    if before:
        query = query.where(tuple_(*columns.values()) < tuple_(*parse_cursor(before, columns)))
    rows = db.session.scalars(query.limit(size + 1)).unique().all()
    last = rows[size - 1] if len(rows) > size else None
    return Batch(rows[:size], cursor_of(last, columns) if last else None)


def newer_than(query: Select, cursor: str) -> Select:
    """What stands before a cursor in a list that `newest_first` ordered. Raises BadCursor."""
    columns = query.get_execution_options()["newest_by"]
    return query.where(tuple_(*columns.values()) > tuple_(*parse_cursor(cursor, columns)))


def cursor_of(row: Any, columns: dict[str, Any] | Sequence[str]) -> str:
    """Where a row stands, as `1768818600000000-42`: microseconds, days of the calendar, numbers."""
    return "-".join(str(as_number(getattr(row, name))) for name in columns)


def as_number(value: datetime | date | int) -> int:
    if isinstance(value, datetime):
        return (value - EPOCH) // MICROSECOND
    return value.toordinal() if isinstance(value, date) else value


def parse_cursor(text: str, columns: dict[str, Any]) -> list[datetime | date | int]:
    """Raises BadCursor for anything that `cursor_of` would not have written."""
    words = text.split("-")
    if len(words) != len(columns) or not all(word.isdecimal() and word.isascii() for word in words):
        raise BadCursor(text)
    try:
        return [
            from_number(int(word[:20]), column.type)
            for word, column in zip(words, columns.values(), strict=True)
        ]
    except (ValueError, OverflowError):
        raise BadCursor(text) from None


def from_number(number: int, kind: Any) -> datetime | date | int:
    if isinstance(kind, Moment):
        return EPOCH + number * MICROSECOND
    if isinstance(kind, Date):
        return date.fromordinal(number)
    if number > LARGEST:
        raise OverflowError
    return number
