"""Redirects: old addresses and where they lead; and the addresses that readers asked for in vain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from flask import Response, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload, load_only
from wtforms import StringField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.desk.shared.crud_views import PlainRoom
from portal.desk.shared.forms import DeskForm
from portal.desk.shared.list_rows import Row
from portal.desk.shared.responses import render
from portal.extensions import db
from portal.models import Article, MissingAddress, Redirect

MOST = 200


def without_blanks(text: str | None) -> str | None:
    return text and text.strip()


class RedirectForm(DeskForm):
    old = StringField(
        lazy_gettext("Old address"),
        [InputRequired(lazy_gettext("Type the address that is to lead on.")), Length(max=700)],
        filters=[without_blanks],
        description=lazy_gettext("Its path on this site, such as /2019/old-story/"),
    )
    address = StringField(
        lazy_gettext("Leads to"),
        [InputRequired(lazy_gettext("Type where it is to lead.")), Length(max=2000)],
        filters=[without_blanks],
        description=lazy_gettext("A path of this site, or a whole address."),
    )

    def __init__(self, obj: Redirect | None = None, **options) -> None:
        super().__init__(obj=obj, **options)
        if not self.is_submitted():
            self.old.data = self.old.data or request.args.get("old")
            self.address.data = (obj.target if obj else None) or self.address.data

    def validate_old(self, field) -> None:
        if not field.data.startswith("/") or field.data.startswith("//"):
            raise ValidationError(_("A path begins with one slash, such as /2019/old-story/"))
        found = Redirect.find(field.data)
        if found is not None and found.id != self.noun.id:
            raise ValidationError(_("This address leads on already: change that redirect."))

    def validate_address(self, field) -> None:
        is_path = field.data.startswith("/") and not field.data.startswith(("//", "/\\"))
        if not is_path and not field.data.startswith(("https://", "http://")):
            raise ValidationError(_("Type a path such as /about/, or an address with https://"))
        if field.data.rstrip("/") == (self.old.data or "").rstrip("/"):
            raise ValidationError(_("An address cannot lead to itself."))
        if is_path and comes_back(field.data, self.old.data or ""):
            raise ValidationError(_("That address leads back to this one. Choose another."))

    def fill(self, redirect: Redirect) -> None:
        changed = self.address.data != redirect.target
        redirect.old = self.old.data.rstrip("/") or "/"
        if changed or not redirect.id:
            redirect.set_target(self.address.data)
        if lost := db.session.get(MissingAddress, self.old.data):
            db.session.delete(lost)


def comes_back(path: str, old: str) -> bool:
    """Whether a path leads on and on to `old`."""
    been = set()
    while (redirect := Redirect.find(path)) and redirect.id not in been:
        been.add(redirect.id)
        path = redirect.target or ""
        if path.rstrip("/") == old.rstrip("/"):
            return True
    return False


class Redirects(PlainRoom):
    noun, form = Redirect, RedirectForm
    heading, new_text = lazy_gettext("Redirects"), lazy_gettext("New redirect")
    count_text = lazy_gettext("Leads to")
    has_search = True
    search_text = lazy_gettext("Find by the old address")

    def rows(self) -> list[Row]:
        """The newest of them, or those whose old address has the words searched for."""
        targets = [joinedload(getattr(Redirect, name)) for name in Redirect.TARGETS]
        query = select(Redirect).options(*targets).order_by(Redirect.id.desc()).limit(MOST)
        if words := request.args.get("q", "").strip():
            query = query.where(Redirect.old.icontains(words, autoescape=True))
        return [
            Row.of(each, "redirects", each.old, each.target or "–")
            for each in db.session.scalars(query)
        ]

    def called(self, redirect: Redirect) -> str:
        return redirect.old

    def index(self) -> Response:
        lost = select(MissingAddress).order_by(MissingAddress.times.desc()).limit(50)
        return render(
            "desk/paper/redirects.html",
            room=self,
            at="desk.redirects",
            rows=self.rows(),
            lost=(found := db.session.scalars(lost).all()),
            likely=likely_targets([each.path for each in found]),
        )


def likely_targets(paths: Sequence[str]) -> dict[str, str]:
    """For a lost address the live story, if there is one alone, whose own address ends alike."""
    ends = {path: path.rstrip("/").rpartition("/")[2] for path in paths}
    alike = select(Article).where(Article.is_live, Article.slug.in_({*ends.values()} - {""}))
    found: dict[str, list[str | None]] = defaultdict(list)
    for article in db.session.scalars(alike.options(load_only(Article.day, Article.slug))):
        found[article.slug].append(article.path)
    return {
        path: one for path, end in ends.items() if len(found[end]) == 1 and (one := found[end][0])
    }


bp = Redirects("redirects")
