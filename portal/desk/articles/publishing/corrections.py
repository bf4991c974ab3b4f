"""Remove a correction that was itself wrong."""

from __future__ import annotations

from flask import Response, abort
from flask_babel import gettext as _
from flask_login import current_user

from portal.desk.articles.editing.edit_page import form_address
from portal.desk.articles.editing.form import ArticleForm
from portal.desk.articles.saving.working_copy import store_working_copy
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to
from portal.extensions import db
from portal.models import Article, AuditAction, AuditEntry, Correction

bp = DeskBlueprint("corrections", Action.PUBLISH)


@bp.post("/articles/<int:article>/corrections/<int:number>/removal")
def destroy(article: Article, number: int) -> Response:
    """Remove a correction. Its text returns to the form, to be corrected and published again."""
    correction = db.session.get(Correction, number)
    if correction is None or correction.article_id != article.id:
        abort(404)
    form = ArticleForm(article=article)
    form.correction.data = form.correction.data or correction.text
    store_working_copy(form, article)
    AuditEntry.record(current_user, AuditAction.REMOVED, correction, correction.text)
    article.corrections.remove(correction)
    db.session.commit()
    flash_message(_("Correction removed: readers no longer see it. Its text is back in the form."))
    return redirect_to(form_address(article))
