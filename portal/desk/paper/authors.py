"""Authors: name, portrait, text and links; merge duplicates."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from portal.desk.library.picture_field import PictureField
from portal.desk.shared.crud_views import CrudViews
from portal.desk.shared.forms import DeskForm, is_an_email
from portal.desk.shared.list_rows import Row
from portal.desk.shared.noun_fields import noun_name_field, slug_field
from portal.desk.shared.noun_search import AUTHORS
from portal.extensions import db
from portal.models import Author, AuthorKind, Byline
from portal.models.taxonomy.merging import merge_authors

PAGE_SIZE = 200
MAX_LINKS = 20


class AuthorForm(DeskForm):
    name = noun_name_field(lazy_gettext("Name"), lazy_gettext("Enter a name."))
    slug = slug_field()
    kind = SelectField(
        lazy_gettext("Kind"),
        choices=[
            SelectChoice(AuthorKind.PERSON, lazy_gettext("A person")),
            SelectChoice(AuthorKind.ORGANISATION, lazy_gettext("An organisation")),
        ],
    )
    role = StringField(lazy_gettext("Role"), [Length(max=200)])
    bio = TextAreaField(lazy_gettext("About them"), [Length(max=2000)])
    email = StringField(
        lazy_gettext("Public e-mail address"),
        [Optional(), is_an_email],
        filters=[lambda text: text and text.strip()],
    )
    links = TextAreaField(
        lazy_gettext("Links"),
        description=lazy_gettext("One per line: the address, a space, then its text."),
    )
    portrait = PictureField(
        lazy_gettext("Portrait"),
        description=lazy_gettext("A new picture replaces the old one."),
    )
    without_portrait = BooleanField(lazy_gettext("No portrait"))

    def __init__(self, obj: Author | None = None, **options) -> None:
        super().__init__(obj=obj, **options)
        if obj is not None and not self.is_submitted():
            self.links.data = "\n".join(f"{each['address']} {each['label']}" for each in obj.links)

    def validate_links(self, field) -> None:
        if len(lines_of(field.data)) > MAX_LINKS:
            raise ValidationError(_("At most %(number)s links are possible.", number=MAX_LINKS))
        for line in lines_of(field.data):
            if not line.startswith(("http://", "https://")) or len(line.split()[0]) > 500:
                raise ValidationError(
                    _("“%(line)s” is not an address: begin it with https://", line=line[:60])
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


class Authors(CrudViews):
    noun, form = Author, AuthorForm
    heading, new_label = lazy_gettext("Authors"), lazy_gettext("New author")
    count_label = lazy_gettext("Stories")
    merge_search = AUTHORS
    has_search = True

    def rows(self) -> list[Row]:
        count = select(func.count()).where(Byline.author_id == Author.id).scalar_subquery()
        query = select(Author, count).order_by(func.lower(Author.name)).limit(PAGE_SIZE)
        if words := request.args.get("q", "").strip():
            query = query.where(Author.name.icontains(words, autoescape=True))
        return [
            Row.of(author, "authors", author.name, count, note=author.role, author=author.name)
            for author, count in db.session.execute(query)
        ]

    def merge_into(self, author: Author, into: Author) -> None:
        merge_authors(author, into)

    def removal_obstacle(self, author: Author) -> str:
        used = select(Byline.article_id).where(Byline.author_id == author.id).limit(1)
        if db.session.scalar(used):
            return _("This author has stories. Merge them into another author first.")
        return ""


bp = Authors("authors")
