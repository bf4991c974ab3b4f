"""Preview links: the form as readers will see it, at a signed address."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _
from flask_login import current_user

from portal.desk.articles.editing.edit_page import form_address, render_form
from portal.desk.articles.editing.form import ArticleForm
from portal.desk.articles.editing.lead_picture import upload_lead_picture
from portal.desk.articles.editing.rights import require_right_to_change
from portal.desk.articles.saving.save import create_draft
from portal.desk.articles.saving.working_copy import store_posted_form, store_working_copy
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to
from portal.extensions import db
from portal.models import Article, Preview, now

bp = DeskBlueprint("previews", Action.WRITE)


@bp.post("/articles/preview")
@bp.post("/articles/<int:article>/preview")
def create(article: Article | None = None) -> Response:
    """Store the form as autosave does, and redirect to a link that shows it for seven days."""
    form = ArticleForm(article=article)
    if article:
        require_right_to_change(article)
    upload_lead_picture(form)
    if not form.validate() and (form.body.errors or form.new_picture.errors):
        return render_form(form, 422)
    article = article or create_draft(form)
    store_working_copy(form, article)
    db.session.commit()
    return redirect_to(Preview.create(article, current_user).path)


@bp.post("/articles/<int:article>/preview/end")
def destroy(article: Article) -> Response:
    """End every preview link that was created until now."""
    require_right_to_change(article)
    store_posted_form(article)
    article.previews_ended_at = now()
    db.session.commit()
    flash_message(_("All preview links of this story have ended. Preview creates a new one."))
    return redirect_to(form_address(article))
