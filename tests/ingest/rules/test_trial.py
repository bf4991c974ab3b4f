"""Word rules are tried on the last items before they are saved."""

from __future__ import annotations

import pytest

from portal.ingest.rules.trial import try_words
from tests.ingest.feeds import item, rss

pytestmark = pytest.mark.both_databases


def test_the_last_fifty_items_say_what_rules_would_keep_out(wire, app):
    cities = [item(f"Jersey City votes {n}") for n in range(30)]
    wire.serves(rss(*cities, *(item(f"Jersey votes {n}") for n in range(30))))
    source = wire.follow(refused_words="9")
    wire.fetch(source)

    with app.app_context():
        tried = try_words(source, "Jersey", "Jersey City")

    assert len(tried) == 50
    kept_out = [each.item.headline for each in tried if each.reason]
    assert all(headline.startswith("Jersey City") for headline in kept_out)
    assert 0 < len(kept_out) <= 30
