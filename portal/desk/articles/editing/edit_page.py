"""The article's form as a page: what its panels need to know beside the form itself."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for
from flask_login import current_user
from sqlalchemy import func, select

from portal.desk.articles.editing.checklist import hints
from portal.desk.articles.editing.choices import author_names, source_names
from portal.desk.articles.editing.diff import summaries
from portal.desk.articles.editing.form import GOOD_HEADLINE, GOOD_STANDFIRST, ArticleForm
from portal.desk.shared.responses import render
from portal.extensions import db
from portal.models import Article, Presence, Revision, State, WorkingCopy
from portal.models.article.diff import parts_that_differ
from portal.models.article.fields import fields_of

NEWEST = 3


def render_form(form: ArticleForm, status: int = 200, words: str = "") -> Response:
    """New and edit alike. `words` stand above the form."""
    article = form.article
    return render(
        "desk/articles/editing/edit.html",
        "desk/articles/editing/_form.html",
        status,
        form=form,
        article=article,
        state=article.state if article else State.DRAFT,
        words=words,
        authors=author_names(),
        sources=source_names(),
        good={"headline": GOOD_HEADLINE, "standfirst": GOOD_STANDFIRST},
        hints=hints(form),
        **side_panels(article),
    )


def autosave_response(form: ArticleForm) -> Response:
    """For a script that saved or kept it: when, the version now, and who else is here."""
    page = "desk/articles/saving/_autosave_response.html"
    article = form.article
    assert article
    response = render(
        page,
        form=form,
        article=article,
        state=article.state,
        hints=hints(form),
        **side_panels(article),
    )
    response.headers["HX-Reswap"] = "none"  # each part of it knows its place
    return response


def form_address(article: Article) -> str:
    """Return the address of the article's form."""
    return url_for("desk.articles.edit", article=article.id)


def side_panels(article: Article | None) -> dict[str, Any]:
    """What is kept of an article beside what it says, and who else has it open."""
    if article is None or article.id is None:
        return {"copy": None, "others": [], "revisions": [], "revision_count": 0}
    copy = WorkingCopy.find(article, current_user)
    found = db.session.scalars(Revision.select_for(article).limit(NEWEST + 1)).all()
    counted = select(func.count()).where(Revision.article_id == article.id)
    short = summaries(found)
    return {
        "copy": copy,
        "changed": parts_that_differ(fields_of(article), copy.fields) if copy else [],
        "others": Presence.others(article, current_user),
        "revisions": [(each, short[each.id]) for each in found[:NEWEST]],
        "revision_count": db.session.scalar(counted),
    }
