"""Revisions of an article: list, compare and restore them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from flask import Response, abort, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.desk.articles.editing.diff import compare, summaries, words_added_and_removed
from portal.desk.articles.editing.rights import require_right_to_change
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.extensions import db
from portal.models import Article, Occasion, Revision, WorkingCopy, now
from portal.models.article.diff import parts_that_differ
from portal.models.article.fields import ArticleFields, apply_fields, fields_of

bp = DeskBlueprint("revisions", Action.WRITE)


@bp.get("/articles/<int:article>/revisions")
def index(article: Article) -> Response:
    """List the revisions and compare two: the chosen ones, else the last two that differ."""
    revisions = db.session.scalars(Revision.select_for(article)).all()
    old, new = chosen_pair(revisions)
    found = compare(old.fields, new.fields) if old and new else []
    more, less = words_added_and_removed(found)
    return render(
        "desk/articles/saving/revisions.html",
        article=article,
        revisions=revisions,
        summaries=summaries(revisions),
        old=old,
        new=new,
        changes=found,
        more=more,
        less=less,
    )


@bp.post("/articles/<int:article>/revisions/<int:number>/restoration")
def restore(article: Article, number: int) -> Response:
    """Restore a revision. For a live article it becomes a working copy, to be published."""
    require_right_to_change(article)
    revision = db.session.get(Revision, number)
    if revision is None or revision.article_id != article.id:
        abort(404)
    if copy := WorkingCopy.find(article, current_user):
        Revision.set_aside(article, current_user, copy.fields)
    if article.is_live:
        fields = revision.fields | {"version": article.version}
        WorkingCopy.save(article, current_user, fields)
        flash_message(_("Restored in the form. Readers see it when you publish the changes."))
    else:
        restore_article(revision, article)
        flash_message(_("Restored. The previous text is under Revisions."))
    db.session.commit()
    return redirect_to(url_for("desk.articles.edit", article=article.id))


def restore_article(revision: Revision, article: Article) -> None:
    """Write the revision to the article, as a new version with a revision of its own."""
    article.claim_version(article.version)
    Revision.record_imported(article, fields_of(article))
    apply_fields(article, cast("ArticleFields", revision.fields))
    article.updated_at = now()
    db.session.flush()
    WorkingCopy.discard(article, current_user)
    Revision.record(article, current_user, fields_of(article), Occasion.RESTORED)


def chosen_pair(revisions: Sequence[Revision]) -> tuple[Revision | None, Revision | None]:
    """Return the two revisions to compare, the older first.

    Without a choice they are the newest, and the last one before it with another text.
    """
    by_id = {each.id: each for each in revisions}
    chosen = [by_id.get(request.args.get(name, 0, type=int)) for name in ("from", "to")]
    new = chosen[1] or (revisions[0] if revisions else None)
    if chosen[0]:
        return chosen[0], new
    older = [
        each for each in revisions if new and (each.saved_at, each.id) < (new.saved_at, new.id)
    ]
    others = [each for each in older if new and parts_that_differ(each.fields, new.fields)]
    return next(iter(others or older), None), new
