"""The choice between two versions of an article, as the conflict page posts it."""

from __future__ import annotations

from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.desk.articles.editing.edit_page import form_address, render_form
from portal.desk.articles.editing.form import ArticleForm
from portal.desk.articles.saving.conflicts import CHOICE_PREFIX, JOINED, MINE
from portal.desk.articles.saving.save import save_as_new_draft
from portal.desk.shared.responses import flash_message, redirect_to
from portal.extensions import db
from portal.models import Article, WorkingCopy
from portal.models.article.diff import PARTS
from portal.models.article.fields import fields_of


def apply_choices(form: ArticleForm) -> Response | None:
    """Write the chosen parts into the form. Return a response if nothing is to be saved to it."""
    button = request.form.get("do")
    chosen = {name: request.form.get(f"{CHOICE_PREFIX}{name}") for name in PARTS}
    article = form.article
    if article is None or not any(chosen.values()):
        return None
    if button == "back":
        return redirect_to(form_address(article))
    if button == "copy":
        return save_as_separate_draft(form, article)
    form.not_chosen = form.fields()
    theirs = fields_of(article)
    for part, choice in chosen.items():
        if choice not in (MINE, JOINED):
            form.replace_part(part, theirs)
    if chosen["body"] == JOINED:
        form.replace_part("body", {"body": request.form.get("body-joined", "")})
    return None


def save_as_separate_draft(form: ArticleForm, article: Article) -> Response:
    """Save the editor's version as another article. The first one stays as it is."""
    if not form.validate():
        return render_form(form, 422)
    draft = save_as_new_draft(form)
    WorkingCopy.discard(article, current_user)
    db.session.commit()
    flash_message(_("Your version is now a separate draft. The other story is unchanged."))
    return redirect_to(form_address(draft))
