"""Preview: what is in the form, at a link of its own, as readers will see it."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _
from flask_login import current_user

from portal.desk.articles.editing.edit_page import article_page
from portal.desk.articles.editing.form import ArticleForm
from portal.desk.articles.editing.lead_picture import bring_in
from portal.desk.articles.saving.saving import (
    begin,
    keep_apart,
    keep_what_was_typed,
    require_right_to_change,
)
from portal.desk.articles.views import address_of
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to
from portal.extensions import db
from portal.models import Article, Preview, now

bp = DeskBlueprint("previews", Action.WRITE)


@bp.post("/articles/preview")
@bp.post("/articles/<int:article>/preview")
def create(article: Article | None = None) -> Response:
    """Keep what is typed, as autosave does, and lead to a link that shows it for seven days."""
    form = ArticleForm(article=article)
    if article:
        require_right_to_change(article)
    bring_in(form)
    if not form.validate() and (form.body.errors or form.new_picture.errors):
        return article_page(form, 422)
    article = article or begin(form)
    keep_apart(form, article)
    db.session.commit()
    return redirect_to(Preview.create(article, current_user).path)


@bp.post("/articles/<int:article>/preview/end")
def destroy(article: Article) -> Response:
    """End every link that was made until now, whoever made it or has it."""
    require_right_to_change(article)
    keep_what_was_typed(article)
    article.previews_ended_at = now()
    db.session.commit()
    flash_message(_("Every preview link of this story has ended. Preview makes a new one."))
    return redirect_to(address_of(article))
