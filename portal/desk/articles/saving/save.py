"""Save the article's form to its article. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_urlsafe

from flask_login import current_user

from portal.desk.articles.editing.form import NO_COPY, ArticleForm
from portal.desk.articles.editing.lead_picture import save_picture_text
from portal.desk.articles.saving.working_copy import unseen_copy_fields
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
from portal.models.article.fields import fields_of


def create_draft(form: ArticleForm) -> Article:
    """Return the draft of a new form. The same form token always gives the same article."""
    article = Article.create_draft(current_user, form.form_token.data[:60] or token_urlsafe())
    form.article = article
    return article


def save(form: ArticleForm, article: Article, occasion: str = Occasion.SAVED) -> None:
    """Write the form to `article`, and drop the editor's working copy, which the form contains.

    Text that the editor did not choose in a conflict, or typed in another window, is stored as a
    revision of its own.
    """
    if article.version > 1:
        Revision.record_imported(article, fields_of(article))
    form.fill(article)
    article.updated_at = now()
    save_picture_text(form)
    db.session.flush()
    if may(current_user, Action.FRONT):
        Pin.set_slot(article, form.slot.data or "")
    if article.version == 1:
        AuditEntry.record(current_user, AuditAction.ADDED, article, article.headline)
    unseen = unseen_copy_fields(form)
    WorkingCopy.discard(article, current_user)
    form.copy_seen.data = NO_COPY
    Revision.record(article, current_user, fields_of(article), occasion)
    for fields in filter(None, (form.not_chosen, unseen)):
        Revision.set_aside(article, current_user, fields)


def save_as_new_draft(form: ArticleForm) -> Article:
    """Save the form as another article, without the slot, time and address of the first one."""
    form.form_token.data, form.slot.data, form.slug.data = token_urlsafe(), "", ""
    form.when.data, form.correction.data = "now", ""
    copy = create_draft(form)
    copy.claim_version(0)
    save(form, copy)
    return copy


@contextmanager
def recorded_change(article: Article, occasion: str = Occasion.SAVED) -> Iterator[None]:
    """Change `article` in the block without its form: adds a revision and raises the version.

    An editor who has the form open meets the new version as a conflict.
    """
    Revision.record_imported(article, fields_of(article))
    yield
    db.session.flush()
    article.claim_version(article.version)
    Revision.record(article, current_user, fields_of(article), occasion)
