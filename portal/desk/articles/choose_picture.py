"""Choose an article's lead picture: in its form, or without a script on a page of its own."""

from __future__ import annotations

from flask import Response, request, url_for

from portal.desk.articles.editing.checklist import hints
from portal.desk.articles.editing.edit_page import render_form
from portal.desk.articles.editing.form import ArticleForm
from portal.desk.articles.editing.form_buttons import apply_button
from portal.desk.articles.editing.lead_picture import choose, upload_lead_picture
from portal.desk.articles.editing.rights import require_right_to_change
from portal.desk.articles.saving.save import create_draft
from portal.desk.articles.saving.working_copy import open_form, store_working_copy
from portal.desk.library.views import FILTERS, LibraryPage
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import redirect_to, render, wants_fragment
from portal.extensions import db
from portal.models import Article

bp = DeskBlueprint("illustrating", Action.WRITE)


@bp.post("/articles/picture")
@bp.post("/articles/<int:article>/picture")
def update(article: Article | None = None) -> Response:
    """Change the form's picture as the pressed button says. htmx gets the picture's panel.

    Without a script the form is stored as working copy, and the library is shown to choose from.
    """
    form = ArticleForm(article=article)
    upload = upload_lead_picture(form)
    status = upload.status if upload and upload.status > 400 else 200
    apply_button(form)
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
        return render_form(form, status)
    article = article or create_draft(form)
    require_right_to_change(article)
    store_working_copy(form, article)
    db.session.commit()
    return redirect_to(url_for("desk.illustrating.index", article=article.id))


@bp.get("/articles/<int:article>/picture")
def index(article: Article) -> Response:
    """Show the library; each picture has a button that chooses it for the article."""
    require_right_to_change(article)
    return render(
        "desk/articles/choose_picture.html",
        article=article,
        library_page=LibraryPage.of_request(),
        filters=FILTERS,
        library=url_for("desk.illustrating.index", article=article.id),
    )


@bp.post("/articles/<int:article>/picture/choice")
def create(article: Article) -> Response:
    """Put the chosen picture into the editor's working copy; the article itself does not change."""
    form = open_form(article)
    choose(form, request.form.get("choose_picture", ""))
    store_working_copy(form, article)
    db.session.commit()
    return redirect_to(url_for("desk.articles.edit", article=article.id) + "#picture")
