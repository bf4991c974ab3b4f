"""Trying word rules on the items that came in last, before they are saved."""

from __future__ import annotations

from dataclasses import dataclass

from portal.extensions import db
from portal.ingest.rules.words import WordRules, said_by
from portal.models import Source, WireItem

ITEMS = 50


@dataclass(frozen=True)
class Trial:
    """An item and the reason for which the rules would keep it out; empty if they would not."""

    item: WireItem
    reason: str


def try_words(source: Source, required_words: str, refused_words: str) -> list[Trial]:
    """Try these rules on the last 50 items of a source, the newest first."""
    rules = WordRules.of(required_words, refused_words)
    items = db.session.scalars(WireItem.newest(source).limit(ITEMS)).all()
    return [Trial(item, rules.why_refused(said_by(item))) for item in items]
