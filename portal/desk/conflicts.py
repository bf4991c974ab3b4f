"""Two editors on one article: the second save of a stale version."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from portal.desk.article_form import ArticleForm
from portal.desk.article_page import article_page


def conflict(form: ArticleForm) -> Response:
    """Somebody saved it since this form was opened. What was typed is all there, and not saved."""
    assert form.article
    form.version.data = form.article.version
    words = _("Somebody saved this article while you wrote. Saving again puts yours in its place.")
    return article_page(form, 409, words=words)
