"""The article's form as a page: what its panels need to know beside the form itself."""

from __future__ import annotations

from flask import Response

from portal.desk.answers import answer
from portal.desk.article_choices import author_names, source_names
from portal.desk.article_form import GOOD_HEADLINE, GOOD_STANDFIRST, ArticleForm
from portal.desk.readiness import hints
from portal.models import State


def article_page(form: ArticleForm, status: int = 200, words: str = "") -> Response:
    """New and edit alike. `words` stand above the form."""
    article = form.article
    return answer(
        "desk/articles/edit.html",
        "desk/articles/_form.html",
        status,
        form=form,
        article=article,
        state=article.state if article else State.DRAFT,
        words=words,
        authors=author_names(),
        sources=source_names(),
        good={"headline": GOOD_HEADLINE, "standfirst": GOOD_STANDFIRST},
        hints=hints(form),
    )
