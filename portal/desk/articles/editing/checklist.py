"""The checklist beside Publish, and what must be there before a story is published."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import gettext as _

from portal.desk.articles.editing.form import ArticleForm
from portal.models import Article


class Hint(NamedTuple):
    """A line of the checklist. `field` is the id of the control to fill in; empty if nothing is missing."""

    message: str
    field: str = ""


def hints(form: ArticleForm) -> list[Hint]:
    """Return the lines of the checklist, in the order of the form."""
    return [text_hint(form), picture_hint(form), category_and_author_hint(form), tags_hint(form)]


def text_hint(form: ArticleForm) -> Hint:
    for field, message in (
        (form.headline, _("No headline yet")),
        (form.standfirst, _("No standfirst yet")),
        (form.body, _("No text yet")),
    ):
        if not field.data:
            return Hint(message, field.id)
    return Hint(_("Headline, standfirst, body"))


def picture_hint(form: ArticleForm) -> Hint:
    if not form.picture:
        return Hint(_("No picture yet"), "picture")
    if not form.alt.data and not form.decorative.data:
        return Hint(_("Picture without alt text"), "alt")
    if not form.credit.data:
        return Hint(_("Picture without credit"), "credit")
    return Hint(_("Picture with alt text and credit"))


def category_and_author_hint(form: ArticleForm) -> Hint:
    if not form.category.data:
        return Hint(_("No category yet"), "category")
    if not form.all_authors():
        return Hint(_("No author yet"), "new_author")
    return Hint(_("Category, author"))


def tags_hint(form: ArticleForm) -> Hint:
    number = len(form.all_tags())
    if number > 1:
        return Hint(_("Tags"))
    if number:
        return Hint(_("Only one tag. Another helps readers find it"), "new_tag")
    return Hint(_("No tag yet. One helps readers find it"), "new_tag")


def publication_obstacle(article: Article) -> str:
    """Return why the article cannot be published as it is, or an empty string."""
    if not article.headline:
        return _("it has no headline.")
    if article.image and article.image.lacks_alt:
        return _("its picture has no alt text.")
    return ""
