"""The editor's working copy: what the form says and the article does not yet. Nothing here commits."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from flask_login import current_user

from portal.desk.articles.editing.form import FORM_ID_FIELD, NO_COPY, ArticleForm, focal_of
from portal.desk.articles.editing.rights import require_right_to_change
from portal.extensions import db
from portal.models import Article, Pin, Revision, WorkingCopy
from portal.models.article.diff import Fields, parts_that_differ
from portal.models.article.fields import fields_of
from portal.models.base.slugs import slug_of


def open_form(article: Article) -> ArticleForm:
    """Return the form filled from the editor's working copy, or from the article if there is none."""
    require_right_to_change(article)
    copy = WorkingCopy.find(article, current_user)
    if copy is None:
        return ArticleForm.of(article)
    form = ArticleForm.of_fields(copy.fields, article)
    form.copy_seen.data = copy.stamp
    return form


def store_working_copy(form: ArticleForm, article: Article) -> None:
    """Store what the form says as the editor's working copy; drop the copy if nothing differs."""
    if article.version == 0:
        set_draft_title(article, form)
    if unseen := unseen_copy_fields(form):
        Revision.set_aside(article, current_user, unseen)
    if article.version == 0 or differs_from_article(form, article):
        base = {"version": form.version.data or 0}
        copy = WorkingCopy.save(article, current_user, form.fields() | base)
        form.copy_seen.data = copy.stamp
    else:
        WorkingCopy.discard(article, current_user)
        form.copy_seen.data = NO_COPY


def store_posted_form(article: Article) -> None:
    """Store the form that a request carries beside what its button does to the article."""
    if FORM_ID_FIELD in request.form:
        store_working_copy(ArticleForm(article=article), article)


def unseen_copy_fields(form: ArticleForm) -> Fields | None:
    """Return what this editor typed in another window since the form was opened, or None."""
    assert form.article
    copy = WorkingCopy.find(form.article, current_user)
    is_unseen = copy and form.copy_seen.data not in ("", copy.stamp)
    return copy.fields if copy and is_unseen else None


def set_draft_title(article: Article, form: ArticleForm) -> None:
    """Give a draft that was never saved a headline and a slug, so that lists can show it."""
    article.headline = (form.headline.data or _("Untitled"))[:300]
    article.slug = slug_of(article.headline)


def differs_from_article(form: ArticleForm, article: Article) -> bool:
    """Return True if the form says anything that the article does not."""
    pin = db.session.get(Pin, article.id)
    slot = pin.slot if pin else ""
    moved = form.focal.data and form.focal.data != focal_of(form.picture)
    if moved or form.correction.data or (form.slot.data or "") != slot:
        return True
    return bool(parts_that_differ(fields_of(article), form.fields()))
