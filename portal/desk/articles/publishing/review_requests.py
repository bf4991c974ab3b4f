"""Send a draft for review, withdraw it, or send it back to its writer."""

from __future__ import annotations

from flask import Response, abort, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.desk.articles.editing.edit_page import form_address
from portal.desk.articles.editing.form import ArticleForm
from portal.desk.articles.saving.conflicts import conflict_page
from portal.desk.articles.saving.refusal import refuse_save_or_claim_version
from portal.desk.articles.saving.save import create_draft, save
from portal.desk.articles.saving.working_copy import store_posted_form
from portal.desk.shared.forms import safe_desk_address
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to
from portal.extensions import db
from portal.models import Article, AuditAction, AuditEntry, ReviewNote, State

bp = DeskBlueprint("submission", Action.WRITE)


@bp.post("/articles/submission")
@bp.post("/articles/<int:article>/submission")
def create(article: Article | None = None) -> Response:
    """Save the draft and put it in the review queue."""
    if article and article.state not in (State.DRAFT, State.UNPUBLISHED, State.IN_REVIEW):
        abort(409, _("Only a draft can be sent for review."))
    form = ArticleForm(article=article)
    if refusal := refuse_save_or_claim_version(form):
        return refusal
    if article is None:
        article = create_draft(form)
        if not article.claim_version(0):
            return conflict_page(form)
    save(form, article)
    article.submit()
    AuditEntry.record(current_user, AuditAction.SENT_FOR_REVIEW, article, article.headline)
    db.session.commit()
    flash_message(_("Sent for review."))
    return redirect_to(form_address(article))


@bp.post("/articles/<int:article>/submission/end")
def destroy(article: Article) -> Response:
    """Withdraw the draft, or as an editor send it back to its writer with a note."""
    next_address = safe_desk_address(request.args.get("then"), form_address(article))
    store_posted_form(article)
    if article.state is not State.IN_REVIEW:
        db.session.commit()
        flash_message(
            _("“%(headline)s” is no longer in review.", headline=article.headline), "warn"
        )
        return redirect_to(next_address)
    article.send_back(typed_note())
    action = AuditAction.UNDONE if article.is_own(current_user) else AuditAction.SENT_BACK
    AuditEntry.record(current_user, action, article, article.headline)
    db.session.commit()
    flash_message(_("“%(headline)s” is a draft again.", headline=article.headline))
    return redirect_to(next_address)


def typed_note() -> ReviewNote | None:
    """Return the note that the editor typed, or None."""
    text = request.form.get("note", "").strip()
    return ReviewNote(editor_id=current_user.id, text=text) if text else None
