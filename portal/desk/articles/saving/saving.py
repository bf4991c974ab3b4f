"""What stands against saving an article, and the save itself. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_urlsafe

from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.exceptions import Forbidden

from portal.desk.articles.editing.edit_page import article_page
from portal.desk.articles.editing.form import NO_COPY, ArticleForm, focal_of
from portal.desk.articles.editing.form_buttons import rearrange
from portal.desk.articles.editing.lead_picture import bring_in, describe
from portal.desk.articles.saving.conflicts import choose, conflict, unseen
from portal.desk.shared.permissions import Action, may
from portal.extensions import db
from portal.models import (
    Article,
    AuditAction,
    AuditEntry,
    Occasion,
    Pin,
    Revision,
    WorkingCopy,
    now,
)
from portal.models.article.diff import parts_that_differ
from portal.models.article.fields import fields_of
from portal.models.base.slugs import slug_of


def open_form(article: Article) -> ArticleForm:
    """The form to change it with: as this editor has left it, else as the article is."""
    require_right_to_change(article)
    copy = WorkingCopy.find(article, current_user)
    if copy is None:
        return ArticleForm.of(article)
    form = ArticleForm.of_fields(copy.fields, article)
    form.copy_seen.data = copy.stamp
    return form


def begin(form: ArticleForm) -> Article:
    """The article of a new form: the same one, however often that form is sent."""
    article = Article.create_draft(current_user, form.begun_with.data[:60] or token_urlsafe())
    form.article = article
    return article


def what_stands_against(form: ArticleForm, to_publish: bool = False) -> Response | None:
    """The answer to a save that cannot be taken; None: nothing. Raises the article's version.

    A button that only rearranges tags or authors, a mistake (422), a stale version (409), a picture
    for which there is no room (503).
    """
    article = form.article
    if article:
        require_right_to_change(article)
    told = bring_in(form)
    if rearrange(form):
        return article_page(form)
    if response := choose(form):
        return response
    if not (form.validate_to_publish() if to_publish else form.validate()):
        return article_page(form, max(422, told.status if told else 0))
    keeps_apart = article and article.is_live and not to_publish
    if article and not keeps_apart and not article.claim_version(form.version.data or 0):
        return conflict(form)
    return None


def require_right_to_change(article: Article) -> None:
    if not may_change(article):
        raise Forbidden


def may_change(article: Article) -> bool:
    """What readers see, soon will, or would again out of the bin is changed only by who may publish it."""
    return may_publish(article) or article.published_at is None


def may_publish(article: Article | None) -> bool:
    return may(current_user, Action.PUBLISH, article)


def save(form: ArticleForm, article: Article, occasion: str = Occasion.SAVED) -> None:
    """Let the article say what the form says; what this editor had kept apart is in it."""
    if article.version > 1:
        Revision.record_imported(article, fields_of(article))
    form.fill(article)
    article.updated_at = now()
    describe(form)
    db.session.flush()
    if may(current_user, Action.FRONT):
        Pin.set_slot(article, form.slot.data or "")
    if article.version == 1:
        AuditEntry.record(current_user, AuditAction.ADDED, article, article.headline)
    others = unseen(form)
    WorkingCopy.discard(article, current_user)
    form.copy_seen.data = NO_COPY
    Revision.record(article, current_user, fields_of(article), occasion)
    for fields in filter(None, (form.not_chosen, others)):
        Revision.set_aside(article, current_user, fields)


@contextmanager
def changing(article: Article, occasion: str = Occasion.SAVED) -> Iterator[None]:
    """As a save does, without a form: a revision, and a version that tells who has the form open."""
    Revision.record_imported(article, fields_of(article))
    yield
    db.session.flush()
    article.claim_version(article.version)
    Revision.record(article, current_user, fields_of(article), occasion)


def keep_apart(form: ArticleForm, article: Article) -> None:
    """Keep what this editor changed apart from what readers see; nothing, if nothing is changed."""
    if article.version == 0:
        title(article, form)
    if others := unseen(form):
        Revision.set_aside(article, current_user, others)
    if article.version == 0 or says_more(form, article):
        begun_from = {"version": form.version.data or 0}
        copy = WorkingCopy.save(article, current_user, form.fields() | begun_from)
        form.copy_seen.data = copy.stamp
    else:
        WorkingCopy.discard(article, current_user)
        form.copy_seen.data = NO_COPY


def keep_what_was_typed(article: Article) -> None:
    """A button did something else with the article: what its form was sent with is kept apart."""
    if "begun_with" in request.form:
        keep_apart(ArticleForm(article=article), article)


def title(article: Article, form: ArticleForm) -> None:
    """So that lists can show a draft that nobody has saved."""
    article.headline = (form.headline.data or _("Untitled"))[:300]
    article.slug = slug_of(article.headline)


def says_more(form: ArticleForm, article: Article) -> bool:
    """The form holds anything that the article does not say."""
    pin = db.session.get(Pin, article.id)
    slot = pin.slot if pin else ""
    moved = form.focal.data and form.focal.data != focal_of(form.picture)
    if moved or form.correction.data or (form.slot.data or "") != slot:
        return True
    return bool(parts_that_differ(fields_of(article), form.fields()))
