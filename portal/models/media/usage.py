"""Uses of pictures: a picture in use cannot be deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select, union
from sqlalchemy.orm import defer

from portal.extensions import db
from portal.models.article.article import Article
from portal.models.article.working_copy import WorkingCopy
from portal.models.media.illustration import Illustration, stems_in
from portal.models.media.image import Image
from portal.models.site.page import Page
from portal.models.site.placement import Placement
from portal.models.site.setting import SiteSettings
from portal.models.taxonomy.author import Author

SHOWN = 5


class UsageKind(StrEnum):
    """The part of a story, page or site that shows a picture."""

    LEAD = "lead"
    BODY = "body"
    UNSAVED = "unsaved"
    PORTRAIT = "portrait"
    PAGE = "page"
    PLACEMENT = "placement"
    LOGO = "logo"
    SHARED = "shared"


@dataclass(frozen=True)
class UsagePlace:
    """One use of an image. `noun` is what shows it; None for the site itself."""

    how: UsageKind
    noun: Any = None


@dataclass(frozen=True)
class Usage:
    """The uses of an image: up to SHOWN articles and all others, and the number of articles."""

    uses: Sequence[UsagePlace]
    articles: int

    @classmethod
    def of(cls, image: Image) -> Usage:
        """Return the uses of this image."""
        ids = articles_with([image]).subquery()
        number = db.session.scalar(select(func.count()).select_from(ids)) or 0
        query = select(Article).join(ids, ids.c.article_id == Article.id)
        newest = query.order_by(Article.id.desc()).limit(SHOWN).options(defer(Article.body))
        articles = [
            UsagePlace(UsageKind.LEAD if each.image_id == image.id else UsageKind.BODY, each)
            for each in db.session.scalars(newest)
        ]
        return cls([*articles, *elsewhere(image)], number)

    def __bool__(self) -> bool:
        return bool(self.uses)

    @property
    def further(self) -> int:
        """The number of articles that `uses` does not list."""
        return self.articles - sum(use.how in (UsageKind.LEAD, UsageKind.BODY) for use in self.uses)


def articles_with(images: Sequence[Image]) -> Select[Any]:
    """Return pairs of image id and article id for articles that lead with it or have it in the body."""
    ids = [image.id for image in images]
    stems = [image.stem for image in images]
    lead = select(Article.image_id.label("image_id"), Article.id.label("article_id"))
    body = select(Image.id, Illustration.article_id).join(Illustration, stem_is())
    both = union(
        lead.where(Article.image_id.in_(ids)),
        body.where(Illustration.stem.in_(stems), Image.id.in_(ids)),
    ).subquery()
    return select(both.c.image_id, both.c.article_id)


def counts(images: Sequence[Image]) -> dict[int, int]:
    """Return the number of articles that use each of these images."""
    pairs = articles_with(images).subquery()
    counted = select(pairs.c.image_id, func.count()).group_by(pairs.c.image_id)
    return dict(iter(db.session.execute(counted)))


def unused() -> ColumnElement[bool]:
    """Return the condition of images that nothing shows, for a query."""
    columns = (Article.image_id, Author.portrait_id, Placement.image_id)
    named = (select(column).where(column == Image.id).exists() for column in columns)
    drawn = select(Illustration.stem).where(stem_is()).exists()
    texts = [*db.session.scalars(bodies_of_pages()), *db.session.scalars(unsaved_texts())]
    stems = {stem for text in texts for stem in stems_in(text)}
    kept = or_(*named, drawn, stem_of_image().in_(stems), Image.id.in_(of_the_site()))
    return ~kept


def elsewhere(image: Image) -> list[UsagePlace]:
    """Return the uses of an image outside saved articles."""
    places: list[tuple[UsageKind, Select[Any]]] = [
        (UsageKind.UNSAVED, copies_with(image)),
        (UsageKind.PORTRAIT, select(Author).filter_by(portrait_id=image.id)),
        (UsageKind.PAGE, select(Page).where(Page.body.contains(f"/{image.stem}-"))),
        (UsageKind.PLACEMENT, select(Placement).filter_by(image_id=image.id)),
    ]
    uses = [UsagePlace(how, noun) for how, query in places for noun in db.session.scalars(query)]
    settings = SiteSettings.load()
    uses += [UsagePlace(UsageKind.LOGO)] * (settings.logo_id == image.id)
    return uses + [UsagePlace(UsageKind.SHARED)] * (settings.share_image_id == image.id)


def copies_with(image: Image) -> Select[Any]:
    """Return the articles that have unsaved text with this image."""
    leads = cast(WorkingCopy.fields["image"].as_string(), Text) == str(image.id)
    shows = cast(WorkingCopy.fields, Text).contains(f"/{image.stem}-")
    copies = select(WorkingCopy.article_id).where(or_(leads, shows))
    return select(Article).where(Article.id.in_(copies)).options(defer(Article.body))


def of_the_site() -> list[int]:
    settings = SiteSettings.load()
    return [id for id in (settings.logo_id, settings.share_image_id) if id]


def bodies_of_pages() -> Select[Any]:
    return select(Page.body).where(Page.body.contains("/media/"))


def unsaved_texts() -> Select[Any]:
    return select(cast(WorkingCopy.fields, Text))


def stem_of_image() -> ColumnElement[str]:
    return func.substr(Image.digest, 1, 2) + "/" + func.substr(Image.digest, 1, 16)


def stem_is() -> ColumnElement[bool]:
    return Illustration.stem == stem_of_image()
