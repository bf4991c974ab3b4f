"""Autosave: store the form as a working copy every few seconds, and tell who else is here."""

from __future__ import annotations

from flask import Response, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.desk.articles.editing.diff import compare, words_added_and_removed
from portal.desk.articles.editing.edit_page import autosave_response
from portal.desk.articles.editing.form import ArticleForm
from portal.desk.articles.editing.rights import require_right_to_change
from portal.desk.articles.saving.save import create_draft
from portal.desk.articles.saving.working_copy import store_posted_form, store_working_copy
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.extensions import db
from portal.models import Article, Presence, Revision, WorkingCopy
from portal.models.article.fields import fields_of

bp = DeskBlueprint("working_copies", Action.WRITE)


@bp.post("/articles/working-copy")
def create() -> Response:
    """Store the form of a new article as a draft with version 0. Answers 201 with its address."""
    form = ArticleForm()
    article = create_draft(form)
    response = autosave(form, article)
    response.status_code = 201
    response.headers["Location"] = url_for("desk.articles.edit", article=article.id)
    return response


@bp.post("/articles/<int:article>/working-copy")
def update(article: Article) -> Response:
    """Store the form as it is, valid or not. Readers and colleagues do not see it."""
    require_right_to_change(article)
    return autosave(ArticleForm(article=article), article)


@bp.get("/articles/<int:article>/working-copy")
def show(article: Article) -> Response:
    """Compare the article with the editor's working copy."""
    require_right_to_change(article)
    copy = WorkingCopy.find(article, current_user)
    found = compare(fields_of(article), copy.fields) if copy else []
    more, less = words_added_and_removed(found)
    page = "desk/articles/saving/changes.html"
    return render(page, article=article, copy=copy, changes=found, more=more, less=less)


@bp.post("/articles/<int:article>/working-copy/removal")
def destroy(article: Article) -> Response:
    """Discard the working copy. Its last state stays under Revisions."""
    require_right_to_change(article)
    store_posted_form(article)
    if copy := WorkingCopy.find(article, current_user):
        Revision.set_aside(article, current_user, copy.fields)
        WorkingCopy.discard(article, current_user)
        db.session.commit()
        flash_message(_("Changes discarded. Your text is under Revisions."))
    return redirect_to(url_for("desk.articles.edit", article=article.id))


@bp.post("/articles/<int:article>/presence")
def presence(article: Article) -> Response:
    """Note that the form is open, and answer who else has it open."""
    Presence.touch(article, current_user)
    db.session.commit()
    return render(
        "desk/articles/saving/_people_here.html", others=Presence.others(article, current_user)
    )


@bp.post("/articles/<int:article>/presence/removal")
def absence(article: Article) -> Response:
    """Note that the form is closed."""
    Presence.remove(article, current_user)
    db.session.commit()
    return Response(status=204)


def autosave(form: ArticleForm, article: Article) -> Response:
    """Store the working copy, commit, and answer with what changed on the page."""
    Presence.touch(article, current_user)
    store_working_copy(form, article)
    db.session.commit()
    return autosave_response(form)
