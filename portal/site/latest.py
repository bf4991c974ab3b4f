"""The latest stories, as a list of the whole site."""

from __future__ import annotations

from flask import Blueprint, Response
from flask_babel import gettext as _

from portal.models import Article
from portal.site.listing import list_page

bp = Blueprint("latest", __name__)


@bp.get("/latest/")
def index() -> Response:
    """Every live article, newest first."""
    return list_page(Article.live(), heading=_("Latest stories"), canonical="/latest/")
