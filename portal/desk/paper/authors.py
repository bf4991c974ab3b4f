"""Authors: their name, portrait, words and links; merged where one was made twice."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from portal.desk.library.picture_field import PictureField
from portal.desk.shared.crud_views import PlainRoom, name_field, slug_field
from portal.desk.shared.forms import DeskForm, is_an_email
from portal.desk.shared.list_rows import Row
from portal.extensions import db
from portal.models import Author, AuthorKind, Byline
from portal.models.taxonomy.merging import merge_authors

MOST = 200
MOST_LINKS = 20


class AuthorForm(DeskForm):
    name = name_field(lazy_gettext("Name"), lazy_gettext("Say who it is."))
    slug = slug_field()
    kind = SelectField(
        lazy_gettext("Is"),
        choices=[
            SelectChoice(AuthorKind.PERSON, lazy_gettext("A person")),
            SelectChoice(AuthorKind.ORGANISATION, lazy_gettext("An organisation")),
        ],
    )
    role = StringField(lazy_gettext("What they do"), [Length(max=200)])
    bio = TextAreaField(lazy_gettext("About them"), [Length(max=2000)])
    email = StringField(
        lazy_gettext("E-mail that readers see"),
        [Optional(), is_an_email],
        filters=[lambda text: text and text.strip()],
    )
    links = TextAreaField(
        lazy_gettext("Links"),
        description=lazy_gettext("One a line: the address, then what it is called."),
    )
    portrait = PictureField(
        lazy_gettext("Portrait"),
        description=lazy_gettext("A new picture takes the place of the old one."),
    )
    without_portrait = BooleanField(lazy_gettext("Without a portrait"))

    def __init__(self, obj: Author | None = None, **options) -> None:
        super().__init__(obj=obj, **options)
        if obj is not None and not self.is_submitted():
            self.links.data = "\n".join(f"{each['address']} {each['label']}" for each in obj.links)

    def validate_links(self, field) -> None:
        if len(lines_of(field.data)) > MOST_LINKS:
            raise ValidationError(_("Keep at most %(number)s links.", number=MOST_LINKS))
        for line in lines_of(field.data):
            if not line.startswith(("http://", "https://")) or len(line.split()[0]) > 500:
                raise ValidationError(
                    _("“%(line)s” is no address: it begins with https://", line=line[:60])
                )

    def fill(self, author: Author) -> None:
        author.name, author.kind = self.name.data, self.kind.data
        author.role, author.bio = self.role.data or "", self.bio.data or ""
        author.email = self.email.data or ""
        author.links = [as_link(line) for line in lines_of(self.links.data)]
        author.change_slug(self.slug.data or author.name)
        if self.portrait.picture:
            author.portrait = self.portrait.picture
        elif self.without_portrait.data:
            author.portrait = None


def lines_of(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def as_link(line: str) -> dict[str, str]:
    address, _space, label = line.partition(" ")
    host = address.partition("://")[2].partition("/")[0]
    return {"address": address, "label": label.strip() or host}


class Authors(PlainRoom):
    noun, form = Author, AuthorForm
    heading, new_text = lazy_gettext("Authors"), lazy_gettext("New author")
    count_text = lazy_gettext("Stories")
    has_search = True

    def rows(self) -> list[Row]:
        count = select(func.count()).where(Byline.author_id == Author.id).scalar_subquery()
        query = select(Author, count).order_by(func.lower(Author.name)).limit(MOST)
        if words := request.args.get("q", "").strip():
            query = query.where(Author.name.icontains(words, autoescape=True))
        return [
            Row.of(author, "authors", author.name, count, note=author.role, author=author.name)
            for author, count in db.session.execute(query)
        ]

    def others(self, author: Author) -> list[Author]:
        query = select(Author).where(Author.id != author.id).order_by(Author.name)
        return list(db.session.scalars(query))

    def merging(self, author: Author, into: Author) -> None:
        merge_authors(author, into)

    def why_not_removed(self, author: Author) -> str:
        used = select(Byline.article_id).where(Byline.author_id == author.id).limit(1)
        if db.session.scalar(used):
            return _("Stories name this author. Merge them into another.")
        return ""


bp = Authors("authors")
