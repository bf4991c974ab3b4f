"""Writing an article: a new one, and one that is there."""

from __future__ import annotations

from flask import Response, request, url_for
from flask_login import current_user

from portal.desk.articles.editing.edit_page import article_page, kept
from portal.desk.articles.editing.form import ArticleForm
from portal.desk.articles.saving.conflicts import conflict
from portal.desk.articles.saving.saving import (
    begin,
    keep_apart,
    open_form,
    save,
    what_stands_against,
)
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import redirect_to, wants_fragment
from portal.extensions import db
from portal.models import Article

bp = DeskBlueprint("articles", Action.WRITE)


@bp.get("/articles/new")
def new() -> Response:
    """An empty form, for `?day=` that is planned. Its article begins with the first save or autosave."""
    return article_page(ArticleForm.new(current_user, request.args.get("day", "")))


@bp.post("/articles")
def create() -> Response:
    """Save a new article as a draft."""
    form = ArticleForm()
    if trouble := what_stands_against(form):
        return trouble
    article = begin(form)
    if not article.claim_version(0):
        return conflict(form)
    save(form, article)
    db.session.commit()
    return redirect_to(address_of(article))


@bp.get("/articles/<int:article>")
def edit(article: Article) -> Response:
    """The form as the article is, with what this editor has kept apart from it."""
    return article_page(open_form(article))


@bp.post("/articles/<int:article>")
def update(article: Article) -> Response:
    """Save it. What is changed in a live story is kept apart until it is published."""
    form = ArticleForm(article=article)
    if trouble := what_stands_against(form):
        return trouble
    if article.is_live:
        keep_apart(form, article)
    else:
        save(form, article)
    db.session.commit()
    if wants_fragment():
        form.version.data = article.version
        return kept(form)
    return redirect_to(address_of(article))


def address_of(article: Article) -> str:
    return url_for("desk.articles.edit", article=article.id)
