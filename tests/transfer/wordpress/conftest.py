from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.extensions import db
from portal.models import Article
from portal.transfer import wordpress
from tests.transfer.wxr import export


@contextmanager
def no_progress(_label: str, _length: int):
    yield lambda _step: None


@pytest.fixture
def import_parts(app, tmp_path):
    """Import an export of these parts; return the report."""

    def import_parts(*parts: str, media: Path | None = None, dry_run: bool = False):
        path = export(tmp_path, *parts)
        with app.app_context():
            source = wordpress.source_of(media, False)
            return wordpress.import_wordpress([path], source, dry_run, no_progress)[0]

    return import_parts


@pytest.fixture
def article(app):
    """Return the one article with these values, with its authors, categories and source."""

    def article(**values) -> Article:
        with app.app_context():
            db.session().expire_on_commit = False
            found = db.session.query(Article).filter_by(**values).one()
            _ = [author.name for author in found.authors], found.source
            _ = found.category, [link.category.name for link in found.category_links]
            return found

    return article


@pytest.fixture
def stored_text(app):
    """Return every row of every table as text."""

    def stored_text() -> str:
        with app.app_context(), db.engine.connect() as connection:
            rows = [connection.execute(each.select()).all() for each in db.metadata.sorted_tables]
            return repr(rows)

    return stored_text
