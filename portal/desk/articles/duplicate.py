"""Copy a story: what its form says becomes a new draft of the editor who asks."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from portal.desk.articles.editing.edit_page import form_address, render_form
from portal.desk.articles.editing.form import ArticleForm
from portal.desk.articles.editing.lead_picture import upload_lead_picture
from portal.desk.articles.saving.save import save_as_new_draft
from portal.desk.articles.saving.working_copy import store_working_copy
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to
from portal.extensions import db
from portal.models import Article

bp = DeskBlueprint("copying", Action.WRITE)


@bp.post("/articles/<int:article>/copy")
def create(article: Article) -> Response:
    """Save the form as another draft, and as the working copy of the first one, which stays as it is."""
    form = ArticleForm(article=article)
    upload_lead_picture(form)
    if not form.validate():
        return render_form(form, 422)
    store_working_copy(form, article)
    copy = save_as_new_draft(form)
    db.session.commit()
    flash_message(_("This is the copy, a separate draft. The original is unchanged."))
    return redirect_to(form_address(copy))
