"""The illustration: a picture in an article's body."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import ForeignKey, String, delete, event, insert
from sqlalchemy import inspect as inspected
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.extensions import Model
from portal.models.article.article import Article
from portal.models.media.rendition_sizes import WHOLE

OURS = re.compile(f"/media/{WHOLE.pattern}")


class Illustration(Model):
    """One picture in one body. `stem` names the image as its files do: `ab/abcdef0123456789`."""

    __tablename__ = "illustration"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    stem: Mapped[str] = mapped_column(String(19), primary_key=True, index=True)


def stems_in(body: str) -> set[str]:
    """Return the stems of the images in a body."""
    return {found["stem"] for found in OURS.finditer(body)}


@event.listens_for(Session, "after_flush")
def note_illustrations(session: Session, _context: Any) -> None:
    """Update the illustrations of each article whose body changed in this flush."""
    for article in [*session.new, *session.dirty]:
        if isinstance(article, Article) and inspected(article).attrs.body.history.has_changes():
            if article not in session.new:
                session.execute(delete(Illustration).where(Illustration.article_id == article.id))
            if stems := stems_in(article.body):
                rows = [{"article_id": article.id, "stem": stem} for stem in sorted(stems)]
                session.execute(insert(Illustration.__table__), rows)
