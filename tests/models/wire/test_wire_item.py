"""The wire's queue holds the drafts that wait for an editor."""

from __future__ import annotations

import pytest

from portal.extensions import db
from portal.models import Article, ItemState, WireItem, now

pytestmark = pytest.mark.both_databases


def waiting(app) -> list[str]:
    with app.app_context():
        return [item.headline for item in db.session.scalars(WireItem.waiting())]


def test_a_draft_leaves_the_queue_when_it_is_published_binned_or_sent_back(app, newsroom):
    source = newsroom.source()
    for headline in ("Waits", "Live", "Binned", "Sent back", "Dismissed"):
        article = newsroom.draft(headline, submitted_at=now())
        with newsroom.at_work() as session:
            mine = session.get(Article, article.id)
            state = ItemState.DISMISSED if headline == "Dismissed" else ItemState.WAITING
            session.add(
                WireItem(source_id=source.id, headline=headline, article_id=mine.id, state=state)
            )
            if headline == "Live":
                mine.publish("UTC")
            elif headline == "Binned":
                mine.bin()
            elif headline == "Sent back":
                mine.send_back()

    assert waiting(app) == ["Waits"]
