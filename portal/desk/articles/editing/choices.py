"""What the article's form offers to choose from, in words."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from wtforms.fields.choices import SelectChoice

from portal.extensions import db
from portal.models import Adaptation, Article, Author, Category, Indexing, Pin, Source, Tag
from portal.models.site.pin import HIDDEN_SLOT, SLOTS

HOW_MADE = (
    SelectChoice("", _("Written by us")),
    SelectChoice(Adaptation.REWRITTEN, _("Rewritten")),
    SelectChoice(Adaptation.TRANSLATED, _("Translated")),
    SelectChoice(Adaptation.EXCERPT, _("Excerpt")),
    SelectChoice(Adaptation.VERBATIM, _("As it came")),
)
INDEXING = (
    SelectChoice("", _("As its source says")),
    SelectChoice(Indexing.OWN, _("May list it")),
    SelectChoice(Indexing.CANONICAL, _("Point to the original")),
    SelectChoice(Indexing.NOINDEX_NEWS, _("Search yes, news no")),
    SelectChoice(Indexing.NOINDEX, _("Never list it")),
)
PLACES = (_("Lead"), _("Second"), _("Third"), _("Fourth"), _("Fifth"))
WHEN = (SelectChoice("now", _("Now")), SelectChoice("at", _("At a time")))


def categories() -> list[SelectChoice]:
    """Every category by its whole name, `Islands › Gull Island`, in the order of the tree."""
    found = db.session.scalars(select(Category).order_by(Category.position, Category.name))
    children: dict[int | None, list[Category]] = {}
    for category in found:
        children.setdefault(category.parent_id, []).append(category)

    def below(parent: int | None, way: str) -> list[SelectChoice]:
        lines = []
        for category in children.get(parent, ()):
            name = f"{way} › {category.name}" if way else category.name
            lines += [SelectChoice(category.id, name), *below(category.id, name)]
        return lines

    return below(None, "")


def slots(article: Article | None) -> list[SelectChoice]:
    """The places of the front page, each with the story that would leave it."""
    held = {slot: each for slot, each in Pin.by_slot().items() if each.is_live}
    chosen = [SelectChoice("", gettext("By its time"))]
    for slot, place in zip(SLOTS, PLACES, strict=True):
        other = held.get(slot)
        if other is None or other is article:
            chosen.append(SelectChoice(slot, place))
        else:
            words = gettext(
                "%(place)s, instead of “%(headline)s”", place=place, headline=brief(other)
            )
            chosen.append(SelectChoice(slot, words))
    return [*chosen, SelectChoice(HIDDEN_SLOT, gettext("Not on it"))]


def brief(article: Article) -> str:
    words = article.headline
    return words if len(words) <= 30 else words[:30].rpartition(" ")[0] + "…"


def source_names() -> list[str]:
    return list(db.session.scalars(select(Source.name).order_by(Source.name)))


def author_names() -> list[str]:
    return list(db.session.scalars(select(Author.name).order_by(Author.name).limit(1000)))


def tag_names() -> list[str]:
    return list(db.session.scalars(select(Tag.name).order_by(Tag.name).limit(1000)))
