"""A story's copy: what its form says, as a new draft of who asks."""

from __future__ import annotations

from secrets import token_urlsafe

from flask import Response
from flask_babel import gettext as _

from portal.desk.articles.editing.edit_page import article_page
from portal.desk.articles.editing.form import ArticleForm
from portal.desk.articles.editing.lead_picture import bring_in
from portal.desk.articles.saving.saving import begin, keep_apart, save
from portal.desk.articles.views import address_of
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to
from portal.extensions import db
from portal.models import Article

bp = DeskBlueprint("copying", Action.WRITE)


@bp.post("/articles/<int:article>/copy")
def create(article: Article) -> Response:
    """What was typed goes into the copy, and is kept apart from the first one, which stays as it is."""
    form = ArticleForm(article=article)
    bring_in(form)
    if not form.validate():
        return article_page(form, 422)
    keep_apart(form, article)
    copy = as_its_own(form)
    db.session.commit()
    flash_message(_("This is the copy, a draft of its own. The first one is as it was."))
    return redirect_to(address_of(copy))


def as_its_own(form: ArticleForm) -> Article:
    """The form saved as another article, with no place, time or address of the first one."""
    form.begun_with.data, form.slot.data, form.slug.data = token_urlsafe(), "", ""
    form.when.data, form.correction.data = "now", ""
    copy = begin(form)
    copy.claim_version(0)
    save(form, copy)
    return copy
