"""What is done with several chosen articles, by the same rights as one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from portal.desk.articles.editing.checklist import publication_obstacle
from portal.desk.articles.editing.rights import may_change
from portal.desk.articles.saving.save import recorded_change
from portal.desk.shared.current_settings import settings
from portal.desk.shared.fields import number_in
from portal.desk.shared.forms import own_address
from portal.desk.shared.permissions import Action, DeskBlueprint, may
from portal.desk.shared.responses import flash_message, redirect_to
from portal.extensions import db
from portal.models import Article, AuditAction, AuditEntry, Category, Occasion, State, Tag
from portal.models.article.fields import assign_tags

bp = DeskBlueprint("bulk", Action.WRITE)

MOST = 100  # more than a page has


class Refused(Exception):
    """Why one of the chosen articles stays as it is, in words."""


@bp.post("/articles/chosen")
def change_chosen() -> Response:
    """Do one thing to each chosen article; which could not be done are named, with the reason."""
    do = DEEDS.get(request.values.get("do", ""))
    ids = dict.fromkeys(map(number_in, request.values.getlist("article")[:MOST]))
    chosen = [article for id in ids if id and (article := db.session.get(Article, id))]
    if do is None or not chosen:
        flash_message(_("Choose articles, and what to do with them."), "warn")
    else:
        done, refused = change(do, chosen)
        tell(done, refused, TAKEN_BACK.get(do))
    return redirect_to(own_address(request.args.get("then"), url_for("desk.articles.index")))


def change(
    do: Callable[[Article], AuditAction], chosen: list[Article]
) -> tuple[list[Article], dict[str, list[Article]]]:
    """Those that it was done to, and the others by what stands against it."""
    done: list[Article] = []
    refused: dict[str, list[Article]] = defaultdict(list)
    for article in chosen:
        try:
            deed = act(do, article)
        except Refused as why:
            refused[str(why)].append(article)
        else:
            AuditEntry.record(current_user, deed, article, article.headline)
            done.append(article)
    db.session.commit()
    return done, refused


def act(do: Callable[[Article], AuditAction], article: Article) -> AuditAction:
    if not may(current_user, Action.WRITE, article):
        raise Refused(_("somebody else’s."))
    if not may_change(article):
        raise Refused(_("only who may publish it may do that."))
    return do(article)


def tell(done: list[Article], refused: dict[str, list[Article]], back: str | None) -> None:
    if done:
        words = ngettext("Done with one article.", "Done with %(num)s articles.", len(done))
        ids = [article.id for article in done]
        then = request.args.get("then")
        take_back = url_for("desk.bulk.change_chosen", do=back, article=ids, then=then)
        flash_message(words, undo=take_back if back else None)
    for why, articles in refused.items():
        named = ", ".join(f"“{each.headline or _('Without a headline')}”" for each in articles)
        flash_message(_("Not done: %(named)s: %(why)s", named=named, why=why), "warn")


def publish(article: Article) -> AuditAction:
    if not may(current_user, Action.PUBLISH, article):
        raise Refused(_("your role does not publish it. Send it for review."))
    if article.state in (State.LIVE, State.BINNED):
        raise Refused(_("live already, or binned."))
    if missing := publication_obstacle(article):
        raise Refused(missing)
    with recorded_change(article, Occasion.PUBLISHED):
        article.publish(settings().time_zone)
    return AuditAction.PUBLISHED


def send_back(article: Article) -> AuditAction:
    if article.state is not State.IN_REVIEW:
        raise Refused(_("not in review."))
    article.send_back()
    return AuditAction.SENT_BACK


def bin(article: Article) -> AuditAction:
    if article.state is State.BINNED:
        raise Refused(_("binned already."))
    article.bin()
    return AuditAction.BINNED


def restore(article: Article) -> AuditAction:
    if article.state is not State.BINNED:
        raise Refused(_("not binned."))
    article.unbin()
    return AuditAction.UNDONE


def move(article: Article) -> AuditAction:
    category = db.session.get(Category, number_in(request.values.get("category")) or 0)
    if category is None:
        raise Refused(_("choose a category to move it to."))
    named = [each.category for each in article.category_links if each.is_direct]
    further = [each for each in named if each.id not in (article.category_id, category.id)]
    with recorded_change(article):
        article.assign_categories(category, *further)
    return AuditAction.MOVED


def tag(article: Article) -> AuditAction:
    named = Tag.get_or_create([chosen_tag()])
    with recorded_change(article), db.session.no_autoflush:
        assign_tags(article, [*article.tags, *named])
    return AuditAction.CHANGED


def untag(article: Article) -> AuditAction:
    named = Tag.find_by_name(chosen_tag())
    if named not in article.tags:
        raise Refused(_("it has no such tag."))
    with recorded_change(article):
        assign_tags(article, [each for each in article.tags if each is not named])
    return AuditAction.CHANGED


def chosen_tag() -> str:
    name = " ".join(request.values.get("tag", "").split())
    if not name or len(name) > 200:
        raise Refused(_("type the tag, of 200 characters at most."))
    return name


DEEDS: dict[str, Callable[[Article], AuditAction]] = {
    "publish": publish,
    "back": send_back,
    "bin": bin,
    "restore": restore,
    "move": move,
    "tag": tag,
    "untag": untag,
}
TAKEN_BACK: dict[Callable[[Article], AuditAction], str] = {bin: "restore"}
