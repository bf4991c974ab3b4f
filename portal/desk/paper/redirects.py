"""Redirects from old addresses, and the missing addresses that readers asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import unquote

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload, load_only
from wtforms import StringField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.desk.shared.crud_views import CrudViews
from portal.desk.shared.forms import DeskForm
from portal.desk.shared.list_rows import Row
from portal.desk.shared.responses import render
from portal.extensions import db
from portal.models import Article, Author, Category, MissingAddress, Page, Redirect, Tag
from portal.wording.unicode_text import nfc

PAGE_SIZE = 200
MISSING_SHOWN = 50


def strip(text: str | None) -> str | None:
    return text and text.strip()


def decoded(text: str | None) -> str | None:
    """Return an old address as readers' requests arrive: percent-encoding decoded, in NFC."""
    return text and nfc(unquote(text.strip()))


class RedirectForm(DeskForm):
    old = StringField(
        lazy_gettext("Old address"),
        [InputRequired(lazy_gettext("Enter the old address.")), Length(max=700)],
        filters=[decoded],
        description=lazy_gettext("A path on this site, such as /2019/old-story/"),
    )
    address = StringField(
        lazy_gettext("Redirects to"),
        [InputRequired(lazy_gettext("Enter the new address.")), Length(max=2000)],
        filters=[strip],
        description=lazy_gettext("A path on this site, or a full address."),
    )

    def __init__(self, obj: Redirect | None = None, **options) -> None:
        super().__init__(obj=obj, **options)
        if not self.is_submitted():
            self.old.data = self.old.data or request.args.get("old")
            self.address.data = (obj.target if obj else None) or self.address.data

    def validate_old(self, field) -> None:
        if not field.data.startswith("/") or field.data.startswith("//"):
            raise ValidationError(_("A path begins with one slash, such as /2019/old-story/"))
        if "#" in field.data or ("?" in field.data and not field.data.startswith("/?")):
            raise ValidationError(_("Leave out the part from ? or # on: only the path redirects."))
        if has_page(field.data):
            raise ValidationError(_("A page is at this address, so it cannot redirect."))
        found = Redirect.find(field.data)
        if found is not None and found.id != self.noun.id:
            raise ValidationError(
                _("There is a redirect for this address already: change that one.")
            )

    def validate_address(self, field) -> None:
        is_path = field.data.startswith("/") and not field.data.startswith(("//", "/\\"))
        if not is_path and not field.data.startswith(("https://", "http://")):
            raise ValidationError(_("Enter a path such as /about/, or an address with https://"))
        if field.data.rstrip("/") == (self.old.data or "").rstrip("/"):
            raise ValidationError(_("An address cannot redirect to itself."))
        if is_path and makes_loop(field.data, self.old.data or ""):
            raise ValidationError(_("That address redirects back to this one. Choose another."))

    def fill(self, redirect: Redirect) -> None:
        changed = self.address.data != redirect.target
        redirect.old = self.old.data.rstrip("/") or "/"
        if changed or not redirect.id:
            redirect.set_target(self.address.data)
        if missing := db.session.get(MissingAddress, self.old.data):
            db.session.delete(missing)


def has_page(path: str) -> bool:
    """Return True if readers find a page, a story or a list at this path."""
    whole = f"{path.rstrip('/')}/"
    for noun, base in ((Page, "/"), (Category, "/category/")):
        if whole.startswith(base) and whole != base:
            query = select(noun).filter_by(path_words=whole.removeprefix(base).strip("/"))
            if (found := db.session.scalar(query)) and (
                not isinstance(found, Page) or found.is_live
            ):
                return True
    first, _slash, slug = whole.strip("/").rpartition("/")
    for named, base in ((Tag, "tag"), (Author, "author")):
        if first == base and db.session.scalar(select(named).filter_by(slug=slug)):
            return True
    stories = db.session.scalars(select(Article).filter_by(slug=slug).where(Article.is_live))
    return any(story.path == whole for story in stories)


def makes_loop(path: str, old: str) -> bool:
    """Return True if the redirects from `path` end at `old`."""
    visited = set()
    while (redirect := Redirect.find(path)) and redirect.id not in visited:
        visited.add(redirect.id)
        path = redirect.target or ""
        if path.rstrip("/") == old.rstrip("/"):
            return True
    return False


class Redirects(CrudViews):
    noun, form = Redirect, RedirectForm
    heading, new_label = lazy_gettext("Redirects"), lazy_gettext("New redirect")
    count_label = lazy_gettext("Redirects to")
    has_search = True
    search_label = lazy_gettext("Search by old address")

    def rows(self) -> list[Row]:
        """Return the newest redirects, or those whose old address contains `?q=`."""
        targets = [joinedload(getattr(Redirect, name)) for name in Redirect.TARGETS]
        query = select(Redirect).options(*targets).order_by(Redirect.id.desc()).limit(PAGE_SIZE)
        if words := request.args.get("q", "").strip():
            query = query.where(Redirect.old.icontains(words, autoescape=True))
        return [
            Row.of(each, "redirects", each.old, each.target or "–")
            for each in db.session.scalars(query)
        ]

    def name_of(self, redirect: Redirect) -> str:
        return redirect.old

    def index(self) -> Response:
        missing = select(MissingAddress).order_by(MissingAddress.times.desc()).limit(MISSING_SHOWN)
        return render(
            "desk/paper/redirects.html",
            views=self,
            endpoint="desk.redirects",
            rows=self.rows(),
            missing=(found := db.session.scalars(missing).all()),
            likely=likely_targets([each.path for each in found]),
        )


def likely_targets(paths: Sequence[str]) -> dict[str, str]:
    """Return for each missing address the one live story whose address ends alike, if any."""
    ends = {path: path.rstrip("/").rpartition("/")[2] for path in paths}
    alike = select(Article).where(Article.is_live, Article.slug.in_({*ends.values()} - {""}))
    found: dict[str, list[str | None]] = defaultdict(list)
    for article in db.session.scalars(alike.options(load_only(Article.day, Article.slug))):
        found[article.slug].append(article.path)
    return {
        path: one for path, end in ends.items() if len(found[end]) == 1 and (one := found[end][0])
    }


bp = Redirects("redirects")
