"""What is done with several chosen articles, by the same rights as one by one."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from portal.desk.answers import go_to, say
from portal.desk.forms import own_address
from portal.desk.roles import Action, Room, may
from portal.desk.settings_now import settings
from portal.extensions import db
from portal.models import Article, AuditEntry, Category, Deed, State

bp = Room("bulk", Action.WRITE)


class Refused(Exception):
    """Why one of the chosen articles stays as it is, in words."""


@bp.post("/articles/chosen")
def change_chosen() -> Response:
    """Do one thing to each chosen article; which could not be done is named, with the reason."""
    do = DEEDS.get(request.form.get("do", ""))
    chosen = [db.session.get(Article, id) for id in request.form.getlist("article", type=int)]
    done = 0
    for article in filter(None, chosen if do else []):
        try:
            done += act(do, article) if do else 0
        except Refused as why:
            say(f"“{article.headline}”: {why}", "warn")
    db.session.commit()
    if done:
        say(ngettext("Done with one article.", "Done with %(num)s articles.", done))
    elif not any(chosen) or not do:
        say(_("Choose articles, and what to do with them."), "warn")
    return go_to(own_address(request.args.get("then"), url_for("desk.articles.index")))


def act(do: Callable[[Article], Deed], article: Article) -> int:
    if not may(current_user, Action.WRITE, article):
        raise Refused(_("it is somebody else’s."))
    if article.state in (State.LIVE, State.SCHEDULED) and not may(
        current_user, Action.PUBLISH, article
    ):
        raise Refused(_("only who may publish it may do that."))
    AuditEntry.note(current_user, do(article), article, article.headline)
    return 1


def publish(article: Article) -> Deed:
    if not may(current_user, Action.PUBLISH, article):
        raise Refused(_("your role does not publish it. Send it for review."))
    if article.state in (State.LIVE, State.BINNED):
        raise Refused(_("it is live already, or binned."))
    if not article.headline:
        raise Refused(_("it has no headline yet."))
    if article.image and article.image.lacks_alt:
        raise Refused(_("nobody has said yet what its picture shows."))
    article.publish(settings().time_zone)
    return Deed.PUBLISHED


def send_back(article: Article) -> Deed:
    if article.state is not State.IN_REVIEW:
        raise Refused(_("it is not in review."))
    article.submitted_at = None
    return Deed.SENT_BACK


def bin(article: Article) -> Deed:
    if article.state is State.BINNED:
        raise Refused(_("it is binned already."))
    article.bin()
    return Deed.BINNED


def restore(article: Article) -> Deed:
    if article.state is not State.BINNED:
        raise Refused(_("it is not binned."))
    if article.published_at and not may(current_user, Action.PUBLISH, article):
        raise Refused(_("it would be live again, and your role does not publish it."))
    article.unbin()
    return Deed.TAKEN_BACK


def move(article: Article) -> Deed:
    category = db.session.get(Category, request.form.get("category", 0, type=int))
    if category is None:
        raise Refused(_("choose a category to move it to."))
    named = [each.category for each in article.filings if each.is_named]
    further = [each for each in named if each.id not in (article.category_id, category.id)]
    article.file_under(category, *further)
    return Deed.MOVED


DEEDS: dict[str, Callable[[Article], Deed]] = {
    "publish": publish,
    "back": send_back,
    "bin": bin,
    "restore": restore,
    "move": move,
}
