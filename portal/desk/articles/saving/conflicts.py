"""Two editors on one article: the page that shows both versions of a stale save."""

from __future__ import annotations

from flask import Response, request, url_for
from flask_login import current_user

from portal.desk.articles.editing.diff import compare_parts
from portal.desk.articles.editing.edit_page import form_address
from portal.desk.articles.editing.form import ArticleForm
from portal.desk.articles.saving.working_copy import unseen_copy_fields
from portal.desk.shared.responses import redirect_to, render
from portal.extensions import db
from portal.models import Article, Revision, WorkingCopy
from portal.models.article.diff import PARTS, Fields, joined, parts_that_differ
from portal.models.article.fields import fields_of

CHOICE_PREFIX = "choose-"
PICTURE_FIELDS = (*PARTS["picture"], "focal")
THEIRS, MINE, JOINED = "theirs", "mine", "joined"


def conflict_page(form: ArticleForm) -> Response:
    """Answer a form whose article was saved since it was opened: both versions, and a choice.

    If both say the same, as after a second click, the save is done already. Nothing is lost: the
    editor's version becomes their working copy, and the other one is the article. Commits.
    """
    article = form.article
    assert article
    opened_version = form.version.data or 0
    opened = Revision.at_version(article, opened_version)
    base = opened.fields if opened else {}
    theirs, mine = fields_of(article), dict(form.not_chosen or form.fields())
    if mine["slug"] in ("", base.get("slug")):  # the editor did not type one
        mine["slug"] = theirs["slug"]
    if not parts_that_differ(theirs, mine):
        db.session.commit()
        return redirect_to(form_address(article))
    if unseen := unseen_copy_fields(form):
        Revision.set_aside(article, current_user, unseen)
    copy = WorkingCopy.save(article, current_user, mine | {"version": opened_version})
    form.copy_seen.data = copy.stamp
    db.session.commit()
    return choice_page(form, theirs, mine, base)


def choice_page(form: ArticleForm, theirs: Fields, mine: Fields, base: Fields) -> Response:
    article = form.article
    assert article
    differing = parts_that_differ(theirs, mine)
    return render(
        "desk/articles/saving/conflict.html",
        "desk/articles/saving/_conflict.html",
        409,
        article=article,
        saved=Revision.newest(article),
        sides=compare_parts(differing, theirs, mine),
        chosen={part: default_choice(part, base, theirs, mine) for part in differing},
        joined=joined(base.get("body"), theirs["body"], mine["body"]),
        posted_fields=posted_fields(form),
        address=choice_address(article),
        same=[part for part in PARTS if part not in differing],
    )


def choice_address(article: Article) -> str:
    """Return where the choice is posted: where the form went, for the article that a new form created."""
    endpoint = str(request.endpoint)
    if endpoint == "desk.articles.create":
        endpoint = "desk.articles.update"
    return url_for(endpoint, article=article.id)


def default_choice(part: str, base: Fields, theirs: Fields, mine: Fields) -> str:
    """Return theirs if only they changed the part, else mine."""
    return THEIRS if base and part not in parts_that_differ(base, mine) else MINE


def posted_fields(form: ArticleForm) -> list[tuple[str, str]]:
    """Return the fields of the form, to be posted again with the choice.

    The picture's fields come from the form object: the picture may have been uploaded with it.
    """
    pairs = request.form.items(multi=True)
    replaced = (
        "csrf_token", "version", "copy_seen", "do", "body-joined", "new_picture", *PICTURE_FIELDS,
    )  # fmt: skip
    typed = [
        pair for pair in pairs if pair[0] not in replaced and not pair[0].startswith(CHOICE_PREFIX)
    ]
    current = (*PICTURE_FIELDS, "copy_seen")
    return typed + [(name, str(form[name].data)) for name in current if form[name].data]
