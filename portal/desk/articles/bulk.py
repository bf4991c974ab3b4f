"""Bulk actions on chosen articles, with the same rights as one by one."""

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
from portal.desk.shared.fields import parse_id
from portal.desk.shared.forms import safe_desk_address
from portal.desk.shared.permissions import Action, DeskBlueprint, may
from portal.desk.shared.responses import flash_message, redirect_to
from portal.extensions import db
from portal.models import Article, AuditAction, AuditEntry, Category, Occasion, State, Tag
from portal.models.article.fields import assign_tags
from portal.wording.spaces import one_line

bp = DeskBlueprint("bulk", Action.WRITE)

MAX_ARTICLES = 100  # more than a page of the list has


class Refused(Exception):
    """An article is left as it is; the message says why."""


@bp.post("/articles/chosen")
def change_chosen() -> Response:
    """Do one thing to each chosen article. Those it cannot be done to are named with the reason."""
    do = ACTIONS.get(request.values.get("do", ""))
    ids = dict.fromkeys(map(parse_id, request.values.getlist("article")[:MAX_ARTICLES]))
    chosen = [article for id in ids if id and (article := db.session.get(Article, id))]
    if do is None or not chosen:
        flash_message(_("Select stories, then choose what to do with them."), "warn")
    else:
        changed, refused = change(do, chosen)
        report(changed, refused, UNDO_ACTIONS.get(do))
    return redirect_to(safe_desk_address(request.args.get("then"), url_for("desk.articles.index")))


def change(
    do: Callable[[Article], AuditAction], chosen: list[Article]
) -> tuple[list[Article], dict[str, list[Article]]]:
    """Apply `do` and commit. Return the changed articles, and the refused ones by reason."""
    changed: list[Article] = []
    refused: dict[str, list[Article]] = defaultdict(list)
    for article in chosen:
        try:
            action = apply_if_allowed(do, article)
        except Refused as why:
            refused[str(why)].append(article)
        else:
            AuditEntry.record(current_user, action, article, article.headline)
            changed.append(article)
    db.session.commit()
    return changed, refused


def apply_if_allowed(do: Callable[[Article], AuditAction], article: Article) -> AuditAction:
    if not may(current_user, Action.WRITE, article):
        raise Refused(_("it is someone else’s."))
    if not may_change(article):
        raise Refused(_("you may not publish it."))
    return do(article)


def report(changed: list[Article], refused: dict[str, list[Article]], undo: str | None) -> None:
    """Say what was done, with an undo button where there is one, and what was not."""
    if changed:
        message = ngettext("One story changed.", "%(num)s stories changed.", len(changed))
        ids = [article.id for article in changed]
        then = request.args.get("then")
        address = url_for("desk.bulk.change_chosen", do=undo, article=ids, then=then)
        flash_message(message, undo=address if undo else None)
    for why, articles in refused.items():
        named = ", ".join(f"“{each.headline or _('Untitled')}”" for each in articles)
        flash_message(_("Not changed: %(named)s: %(why)s", named=named, why=why), "warn")


def publish(article: Article) -> AuditAction:
    if not may(current_user, Action.PUBLISH, article):
        raise Refused(_("you may not publish it. Send it for review."))
    if article.state in (State.LIVE, State.BINNED):
        raise Refused(_("it is live already, or in the bin."))
    if obstacle := publication_obstacle(article):
        raise Refused(obstacle)
    with recorded_change(article, Occasion.PUBLISHED):
        article.publish(settings().time_zone)
    return AuditAction.PUBLISHED


def send_back(article: Article) -> AuditAction:
    if article.state is not State.IN_REVIEW:
        raise Refused(_("it is not in review."))
    article.send_back()
    return AuditAction.SENT_BACK


def bin(article: Article) -> AuditAction:
    if article.state is State.BINNED:
        raise Refused(_("it is in the bin already."))
    article.bin()
    return AuditAction.BINNED


def restore(article: Article) -> AuditAction:
    if article.state is not State.BINNED:
        raise Refused(_("it is not in the bin."))
    article.unbin()
    return AuditAction.UNDONE


def move(article: Article) -> AuditAction:
    category = db.session.get(Category, parse_id(request.values.get("category")) or 0)
    if category is None:
        raise Refused(_("choose the category to move it to."))
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
        raise Refused(_("it does not have this tag."))
    with recorded_change(article):
        assign_tags(article, [each for each in article.tags if each is not named])
    return AuditAction.CHANGED


def chosen_tag() -> str:
    name = one_line(request.values.get("tag", ""))
    if not name or len(name) > 200:
        raise Refused(_("enter a tag of at most 200 characters."))
    return name


ACTIONS: dict[str, Callable[[Article], AuditAction]] = {
    "publish": publish,
    "back": send_back,
    "bin": bin,
    "restore": restore,
    "move": move,
    "tag": tag,
    "untag": untag,
}
UNDO_ACTIONS: dict[Callable[[Article], AuditAction], str] = {bin: "restore"}
