"""A tag's stories."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from sqlalchemy import select

from portal.extensions import db
from portal.models import Tag
from portal.site.lists.list_page import list_page

bp = Blueprint("tags", __name__)


@bp.get("/tag/<slug>/")
def show(slug: str) -> Response:
    """List every live article with this tag, newest first."""
    tag = db.one_or_404(select(Tag).filter_by(slug=slug))
    return list_page(
        tag.live_articles(),
        heading=tag.name,
        intro=tag.description,
        canonical=tag.path,
        edit=url_for("desk.tags.edit", tag=tag.id),
        feed_path=f"{tag.path}feed/",
    )
