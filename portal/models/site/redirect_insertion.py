"""Adds many redirects in a few statements."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from portal.extensions import db
from portal.models.site.redirect import Redirect
from portal.wording.unicode_text import nfc

MAX_PATH_CHARS = 700  # as many as `Redirect.old` has room for
NUL = "\0"  # no address has one, and PostgreSQL does not store it
BATCH_ROWS = 500


def insert_missing_redirects(targets: Mapping[str, Mapping[str, int | str]]) -> set[str]:
    """Add a redirect from each old path to its target, such as `{"tag_id": 7}`. Does not commit.

    A path that redirects already stays as it is. Return those paths.
    """
    targets = {nfc(old): target for old, target in targets.items()}
    olds = [old for old in targets if 1 < len(old) <= MAX_PATH_CHARS and NUL not in old]
    existing: set[str] = set()
    for start in range(0, len(olds), BATCH_ROWS):
        batch = olds[start : start + BATCH_ROWS]
        present = set(db.session.scalars(select(Redirect.old).where(Redirect.old.in_(batch))))
        rows = [{"old": old, **NO_TARGET, **targets[old]} for old in batch if old not in present]
        if rows:
            db.session.execute(Redirect.__table__.insert(), rows)
        existing |= present
    return existing


NO_TARGET = {
    "address": "",
    "article_id": None,
    "page_id": None,
    "category_id": None,
    "tag_id": None,
    "author_id": None,
}
