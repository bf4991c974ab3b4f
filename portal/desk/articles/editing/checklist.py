"""Whether a story is ready to go out: what is there, and what readers would miss."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import gettext as _

from portal.desk.articles.editing.form import ArticleForm
from portal.models import Article


class Hint(NamedTuple):
    """`field` is the id of the control that mends it; empty: all is well."""

    words: str
    field: str = ""


def hints(form: ArticleForm) -> list[Hint]:
    """The lines beside Publish, in the order of the form."""
    return [words_hint(form), picture_hint(form), filing_hint(form), tags_hint(form)]


def words_hint(form: ArticleForm) -> Hint:
    for field, words in (
        (form.headline, _("No headline yet")),
        (form.standfirst, _("No standfirst yet")),
        (form.body, _("No text yet")),
    ):
        if not field.data:
            return Hint(words, field.id)
    return Hint(_("Headline, standfirst, body"))


def picture_hint(form: ArticleForm) -> Hint:
    if not form.picture:
        return Hint(_("No picture yet"), "picture")
    if not form.alt.data and not form.decorative.data:
        return Hint(_("Picture: what it shows"), "alt")
    if not form.credit.data:
        return Hint(_("Picture: whose it is"), "credit")
    return Hint(_("Picture with alt and credit"))


def filing_hint(form: ArticleForm) -> Hint:
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
        return Hint(_("Only one tag. Another helps it to be found"), "new_tag")
    return Hint(_("No tag yet. One helps it to be found"), "new_tag")


def publication_obstacle(article: Article) -> str:
    """What readers need and it has not got yet, in words; empty: nothing."""
    if not article.headline:
        return _("it has no headline yet.")
    if article.image and article.image.lacks_alt:
        return _("nobody has said yet what its picture shows.")
    return ""
