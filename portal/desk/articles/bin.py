"""Move an article to the bin, and restore it."""

from __future__ import annotations

from flask import Response, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.desk.articles.editing.edit_page import form_address
from portal.desk.articles.editing.rights import require_right_to_change
from portal.desk.articles.saving.working_copy import store_posted_form
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to
from portal.extensions import db
from portal.models import Article, AuditAction, AuditEntry

bp = DeskBlueprint("binning", Action.WRITE)


@bp.post("/articles/<int:article>/bin")
def create(article: Article) -> Response:
    """Move the article to the bin and store what was typed. Its public address then answers 410."""
    require_right_to_change(article)
    store_posted_form(article)
    if not article.binned_at:
        article.bin()
        AuditEntry.record(current_user, AuditAction.BINNED, article, article.headline)
    db.session.commit()
    message = _("Moved to the bin: “%(headline)s”.", headline=article.headline or _("Untitled"))
    flash_message(message, undo=url_for("desk.binning.destroy", article=article.id))
    return redirect_to(url_for("desk.articles.index"))


@bp.post("/articles/<int:article>/bin/end")
def destroy(article: Article) -> Response:
    """Restore the article as it was before: draft, scheduled or live."""
    require_right_to_change(article)
    store_posted_form(article)
    if article.binned_at:
        article.unbin()
        AuditEntry.record(current_user, AuditAction.UNDONE, article, article.headline)
    db.session.commit()
    if article.is_live:
        flash_message(_("Restored. Readers see it again."))
    else:
        flash_message(_("Restored."))
    return redirect_to(form_address(article))
