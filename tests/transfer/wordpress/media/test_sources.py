"""Pictures and files are fetched from the old site, while it is still there."""

from __future__ import annotations

from contextlib import contextmanager
from ipaddress import ip_network

import pytest

from portal.extensions import db
from portal.models import Article
from portal.transfer import wordpress
from tests.pictures.test_decode import encoded, photo
from tests.publisher import publishing
from tests.transfer.wxr import attachment, export, item

PICTURE = "/wp-content/uploads/2013/01/river.jpg"
REPORT = "/wp-content/uploads/2013/01/report.pdf"


@contextmanager
def quietly(_label: str, _length: int):
    yield lambda _step: None


@pytest.fixture
def old_site():
    with publishing() as publisher:
        publisher.serves(PICTURE, encoded(photo(400, 300), "JPEG"), Content_Type="image/jpeg")
        publisher.serves(REPORT, b"%PDF-1.7", Content_Type="application/pdf")
        yield publisher


@pytest.fixture
def fetched(app, media, tmp_path, old_site, monkeypatch):
    """Imports the old site with what it fetches from there; the report's reasons by how many."""
    monkeypatch.setitem(app.config, "FETCH_ALLOW", (ip_network("127.0.0.0/8"),))

    def fetched(*parts: str) -> tuple[dict[str, int], dict[str, int]]:
        path = export(tmp_path, *parts)
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("https://old.example", old_site.address("")), encoding="utf-8")
        with app.app_context():
            source = wordpress.source_of(None, True)
            report, _ = wordpress.import_wordpress([path], source, False, quietly)
        outcomes = {f"{kind} {outcome}": n for (kind, outcome), n in report.outcomes.items()}
        return outcomes, {reason: n for (_, reason), n in report.reasons.items()}

    return fetched


def uploads(*paths: str) -> list[str]:
    return [attachment(50 + n, f"https://old.example{path}") for n, path in enumerate(paths)]


def test_pictures_and_files_are_fetched_once_and_shown_from_here(app, reader, fetched, old_site):
    body = (
        f'<img src="https://old.example{PICTURE}" alt="A river"> '
        f'<a href="https://old.example{REPORT}">Report</a>'
    )
    parts = (item(body=body, meta={"_thumbnail_id": "50"}), *uploads(PICTURE, REPORT))

    assert fetched(*parts) == ({"post imported": 1, "attachment imported": 2}, {})
    assert len(old_site.requests) == 2
    with app.app_context():
        story = db.session.query(Article).one()
        assert story.image_id
        assert "127.0.0.1" not in story.body
    assert reader.get(REPORT, follow_redirects=True).data == b"%PDF-1.7"

    assert fetched(*parts) == ({"post unchanged": 1, "attachment unchanged": 2}, {})
    assert len(old_site.requests) == 2


def test_what_is_not_there_any_more_is_named_and_its_story_kept(fetched, old_site):
    old_site.serves(PICTURE, b"", status=404)
    old_site.serves(REPORT, b"<p>Our new site</p>", Content_Type="text/html; charset=utf-8")

    outcomes, reasons = fetched(item(), *uploads(PICTURE, REPORT))

    assert outcomes == {"post imported": 1, "attachment skipped": 2}
    assert reasons == {"its address answers 404": 1, "its address answers with a page": 1}


def test_site_that_does_not_answer_is_soon_left_alone(app, fetched, old_site, monkeypatch):
    monkeypatch.setitem(app.config, "FETCH_ALLOW", ())
    paths = [f"/wp-content/uploads/2013/01/{n}.jpg" for n in range(5)]

    outcomes, reasons = fetched(item(), *uploads(*paths))

    assert outcomes == {"post imported": 1, "attachment skipped": 5}
    assert reasons["127.0.0.1 did not answer 3 times"] == 2
    assert old_site.requests == []
