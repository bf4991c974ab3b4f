"""Choosing an article's lead picture: in its form, or without a script on a page of its own."""

from __future__ import annotations

from flask import Response, request, url_for

from portal.desk.articles.editing.checklist import hints
from portal.desk.articles.editing.edit_page import article_page
from portal.desk.articles.editing.form import ArticleForm
from portal.desk.articles.editing.form_buttons import rearrange
from portal.desk.articles.editing.lead_picture import bring_in, choose
from portal.desk.articles.saving.saving import (
    begin,
    keep_apart,
    open_form,
    require_right_to_change,
)
from portal.desk.library.views import ONLY, Found
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import redirect_to, render, wants_fragment
from portal.extensions import db
from portal.models import Article

bp = DeskBlueprint("illustrating", Action.WRITE)


@bp.post("/articles/picture")
@bp.post("/articles/<int:article>/picture")
def update(article: Article | None = None) -> Response:
    """The form's picture, after one of its buttons: for htmx, which swaps its panel alone.

    Without a script what was typed is kept apart, and the library is shown to choose from.
    """
    form = ArticleForm(article=article)
    told = bring_in(form)
    status = told.status if told and told.status > 400 else 200
    rearrange(form)
    if wants_fragment():
        return render(
            "desk/articles/editing/_form_part.html",
            status=status,
            part="desk/articles/editing/_lead_picture.html",
            form=form,
            article=article,
            hints=hints(form),
        )
    if status > 400:
        return article_page(form, status)
    article = article or begin(form)
    require_right_to_change(article)
    keep_apart(form, article)
    db.session.commit()
    return redirect_to(url_for("desk.illustrating.index", article=article.id))


@bp.get("/articles/<int:article>/picture")
def index(article: Article) -> Response:
    """The library, each picture with the button that makes it this article's."""
    require_right_to_change(article)
    return render(
        "desk/articles/editing/choose_picture.html",
        article=article,
        found=Found.of_request(),
        only=ONLY,
        library=url_for("desk.illustrating.index", article=article.id),
    )


@bp.post("/articles/<int:article>/picture/choice")
def create(article: Article) -> Response:
    """Put it into the form as its editor left it; nothing is saved to the story yet."""
    form = open_form(article)
    choose(form, request.form.get("choose_picture", ""))
    keep_apart(form, article)
    db.session.commit()
    return redirect_to(url_for("desk.articles.edit", article=article.id) + "#picture")
