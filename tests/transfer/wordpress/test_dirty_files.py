"""Dirty and broken files in an import: the good ones come in, and the report accounts for the rest."""

from __future__ import annotations

import pytest

from portal.errors import PortalError
from portal.extensions import db
from portal.models import Article
from portal.transfer import wordpress
from tests.transfer.wordpress.test_importer import quietly
from tests.transfer.wxr import export, item

pytestmark = pytest.mark.both_databases


@pytest.fixture
def import_files(app):
    """Import these files without media; return the report and the broken files."""

    def import_files(*paths):
        with app.app_context():
            source = wordpress.source_of(None, False)
            return wordpress.import_wordpress(paths, source, False, quietly)

    return import_files


def headlines(app) -> set[str]:
    with app.app_context():
        return set(db.session.scalars(db.select(Article.headline)))


def test_repairs_are_in_the_report_with_file_and_line(app, import_files, tmp_path):
    path = export(tmp_path, item("One"), item("Tw&o").replace("&amp;", "&#8;"), name="dirty.xml")
    report, broken = import_files(path)
    assert not broken
    assert headlines(app) == {"One", "Two"}
    line = path.read_text(encoding="utf-8").partition("&#8;")[0].count("\n") + 1
    text = "\n".join(report.lines(False))
    assert f"dirty.xml, line {line}" in text
    assert "2 of 2 items in the files" in text


def test_a_refused_file_does_not_stop_good_ones(app, import_files, tmp_path):
    bad = tmp_path / "bad.xml"
    bad.write_bytes(b"Dear reader")
    good = export(tmp_path, item("Good"))
    for files in ((bad, good), (good, bad)):
        report, broken = import_files(*files)
        assert [str(each).partition(" is")[0] for each in broken] == [str(bad)]
        assert report.total == report.expected == 1
    assert headlines(app) == {"Good"}


def test_only_refused_files_are_an_error_that_names_each(import_files, tmp_path):
    paths = [tmp_path / "one.xml", tmp_path / "two.xml"]
    for path in paths:
        path.write_bytes(b"")
    with pytest.raises(PortalError, match=r"one\.xml.*two\.xml"):
        import_files(*paths)


def test_an_item_that_is_cut_off_is_in_the_total(app, import_files, tmp_path):
    whole = export(tmp_path, item("One"), item("Two"), name="cut.xml")
    text = whole.read_text(encoding="utf-8")
    whole.write_text(text[: text.index("</item>", text.index("Two"))], encoding="utf-8")
    report, broken = import_files(whole)
    assert headlines(app) == {"One"}
    assert len(broken) == 1
    assert report.total == report.expected == 2
    assert report.reasons["post", "the file is cut off in the middle of it"] == 1
