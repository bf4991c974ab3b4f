"""Sending a draft for review, and taking or sending it back."""

from __future__ import annotations

from flask import Response, abort
from flask_babel import gettext as _
from flask_login import current_user

from portal.desk.answers import go_to, say
from portal.desk.article_form import ArticleForm
from portal.desk.articles import address_of
from portal.desk.conflicts import conflict
from portal.desk.roles import Action, Room
from portal.desk.saving import begin, save, what_stands_against
from portal.extensions import db
from portal.models import Article, AuditEntry, Deed, State, now

bp = Room("submission", Action.WRITE)


@bp.post("/articles/submission")
@bp.post("/articles/<int:article>/submission")
def create(article: Article | None = None) -> Response:
    """Save it, and ask an editor to read it."""
    if article and article.state not in (State.DRAFT, State.UNPUBLISHED, State.IN_REVIEW):
        abort(409, _("Only a draft can be sent for review."))
    form = ArticleForm(article=article)
    if trouble := what_stands_against(form):
        return trouble
    if article is None:
        article = begin(form)
        if not article.claim(0):
            return conflict(form)
    save(form, article)
    article.submitted_at = now()
    AuditEntry.note(current_user, Deed.SENT_FOR_REVIEW, article, article.headline)
    db.session.commit()
    say(_("Sent. An editor reads it now."))
    return go_to(address_of(article))


@bp.post("/articles/<int:article>/submission/end")
def destroy(article: Article) -> Response:
    """Take it back to go on writing; an editor sends it back to its writer."""
    article.submitted_at = None
    deed = Deed.TAKEN_BACK if article.is_own(current_user) else Deed.SENT_BACK
    AuditEntry.note(current_user, deed, article, article.headline)
    db.session.commit()
    say(_("It is a draft again."))
    return go_to(address_of(article))
