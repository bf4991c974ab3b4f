"""Comments go to a file if the owner asks, never on the site, and never with an e-mail or IP address."""

from __future__ import annotations

import json

import pytest

from portal.errors import PortalError
from portal.transfer import wordpress
from tests.transfer.wordpress.conftest import no_progress
from tests.transfer.wxr import export, item


def comment(id: int, author: str, text: str, parent: int = 0, approved: str = "1") -> str:
    return (
        f"<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>{author}</wp:comment_author>"
        "<wp:comment_author_email>eve@mail.example</wp:comment_author_email>"
        "<wp:comment_author_url>https://eve.example/</wp:comment_author_url>"
        "<wp:comment_author_IP>10.9.8.7</wp:comment_author_IP>"
        "<wp:comment_date_gmt>2013-01-12 08:00:00</wp:comment_date_gmt>"
        f"<wp:comment_content><![CDATA[{text}]]></wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type></wp:comment_type>"
        f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
    )


STORY = item(
    id=7,
    extra=comment(1, "Eve", "First\nsecond line") + comment(2, "eve@mail.example", "Re", 1, "0"),
)


@pytest.fixture
def import_with(app, tmp_path):
    """Import the story, and write its comments to a file."""

    def import_with(path, dry_run: bool = False):
        with app.app_context():
            source = wordpress.source_of(None, False)
            files = [export(tmp_path, STORY)]
            return wordpress.import_wordpress(files, source, dry_run, no_progress, path)[0]

    return import_with


def test_comments_are_written_as_json_lines(import_with, tmp_path, stored_text):
    path = tmp_path / "comments.jsonl"
    report = import_with(path)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["text"] for line in lines] == ["First\nsecond line", "Re"]
    assert [line["author"] for line in lines] == ["Eve", "eve"]
    assert [line["status"] for line in lines] == ["approved", "pending"]
    assert lines[1]["parent"] == lines[0]["id"]
    assert lines[0] | {"text": ""} == {
        "item": "7", "address": "https://old.example/2013/river-rises/", "title": "River rises",
        "id": "1", "parent": "0", "kind": "comment", "status": "approved",
        "date_gmt": "2013-01-12 08:00:00", "author": "Eve", "website": "https://eve.example/",
        "text": "",
    }  # fmt: skip
    assert "mail.example" not in path.read_text(encoding="utf-8")
    assert "10.9.8.7" not in path.read_text(encoding="utf-8")
    assert "second line" not in stored_text()
    assert any("not on the site" in line for line in report.lines(False))
    assert path.stat().st_mode & 0o077 == 0


def test_a_second_run_writes_the_same_file(import_with, tmp_path):
    path = tmp_path / "comments.jsonl"
    import_with(path)
    before = path.read_bytes()
    import_with(path)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.glob("comments*")] == ["comments.jsonl"]


def test_a_dry_run_writes_no_file(import_with, tmp_path):
    import_with(tmp_path / "comments.jsonl", dry_run=True)
    assert not [*tmp_path.glob("comments*")]


def test_a_file_that_cannot_be_written_is_an_error_in_one_line(import_with, tmp_path):
    with pytest.raises(PortalError, match="The comments cannot be written"):
        import_with(tmp_path / "missing" / "comments.jsonl")
