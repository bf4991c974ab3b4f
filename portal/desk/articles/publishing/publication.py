"""Publish an article now or at a time, publish its changes, and take it offline."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _
from flask_login import current_user

from portal.desk.articles.editing.edit_page import form_address
from portal.desk.articles.editing.form import ArticleForm
from portal.desk.articles.saving.conflicts import conflict_page
from portal.desk.articles.saving.refusal import refuse_save_or_claim_version
from portal.desk.articles.saving.save import create_draft, save
from portal.desk.articles.saving.working_copy import store_posted_form
from portal.desk.shared.current_settings import settings
from portal.desk.shared.moments import upcoming_time
from portal.desk.shared.permissions import Action, DeskBlueprint, may
from portal.desk.shared.responses import flash_message, redirect_to
from portal.extensions import db
from portal.models import Article, AuditAction, AuditEntry, Correction, Occasion, Pin

bp = DeskBlueprint("publication", Action.PUBLISH)


@bp.post("/articles/publication")
@bp.post("/articles/<int:article>/publication")
def create(article: Article | None = None) -> Response:
    """Save and publish the article, now or at the chosen time."""
    form = ArticleForm(article=article)
    if refusal := refuse_save_or_claim_version(form, to_publish=True):
        return refusal
    if article is None:
        article = create_draft(form)
        if not article.claim_version(0):
            return conflict_page(form)
    publish(form, article)
    db.session.commit()
    return redirect_to(form_address(article))


def publish(form: ArticleForm, article: Article) -> None:
    """Publish the form. A live article keeps its date; a typed correction is added to it."""
    if article.is_live:
        save(form, article, Occasion.CORRECTED if form.correction.data else Occasion.PUBLISHED)
        add_correction(article, form.correction.data)
        flash_message(_("Published. Readers see the changes now."))
        return
    save(form, article, Occasion.SCHEDULED if form.publish_at else Occasion.PUBLISHED)
    article.publish(settings().time_zone, form.publish_at)
    db.session.flush()
    if may(current_user, Action.FRONT):
        Pin.set_slot(
            article, form.slot.data or ""
        )  # whom it replaces depends on whether it is live
    if form.publish_at:
        AuditEntry.record(current_user, AuditAction.SCHEDULED, article, article.headline)
        flash_message(_("Scheduled for %(time)s.", time=upcoming_time(form.publish_at)))
    else:
        AuditEntry.record(current_user, AuditAction.PUBLISHED, article, article.headline)
        flash_message(_("Published. Readers see it now."))


def add_correction(article: Article, text: str) -> None:
    """Add a correction with today's date; without text only log the change."""
    action = AuditAction.CORRECTED if text else AuditAction.CHANGED
    AuditEntry.record(current_user, action, article, text or article.headline)
    if text:
        article.corrections.append(Correction(text=text))


@bp.post("/articles/<int:article>/publication/end")
def destroy(article: Article) -> Response:
    """Take the article offline or off the schedule. A live address answers 410 then."""
    store_posted_form(article)
    if article.published_at:
        article.unpublish()
        AuditEntry.record(current_user, AuditAction.UNPUBLISHED, article, article.headline)
        flash_message(_("The story is offline and a draft again."))
    else:
        flash_message(
            _("The story is neither live nor scheduled, so nothing was taken offline."), "warn"
        )
    db.session.commit()
    return redirect_to(form_address(article))
