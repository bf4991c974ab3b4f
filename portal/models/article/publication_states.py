"""The states of a story, from draft to bin."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base.clock import UtcDateTime, local_day, now
from portal.models.base.keyset_paging import newest_first
from portal.models.base.slugs import slug_of
from portal.models.site.addressed import DatedAddress

if TYPE_CHECKING:
    from portal.models.article.review_note import ReviewNote


class State(StrEnum):
    """The state of a story, derived from its dates."""

    DRAFT = "draft"
    IN_REVIEW = "in review"
    SCHEDULED = "scheduled"
    LIVE = "live"
    UNPUBLISHED = "unpublished"
    BINNED = "binned"


class PublicationStates(DatedAddress):
    """No date: a draft. A date ahead: scheduled. A date behind: live. Binned: never.

    Only an editor who may publish sets the date; `wished_at` is a note to them.
    """

    if TYPE_CHECKING:
        headline: Mapped[str]
        review_note: Mapped[ReviewNote | None]

    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unpublished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    binned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @hybrid_property
    def is_live(self) -> bool:
        """True if readers can see it."""
        return (
            self.binned_at is None and self.published_at is not None and self.published_at <= now()
        )

    @is_live.inplace.expression
    @classmethod
    def _is_live(cls) -> ColumnElement[bool]:
        return and_(cls.binned_at.is_(None), cls.published_at <= now())

    @classmethod
    def live(cls) -> Select[Any]:
        """Return every article that readers can see, newest first."""
        unbinned = select(cls).where(cls.binned_at.is_(None))
        return newest_first(unbinned, until=now(), published_at=cls.published_at, id=cls.id)

    @classmethod
    def live_within(cls, first: date, last: date) -> Select[Any]:
        """Return every live article whose address has a day from `first` to `last`, newest first."""
        return newest_first(
            select(cls).where(cls.is_live, cls.day >= first),
            until=last,
            day=cls.day,
            published_at=cls.published_at,
            id=cls.id,
        )

    @property
    def state(self) -> State:
        """The state as of now."""
        if self.binned_at:
            return State.BINNED
        if self.published_at:
            return State.LIVE if self.published_at <= now() else State.SCHEDULED
        if self.submitted_at:
            return State.IN_REVIEW
        return State.UNPUBLISHED if self.unpublished_at else State.DRAFT

    @classmethod
    def in_state(cls, state: State) -> ColumnElement[bool]:
        """Return the condition of `state` for a query."""
        if state is State.BINNED:
            return cls.binned_at.is_not(None)
        dateless = cls.published_at.is_(None)
        unsent = and_(dateless, cls.submitted_at.is_(None))
        conditions = {
            State.LIVE: cls.published_at <= now(),
            State.SCHEDULED: cls.published_at > now(),
            State.IN_REVIEW: and_(dateless, cls.submitted_at.is_not(None)),
            State.DRAFT: and_(unsent, cls.unpublished_at.is_(None)),
            State.UNPUBLISHED: and_(unsent, cls.unpublished_at.is_not(None)),
        }
        return and_(cls.binned_at.is_(None), conditions[state])

    @classmethod
    def is_draft(cls) -> ColumnElement[bool]:
        """Return the condition of a draft, also of one that was live: nobody waits for it."""
        dates = (cls.binned_at, cls.published_at, cls.submitted_at)
        return and_(*(each.is_(None) for each in dates))

    @property
    def live_from(self) -> datetime | None:
        """The time from which readers can see it; None while it is not published or is binned."""
        return None if self.binned_at else self.published_at

    @property
    def is_gone(self) -> bool:
        """True if it was live and was taken down: its address answers 410 until it returns."""
        return self.day is not None and (self.binned_at is not None or self.published_at is None)

    @property
    def was_live(self) -> bool:
        """True if readers have seen it at its address or see it now."""
        if self.unpublished_at is not None:
            return True
        return self.published_at is not None and self.published_at <= now()

    def submit(self) -> None:
        """Request a review and remove the last review note. A second request keeps the place in the queue."""
        self.submitted_at, self.review_note = self.submitted_at or now(), None

    def send_back(self, note: ReviewNote | None = None) -> None:
        """Make it a draft again, with a note about what its writer should change."""
        self.submitted_at, self.review_note = None, note

    def publish(self, zone: str, at: datetime | None = None) -> None:
        """Make it live from `at`, or now. Its address keeps the day of the first publication."""
        at = at or now()
        if self.day is None or not self.was_live:
            self.day = local_day(at, zone)
            self.slug = self.free_slug(self.slug or slug_of(self.headline))
        self.published_at = at
        self.submitted_at = self.binned_at = self.wished_at = None
        self.review_note = None

    def unpublish(self) -> None:
        """Make it a draft. If it was live, its address answers 410 until it returns."""
        if self.was_live:
            self.unpublished_at = now()
        else:
            self.day = None
        self.published_at = None

    def bin(self) -> None:
        """Move it to the bin."""
        self.binned_at = now()

    def unbin(self) -> None:
        """Restore it from the bin."""
        self.binned_at = None
