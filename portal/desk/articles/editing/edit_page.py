"""The page of the article's form, and the response to an autosave."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for
from flask_login import current_user
from sqlalchemy import func, select

from portal.desk.articles.editing.checklist import hints
from portal.desk.articles.editing.diff import summaries
from portal.desk.articles.editing.form import (
    GOOD_HEADLINE_CHARS,
    GOOD_STANDFIRST_CHARS,
    ArticleForm,
)
from portal.desk.shared.responses import render
from portal.extensions import db
from portal.models import Article, Presence, Revision, State, WorkingCopy
from portal.models.article.diff import parts_that_differ
from portal.models.article.fields import fields_of

RECENT_REVISIONS = 3


def render_form(form: ArticleForm, status: int = 200) -> Response:
    """Render the form of a new or an existing article; htmx gets the form alone."""
    article = form.article
    return render(
        "desk/articles/editing/edit.html",
        "desk/articles/editing/_form.html",
        status,
        form=form,
        article=article,
        state=article.state if article else State.DRAFT,
        good_chars={"headline": GOOD_HEADLINE_CHARS, "standfirst": GOOD_STANDFIRST_CHARS},
        hints=hints(form),
        **side_panels(article),
    )


def autosave_response(form: ArticleForm) -> Response:
    """Answer a script after a save: time, version, who else has the form open. Each part swaps itself."""
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
    response.headers["HX-Reswap"] = "none"  # each part names its own target
    return response


def form_address(article: Article) -> str:
    """Return the address of the article's form."""
    return url_for("desk.articles.edit", article=article.id)


def side_panels(article: Article | None) -> dict[str, Any]:
    """Return the working copy, the recent revisions, and who else has the article open."""
    if article is None or article.id is None:
        return {"copy": None, "others": [], "revisions": [], "revision_count": 0}
    copy = WorkingCopy.find(article, current_user)
    found = db.session.scalars(Revision.select_for(article).limit(RECENT_REVISIONS + 1)).all()
    counted = select(func.count()).where(Revision.article_id == article.id)
    summary_by_id = summaries(found)
    return {
        "copy": copy,
        "changed": parts_that_differ(fields_of(article), copy.fields) if copy else [],
        "others": Presence.others(article, current_user),
        "revisions": [(each, summary_by_id[each.id]) for each in found[:RECENT_REVISIONS]],
        "revision_count": db.session.scalar(counted),
    }
