"""Following a feed: a new source, or one that is here already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from random import random
from typing import Any

from sqlalchemy import func, select

from portal.extensions import db
from portal.ingest.sources.aggregators import aggregator_of
from portal.ingest.sources.discovery import Found, host_of, site_home
from portal.ingest.sources.opml import Outline
from portal.models import FeedState, Source, now

SPREAD = timedelta(minutes=10)  # many feeds that are added together are fetched over this time


def follow(found: Found, name: str = "", **rules: Any) -> tuple[Source, bool]:
    """Follow a feed that was found. Return its source, and whether it is new. Does not commit.

    A feed that is followed already is fetched anew, whatever was wrong with it; so this also confirms
    that another feed may take its place. `rules` are columns of `Source`.
    """
    feed = found.feed
    name = name or feed.title or host_of(found.address)
    source, is_new = source_of(name, found.address)
    defaults = {
        "address": feed.home or site_home(found.address),
        "language": feed.language,
        "licence": feed.rights,
        "licence_address": feed.licence_address,
    }
    for column, value in defaults.items():
        if not getattr(source, column):
            setattr(source, column, value)
    for column, value in rules.items():
        setattr(source, column, value)
    state = source.feed_state
    assert state is not None
    state.make_due(now())
    state.aggregator = aggregator_of(found.address)
    return source, is_new


def follow_list(outlines: Sequence[Outline]) -> tuple[list[Source], int]:
    """Follow the feeds of a list, unread. Return the new sources, and how many were followed before.

    Does not commit.
    """
    new: list[Source] = []
    for outline in outlines:
        source, is_new = source_of(outline.name, outline.feed_address)
        if is_new and source.feed_state:
            source.address = source.address or outline.address
            source.language = source.language or outline.language
            source.feed_state.due_at = now() + SPREAD * random()  # noqa: S311  no secret
            new.append(source)
    return new, len(outlines) - len(new)


def source_of(name: str, feed_address: str) -> tuple[Source, bool]:
    """Return the source that follows a feed, and whether it has only begun to.

    A source of this name without a feed gets it; beside one with another feed, the new one's name has
    the host behind it.
    """
    if source := db.session.scalar(select(Source).filter_by(feed_address=feed_address)):
        source.feed_state = source.feed_state or FeedState()
        return source, False
    source = find_by_name(name)
    if source is None or source.feed_address:
        source = Source(name=free_name(name, host_of(feed_address)))
        db.session.add(source)
    source.feed_address = feed_address
    source.feed_state = source.feed_state or FeedState(due_at=now())
    db.session.flush()
    return source, True


def free_name(name: str, host: str) -> str:
    """Return a name of at most 200 characters that no source has."""
    wanted = (
        name[:200],
        f"{name[:120]} ({host[:70]})",
        *(f"{name[:190]} {n}" for n in range(2, 1000)),
    )
    return next(each for each in wanted if find_by_name(each) is None)


def find_by_name(name: str) -> Source | None:
    return db.session.scalar(select(Source).where(func.lower(Source.name) == name[:200].lower()))


def find_sources(words: Iterable[str]) -> list[Source]:
    """Return the sources with these names or feed addresses. Raises KeyError for one that is unknown."""
    found = []
    for each in words:
        source = find_by_name(each) or db.session.scalar(
            select(Source).filter_by(feed_address=each)
        )
        if source is None:
            raise KeyError(each)
        found.append(source)
    return found
