"""Standing pages, such as About, Contact and Privacy, in a tree."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, Field, IntegerField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from portal.cleaning import TooLarge, clean
from portal.desk.shared.crud_views import CrudViews
from portal.desk.shared.forms import DeskForm, is_between
from portal.desk.shared.list_rows import Row
from portal.desk.shared.noun_field import NounField
from portal.desk.shared.noun_fields import noun_name_field, slug_field
from portal.desk.shared.noun_search import PAGES
from portal.desk.shared.trees import branches
from portal.models import Page, now
from portal.models.base.slugs import slug_of


class PageForm(DeskForm):
    title = noun_name_field(
        lazy_gettext("Title"), lazy_gettext("Enter the title of the page."), 300
    )
    slug = slug_field()
    parent_id = NounField(
        lazy_gettext("Parent page"), PAGES, description=lazy_gettext("Empty: at the top level.")
    )
    position = IntegerField(
        lazy_gettext("Position"),
        [Optional(), is_between(0, 1000)],
    )
    description = StringField(
        lazy_gettext("Description"),
        [Length(max=300)],
        description=lazy_gettext("One sentence; search engines show it."),
    )
    body = TextAreaField(lazy_gettext("Text"), [Length(max=500_000)])
    is_live = BooleanField(
        lazy_gettext("Visible to readers"),
        description=lazy_gettext("If not ticked, the page is a draft."),
    )

    def validate_parent_id(self, field: NounField) -> None:
        if field.noun is not None and self.noun in field.noun.lineage:
            raise ValidationError(_("A page cannot be inside itself. Choose another parent."))

    def validate_body(self, field: Field) -> None:
        try:
            clean(field.data or "")
        except TooLarge:
            raise ValidationError(_("Shorten the text: it is too long for a page.")) from None

    def validate_slug(self, field: Field) -> None:
        slug = slug_of(field.data or self.title.data or "", "page")
        if not self.parent_id.data and not Page.is_allowed_slug(slug):
            raise ValidationError(
                _("The site uses the address /%(slug)s/ itself. Choose another one.", slug=slug)
            )

    def fill(self, page: Page) -> None:
        page.title, page.description = self.title.data, self.description.data or ""
        page.body, page.updated_at = clean(self.body.data or ""), now()
        page.slug = page.slug or slug_of(page.title, "page")
        page.parent, page.position = self.parent_id.noun, self.position.data or 0
        page.change_slug(self.slug.data or page.title)
        page.published_at = (page.published_at or now()) if self.is_live.data else None


class Pages(CrudViews):
    noun, form = Page, PageForm
    heading, new_label = lazy_gettext("Pages"), lazy_gettext("New page")
    count_label = lazy_gettext("State")

    def rows(self) -> list[Row]:
        return [
            Row.of(page, "pages", page.title, _("live") if page.is_live else _("draft"), depth)
            for page, depth in branches(Page)
        ]

    def name_of(self, page: Page) -> str:
        return page.title

    def removal_obstacle(self, page: Page) -> str:
        return _("This page contains others. Move them first.") if page.children else ""


bp = Pages("pages")
