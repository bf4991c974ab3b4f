"""Filing an article while its form is open: tags suggested as they are typed, authors in order."""

from __future__ import annotations

from flask import Response, request

from portal.desk.articles.editing.checklist import hints
from portal.desk.articles.editing.form import ArticleForm
from portal.desk.articles.editing.form_buttons import apply_button
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import render
from portal.extensions import db
from portal.models import Tag
from portal.models.base.slugs import slug_of

bp = DeskBlueprint("filing", Action.WRITE)

AT_ONCE = 6


@bp.get("/articles/tags")
def index() -> Response:
    """The tags that may be meant by what is typed, without those chosen already, and a new one."""
    typed = " ".join(request.args.get("new_tag", "")[:200].split())
    chosen = {slug_of(name, "") for name in request.args.getlist("tags")}
    query = Tag.suggestions(typed).where(Tag.slug.not_in(chosen)).limit(AT_ONCE)
    found = db.session.execute(query).all() if slug_of(typed, "") else []
    is_new = bool(typed) and slug_of(typed, "tag") not in {*chosen, *(tag.slug for tag, _ in found)}
    return render(
        "desk/articles/editing/_tag_suggestions.html", found=found, new=typed if is_new else ""
    )


@bp.post("/articles/byline")
def update() -> Response:
    """The form's authors, after one of their buttons: for htmx, which swaps them alone."""
    form = ArticleForm()
    apply_button(form)
    status = 422 if form.new_author.errors else 200
    part = "desk/articles/editing/_byline.html"
    return render(
        "desk/articles/editing/_form_part.html",
        status=status,
        part=part,
        form=form,
        hints=hints(form),
    )
