"""Whether the signed-in editor may change or publish one article."""

from __future__ import annotations

from flask_login import current_user
from werkzeug.exceptions import Forbidden

from portal.desk.shared.permissions import Action, may
from portal.models import Article


def may_publish(article: Article | None) -> bool:
    """Return True if the editor may publish `article`; None is a new one."""
    return may(current_user, Action.PUBLISH, article)


def may_change(article: Article) -> bool:
    """Return True if the editor may change `article`.

    An article with a date is live, scheduled, or would be again when it leaves the bin: only an
    editor who may publish it may change it.
    """
    return may_publish(article) or article.published_at is None


def require_right_to_change(article: Article) -> None:
    """Raise Forbidden (403) unless the editor may change `article`."""
    if not may_change(article):
        raise Forbidden
