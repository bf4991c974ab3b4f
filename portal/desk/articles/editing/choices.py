"""The choices of the article's form, with their labels."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from wtforms.fields.choices import SelectChoice

from portal.extensions import db
from portal.models import Adaptation, Article, Category, Indexing, Pin
from portal.models.site.pin import HIDDEN_SLOT, SLOTS

HOW_MADE = (
    SelectChoice("", _("Written by us")),
    SelectChoice(Adaptation.REWRITTEN, _("Rewritten")),
    SelectChoice(Adaptation.TRANSLATED, _("Translated")),
    SelectChoice(Adaptation.EXCERPT, _("Excerpt")),
    SelectChoice(Adaptation.VERBATIM, _("Verbatim")),
)
INDEXING = (
    SelectChoice("", _("As set for its source")),
    SelectChoice(Indexing.OWN, _("Index it")),
    SelectChoice(Indexing.CANONICAL, _("Index the original instead")),
    SelectChoice(Indexing.NOINDEX_NEWS, _("Web search, not news search")),
    SelectChoice(Indexing.NOINDEX, _("Do not index it")),
)
SLOT_LABELS = (_("Lead"), _("Second"), _("Third"), _("Fourth"), _("Fifth"))
SHORT_HEADLINE_CHARS = 30
WHEN = (SelectChoice("now", _("Now")), SelectChoice("at", _("At a time")))


def categories() -> list[SelectChoice]:
    """Return every category under its full name, "Islands › Gull Island", in the order of the tree."""
    found = db.session.scalars(select(Category).order_by(Category.position, Category.name))
    children: dict[int | None, list[Category]] = {}
    for category in found:
        children.setdefault(category.parent_id, []).append(category)

    def below(parent: int | None, path: str) -> list[SelectChoice]:
        choices = []
        for category in children.get(parent, ()):
            name = f"{path} › {category.name}" if path else category.name
            choices += [SelectChoice(category.id, name), *below(category.id, name)]
        return choices

    return below(None, "")


def slots(article: Article | None) -> list[SelectChoice]:
    """Return the slots of the front page, each with the story that the article would replace."""
    pinned = {slot: each for slot, each in Pin.by_slot().items() if each.is_live}
    choices = [SelectChoice("", gettext("By its time"))]
    for slot, label in zip(SLOTS, SLOT_LABELS, strict=True):
        other = pinned.get(slot)
        if other is None or other is article:
            choices.append(SelectChoice(slot, label))
        else:
            replaces = gettext(
                "%(slot)s, instead of “%(headline)s”", slot=label, headline=short_headline(other)
            )
            choices.append(SelectChoice(slot, replaces))
    return [*choices, SelectChoice(HIDDEN_SLOT, gettext("Not on the front page"))]


def short_headline(article: Article) -> str:
    headline = article.headline
    if len(headline) <= SHORT_HEADLINE_CHARS:
        return headline
    return headline[:SHORT_HEADLINE_CHARS].rpartition(" ")[0] + "…"
