"""Two editors on one article: the second save of a stale version, and what they choose."""

from __future__ import annotations

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.desk.articles.editing.edit_page import article_page
from portal.desk.articles.editing.form import ArticleForm
from portal.desk.articles.saving.diff import sides
from portal.desk.shared.responses import flash_message, redirect_to, render
from portal.extensions import db
from portal.models import Article, Revision, WorkingCopy
from portal.models.article.diff import PARTS, Fields, joined, parts_that_differ
from portal.models.article.fields import fields_of

CHOICE = "choose-"
PICTURE = (*PARTS["picture"], "focal")
THEIRS, MINE, JOINED = "theirs", "mine", "joined"


def conflict(form: ArticleForm) -> Response:
    """Somebody saved it since this form was opened: both texts, and a choice for what differs.

    Where both say the same, as after a second click, it is saved already. Nothing is lost: mine is
    kept as my working copy, theirs is the article.
    """
    article = form.article
    assert article
    begun_from = form.version.data or 0
    before = Revision.at_version(article, begun_from)
    base = before.fields if before else {}
    theirs, mine = fields_of(article), form.not_chosen or form.fields()
    if mine["slug"] in ("", base.get("slug")):  # nobody typed it
        mine["slug"] = theirs["slug"]
    if not parts_that_differ(theirs, mine):
        return already_saved(article)
    if others := unseen(form):
        Revision.set_aside(article, current_user, others)
    copy = WorkingCopy.save(article, current_user, mine | {"version": begun_from})
    form.copy_seen.data = copy.stamp
    db.session.commit()
    return choice_page(form, theirs, mine, base)


def unseen(form: ArticleForm) -> Fields | None:
    """What this editor has typed in another window since this form was opened; None: nothing."""
    assert form.article
    copy = WorkingCopy.find(form.article, current_user)
    is_unseen = copy and form.copy_seen.data not in ("", copy.stamp)
    return copy.fields if copy and is_unseen else None


def already_saved(article: Article) -> Response:
    db.session.commit()
    return redirect_to(url_for("desk.articles.edit", article=article.id))


def choice_page(form: ArticleForm, theirs: Fields, mine: Fields, base: Fields) -> Response:
    article = form.article
    assert article
    differing = parts_that_differ(theirs, mine)
    saved = Revision.newest(article)
    return render(
        "desk/articles/saving/conflict.html",
        "desk/articles/saving/_conflict.html",
        409,
        article=article,
        saved=saved,
        sides=sides(differing, theirs, mine),
        chosen={part: chosen_first(part, base, theirs, mine) for part in differing},
        joined=joined(base.get("body"), theirs["body"], mine["body"]),
        sent=sent(form),
        address=address_of(article),
        same=[part for part in PARTS if part not in differing],
    )


def address_of(article: Article) -> str:
    """Where the choice is sent: where the form was, or if it was new, to what it began."""
    if request.path == url_for("desk.articles.create"):
        return url_for("desk.articles.update", article=article.id)
    return request.path


def chosen_first(part: str, base: Fields, theirs: Fields, mine: Fields) -> str:
    """Theirs where only they changed it; else mine."""
    return THEIRS if base and part not in parts_that_differ(base, mine) else MINE


def sent(form: ArticleForm) -> list[tuple[str, str]]:
    """What was typed into the form, to be sent again with the choice; its picture may have come as a file."""
    pairs = request.form.items(multi=True)
    ours = ("csrf_token", "version", "copy_seen", "do", "body-joined", "new_picture", *PICTURE)
    typed = [each for each in pairs if each[0] not in ours and not each[0].startswith(CHOICE)]
    now_so = (*PICTURE, "copy_seen")
    return typed + [(name, str(form[name].data)) for name in now_so if form[name].data]


def choose(form: ArticleForm) -> Response | None:
    """Put what was chosen into the form. An answer, where nothing is to be saved here."""
    do = request.form.get("do")
    chosen = {name: request.form.get(f"{CHOICE}{name}") for name in PARTS}
    article = form.article
    if article is None or not any(chosen.values()):
        return None
    if do == "back":
        return redirect_to(url_for("desk.articles.edit", article=article.id))
    if do == "copy":
        return as_a_draft_of_its_own(form, article)
    form.not_chosen = form.fields()
    theirs = fields_of(article)
    for part, choice in chosen.items():
        if choice not in (MINE, JOINED):
            form.take(part, theirs)
    if chosen["body"] == JOINED:
        form.take("body", {"body": request.form.get("body-joined", "")})
    return None


def as_a_draft_of_its_own(form: ArticleForm, article: Article) -> Response:
    """Save mine as another article; theirs stays as it is."""
    from portal.desk.articles.duplicate import as_its_own

    if not form.validate():
        return article_page(form, 422)
    its_own = as_its_own(form)
    WorkingCopy.discard(article, current_user)
    db.session.commit()
    flash_message(_("Yours is a draft of its own now. The other one says what it said."))
    return redirect_to(url_for("desk.articles.edit", article=its_own.id))
