"""Write an article: the forms to create and to change one."""

from __future__ import annotations

from flask import Response, request
from flask_login import current_user

from portal.desk.articles.editing.edit_page import autosave_response, form_address, render_form
from portal.desk.articles.editing.form import ArticleForm
from portal.desk.articles.saving.conflicts import conflict_page
from portal.desk.articles.saving.refusal import refuse_save_or_claim_version
from portal.desk.articles.saving.save import create_draft, save
from portal.desk.articles.saving.working_copy import open_form, store_working_copy
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import redirect_to, wants_fragment
from portal.extensions import db
from portal.models import Article

bp = DeskBlueprint("articles", Action.WRITE)


@bp.get("/articles/new")
def new() -> Response:
    """Show an empty form, planned for `?day=` if given. The first save or autosave creates the article."""
    return render_form(ArticleForm.new(current_user, request.args.get("day", "")))


@bp.post("/articles")
def create() -> Response:
    """Save a new article as a draft."""
    form = ArticleForm()
    if refusal := refuse_save_or_claim_version(form):
        return refusal
    article = create_draft(form)
    if not article.claim_version(0):
        return conflict_page(form)
    save(form, article)
    db.session.commit()
    return redirect_to(form_address(article))


@bp.get("/articles/<int:article>")
def edit(article: Article) -> Response:
    """Show the form, filled from the editor's working copy if there is one."""
    return render_form(open_form(article))


@bp.post("/articles/<int:article>")
def update(article: Article) -> Response:
    """Save the article. Changes of a live one become a working copy until they are published."""
    form = ArticleForm(article=article)
    if refusal := refuse_save_or_claim_version(form):
        return refusal
    if article.is_live:
        store_working_copy(form, article)
    else:
        save(form, article)
    db.session.commit()
    if wants_fragment():
        form.version.data = article.version
        return autosave_response(form)
    return redirect_to(form_address(article))
