"""Preview: what is in the form, at a link of its own, as readers will see it."""

from __future__ import annotations

from flask import Response
from flask_login import current_user

from portal.desk.answers import go_to
from portal.desk.article_form import ArticleForm
from portal.desk.article_page import article_page
from portal.desk.lead_picture import bring_in
from portal.desk.roles import Action, Room
from portal.desk.saving import begin, keep_apart, require_right_to_change
from portal.extensions import db
from portal.models import Article, Preview

bp = Room("previews", Action.WRITE)


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
    return go_to(Preview.begin(article, current_user).path)
