"""Many texts are set by other hands, in a process of their own: nobody sees a difference."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import Future
from contextlib import contextmanager

import pytest
from PIL import Image as Pillow

from portal.extensions import db
from portal.models import Article
from portal.models.search import Search
from portal.transfer import wordpress
from portal.transfer.wordpress.body import workers
from tests.transfer.wxr import attachment, export, item

pytestmark = pytest.mark.both_databases
PICTURE = "https://old.example/wp-content/uploads/2013/01/river.jpg"


@contextmanager
def quietly(_label: str, _length: int):
    yield lambda _step: None


@pytest.fixture
def bring_in(app, media, tmp_path):
    """Imports sixty stories, the first of them before the picture that it shows and links to the last."""
    uploads = tmp_path / "uploads" / "2013" / "01"
    uploads.mkdir(parents=True)
    Pillow.new("RGB", (400, 300), "navy").save(uploads / "river.jpg")
    first = (
        f'<a href="https://old.example/?p=59">The last</a>\n\n<img src="{PICTURE}" alt="A river">'
    )
    path = export(
        tmp_path,
        item("Story 0", first, id=9, slug="story-0", meta={"_thumbnail_id": "800"}),
        *(item(f"Story {n}", f"Text {n} [mystery id=3]", id=n, slug=f"story-{n}") for n in range(10, 60)),
        item("Private", id=60, slug="private", status="private"),
        attachment(800, PICTURE),
    )  # fmt: skip

    def bring_in():
        with app.app_context():
            source = wordpress.source_of(tmp_path / "uploads", False)
            report, _ = wordpress.import_wordpress([path], source, False, quietly)
        return {f"{kind} {outcome}": n for (kind, outcome), n in report.outcomes.items()}, report

    return bring_in


@pytest.fixture
def other_hands(monkeypatch):
    """From the first text on, and nobody takes the work out of their hands."""
    monkeypatch.setattr(workers, "MIN_TEXTS_FOR_WORKERS", 1)
    monkeypatch.setattr(workers.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(Future, "cancel", lambda _: False)


def story(app, headline: str) -> Article:
    with app.app_context():
        return db.session.query(Article).filter_by(headline=headline).one()


def test_other_hands_set_every_text_with_its_picture_its_links_and_its_remarks(
    app, bring_in, other_hands
):
    outcomes, report = bring_in()

    assert outcomes == {"post imported": 52, "attachment imported": 1}
    assert report.remarks["the shortcode [mystery] stays as text"] == 50
    assert report.remarks["private: imported as a draft"] == 1
    first = story(app, "Story 0")
    assert first.image_id
    assert 'src="/media/' in first.body
    assert 'href="/2013/01/11/story-59/"' in first.body
    with app.app_context():
        assert [each.headline for each in Search("text 42").newest()] == ["Story 42"]


def test_what_other_hands_set_is_what_is_set_at_home(bring_in, other_hands, monkeypatch):
    bring_in()
    monkeypatch.setattr(workers, "MIN_TEXTS_FOR_WORKERS", 1_000)

    assert bring_in()[0] == {"post unchanged": 52, "attachment unchanged": 1}


def test_text_that_no_hand_has_begun_with_is_set_at_home(app, bring_in, monkeypatch):
    monkeypatch.setattr(workers, "MIN_TEXTS_FOR_WORKERS", 1)
    monkeypatch.setattr(workers.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(workers, "ProcessPoolExecutor", Idle)

    assert bring_in()[0] == {"post imported": 52, "attachment imported": 1}
    assert story(app, "Story 42").body == "<p>Text 42 [mystery id=3]</p>"


def test_no_hand_outlives_an_import_that_was_killed():
    """The hand has this test's pipe, which is read to its end."""
    killed = subprocess.run([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, timeout=60)
    assert killed.returncode == -signal.SIGKILL


KILLED = """
import multiprocessing, os, signal
from concurrent.futures import ProcessPoolExecutor
from unittest.mock import Mock
from portal.transfer.wordpress.body import workers

room = Mock()
pool = ProcessPoolExecutor(1, multiprocessing.get_context("fork"), workers.start_worker, (room,))
pool.submit(os.getpid).result()
os.kill(os.getpid(), signal.SIGKILL)
"""


class Idle:
    """Takes work and never begins with it."""

    def __init__(self, *_, **__) -> None:
        pass

    def submit(self, *_) -> Future:
        return Future()

    def shutdown(self, **_) -> None:
        pass
