"""Redirects in numbers."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from portal.extensions import db
from portal.models import Redirect
from portal.transfer.wordpress.old_addresses import LONGEST, NUL

AT_ONCE = 500


def lead_all(targets: Mapping[str, Mapping[str, int | str]]) -> None:
    """Lead each old address to its target, such as `{"tag_id": 7}`. One that leads somewhere stays."""
    olds = [old for old in targets if 1 < len(old) <= LONGEST and NUL not in old]
    for start in range(0, len(olds), AT_ONCE):
        some = olds[start : start + AT_ONCE]
        kept = set(db.session.scalars(select(Redirect.old).where(Redirect.old.in_(some))))
        rows = [{"old": old, **NOWHERE, **targets[old]} for old in some if old not in kept]
        if rows:
            db.session.execute(Redirect.__table__.insert(), rows)


NOWHERE = {
    "address": "",
    "article_id": None,
    "page_id": None,
    "category_id": None,
    "tag_id": None,
    "author_id": None,
}
