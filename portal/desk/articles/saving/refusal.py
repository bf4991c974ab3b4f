"""Refuse a save that cannot be done, or claim the article's next version for it."""

from __future__ import annotations

from flask import Response

from portal.desk.articles.editing.edit_page import render_form
from portal.desk.articles.editing.form import ArticleForm
from portal.desk.articles.editing.form_buttons import apply_button
from portal.desk.articles.editing.lead_picture import upload_lead_picture
from portal.desk.articles.editing.rights import require_right_to_change
from portal.desk.articles.saving.conflict_choices import apply_choices
from portal.desk.articles.saving.conflicts import conflict_page


def refuse_save_or_claim_version(form: ArticleForm, to_publish: bool = False) -> Response | None:
    """Return the response to a form that cannot be saved now, or claim the next version.

    Refused: a button that only changes the form (200), an invalid field (422), a stale version
    (409), a picture for which there is no room (503). None means that the caller saves. Raises
    Forbidden if the editor may not change the article.
    """
    article = form.article
    if article:
        require_right_to_change(article)
    upload = upload_lead_picture(form)
    if apply_button(form):
        return render_form(form)
    if response := apply_choices(form):
        return response
    if not (form.validate_to_publish() if to_publish else form.validate()):
        return render_form(form, max(422, upload.status if upload else 0))
    saves_a_copy = article and article.is_live and not to_publish
    if article and not saves_a_copy and not article.claim_version(form.version.data or 0):
        return conflict_page(form)
    return None
