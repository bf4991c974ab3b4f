"""An article's fields by name, in values that JSON can hold.

The form shows them; revisions and working copies store them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NotRequired, TypedDict, TypeVar

from portal.cleaning import clean
from portal.extensions import Model, db
from portal.models.article.article import Article
from portal.models.article.links import Byline, Tagging
from portal.models.article.publication_states import State
from portal.models.base.slugs import slug_of
from portal.models.media.image import Image
from portal.models.taxonomy.author import Author
from portal.models.taxonomy.category import Category
from portal.models.taxonomy.names import find_by_name
from portal.models.taxonomy.source import Source
from portal.models.taxonomy.tag import Tag

N = TypeVar("N", bound=Model)


class ArticleFields(TypedDict):
    """The fields of an article. `PARTS` in `diff` groups them as editors compare them.

    `category`, `also`, `authors` and `image` are ids; `tags` are ids, or names of new tags; `source`
    is a name. `wish` is the time at which it is or should be published, in UTC and ISO 8601, or
    empty. `version` is the article's version from which the fields come; `correction` is a note that
    is not published yet.
    """

    headline: str
    standfirst: str
    kicker: str
    body: str
    slug: str
    category: int | None
    also: list[int]
    tags: list[int | str]
    authors: list[int]
    image: int | None
    alt: str
    decorative: bool
    caption: str
    credit: str
    made: str
    source: str
    source_address: str
    original_headline: str
    original_language: str
    indexing: str
    language: str
    wish: str
    version: NotRequired[int | None]
    correction: NotRequired[str]


def fields_of(article: Article) -> ArticleFields:
    """Return the fields of an article."""
    image = article.image
    wish = article.published_at if article.state is State.SCHEDULED else article.wished_at
    named = [each.category_id for each in article.category_links if each.is_direct]
    return {
        "version": article.version,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "kicker": article.kicker,
        "body": article.body,
        "slug": article.slug,
        "category": article.category_id,
        "also": sorted({*named} - {article.category_id}),
        "tags": [tag.id for tag in article.tags],
        "authors": [author.id for author in article.authors],
        "made": article.adaptation or "",
        "source": article.source.name if article.source else "",
        "source_address": article.source_address,
        "original_headline": article.original_headline,
        "original_language": article.original_language,
        "indexing": article.indexing_rule or "",
        "language": article.language or "",
        "image": image.id if image else None,
        "alt": image.alt if image else "",
        "decorative": image.is_decorative if image else False,
        "caption": caption_of(article),
        "credit": image.credit if image else "",
        "wish": wish.isoformat() if wish else "",
    }


def caption_of(article: Article) -> str:
    if article.image_caption is not None or article.image is None:
        return article.image_caption or ""
    return article.image.caption


def caption_for(image: Image | None, words: str) -> str | None:
    """Return the article's own caption; None if it equals the picture's."""
    return words if image and words != image.caption else None


def apply_fields(article: Article, fields: ArticleFields) -> None:
    """Set all fields of an article, without rows that no longer exist. Raises cleaning.TooLarge.

    Alt text and credit belong to the picture and are not changed.
    """
    assign_slug(article, fields)
    article.headline, article.standfirst = fields["headline"], fields["standfirst"]
    article.kicker, article.language = fields["kicker"], fields["language"] or None
    article.adaptation, article.indexing_rule = fields["made"] or None, fields["indexing"] or None
    article.source_address = fields["source_address"]
    article.original_headline = fields["original_headline"]
    article.original_language = fields["original_language"]
    with db.session.no_autoflush:
        article.set_body(clean(fields["body"]))
        assign_categories(article, fields)
        assign_authors(article, get_all(Author, fields["authors"]))
        assign_tags(article, tags_of(fields["tags"]))
        article.source = find_source(fields["source"])
        article.image = db.session.get(Image, fields["image"]) if fields["image"] else None
        article.image_caption = caption_for(article.image, fields["caption"])
    article.wished_at = datetime.fromisoformat(fields["wish"]) if fields["wish"] else None


def assign_slug(article: Article, fields: ArticleFields) -> None:
    """Set the slug as typed; else derive it from the headline until the article is published."""
    typed, headline = fields["slug"], fields["headline"]
    if article.day:
        article.change_slug(typed or headline)
    elif not typed or (typed == article.slug == slug_of(article.headline or "")):
        article.slug = slug_of(headline)
    else:
        article.slug = slug_of(typed)


def assign_categories(article: Article, fields: ArticleFields) -> None:
    """Set its category, or the first of the further ones if it has none."""
    if categories := get_all(Category, [fields["category"], *fields["also"]]):
        article.assign_categories(*categories)
    else:
        article.category = None
        article.category_links = []


def assign_authors(article: Article, authors: list[Author]) -> None:
    kept = {byline.author: byline for byline in article.bylines}
    article.bylines = [kept.get(each) or Byline(author=each) for each in authors]
    renumber(article.bylines)


def assign_tags(article: Article, tags: list[Tag]) -> None:
    kept = {tagging.tag: tagging for tagging in article.taggings}
    article.taggings = [kept.get(each) or Tagging(tag=each) for each in dict.fromkeys(tags)]
    renumber(article.taggings)


def renumber(parts: list[Any]) -> None:
    """Number the parts: an ordering list does not renumber parts that it had before."""
    for position, part in enumerate(parts):
        part.position = position


def get_all(noun: type[N], ids: Sequence[int | None]) -> list[N]:
    """Return the rows that exist, in this order, each once."""
    return [each for id in dict.fromkeys(ids) if id and (each := db.session.get(noun, id))]


def tags_of(values: Sequence[int | str]) -> list[Tag]:
    """Return the tags of these ids and names, in this order, each once; create missing names."""
    names = list(dict.fromkeys(each for each in values if isinstance(each, str)))
    named = dict(zip(names, Tag.get_or_create(names), strict=True))
    found = (named[each] if isinstance(each, str) else db.session.get(Tag, each) for each in values)
    return list(dict.fromkeys(tag for tag in found if tag))


def find_author(name: str) -> Author | None:
    """Return the author with this name: see `names.find_by_name`."""
    return find_by_name(Author, name)


def find_source(name: str) -> Source | None:
    """Return the source with this name: see `names.find_by_name`."""
    return find_by_name(Source, name)
