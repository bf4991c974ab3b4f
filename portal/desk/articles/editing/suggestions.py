"""Tag suggestions while typing, and the byline's buttons, for the open form."""

from __future__ import annotations

from flask import Response, request

from portal.desk.articles.editing.checklist import hints
from portal.desk.articles.editing.form import ArticleForm
from portal.desk.articles.editing.form_buttons import apply_button
from portal.desk.articles.editing.tag_field import sent_tags, tag_value
from portal.desk.shared.fields import normalise_spaces
from portal.desk.shared.permissions import Action, DeskBlueprint
from portal.desk.shared.responses import render
from portal.extensions import db
from portal.models import Tag

bp = DeskBlueprint("filing", Action.WRITE)

MAX_SUGGESTIONS = 6


@bp.get("/articles/tags")
def index() -> Response:
    """Suggest tags for the typed text, without those chosen already, and a new tag if there is none."""
    typed = normalise_spaces(request.args.get("new_tag", "")[:200])
    chosen = sent_tags(request.args)
    query = Tag.suggestions(typed).where(
        Tag.id.not_in([each for each in chosen if isinstance(each, int)])
    )
    found = db.session.execute(query.limit(MAX_SUGGESTIONS)).all() if typed else []
    is_new = bool(typed) and isinstance(tag_value(typed), str) and typed not in chosen
    return render(
        "desk/articles/editing/_tag_suggestions.html", found=found, new=typed if is_new else ""
    )


@bp.post("/articles/byline")
def update() -> Response:
    """Change the byline as the pressed button says. htmx gets the byline alone."""
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
