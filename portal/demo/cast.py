"""The demo's people, sections, topics and pictures, put into the database."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select

from portal.demo import written
from portal.demo.progress import Step
from portal.demo.written import Fields, Story
from portal.extensions import db
from portal.models import Author, Category, Image, Setting, SiteSettings, Tag
from portal.pictures import storage

Noun = TypeVar("Noun", Author, Category, Tag)


class Cast:
    """The authors, tags and categories by slug, and the images by file name.

    A noun that has the slug of one of the demo's is used as the demo's.
    """

    def __init__(self, fields: Fields, stories: list[Story], step: Step) -> None:
        if not db.session.scalar(select(Setting.name).limit(1)):
            SiteSettings.change(**fields["site"])
        self.zone = SiteSettings.load().time_zone
        self.images = store_pictures(stories, step)
        self.authors = {each["slug"]: self.author(each) for each in fields["authors"]}
        self.tags = {
            each["slug"]: existing(Tag, each["slug"]) or add(Tag(**each)) for each in fields["tags"]
        }
        self.categories: dict[str, Category] = {}
        for position, each in enumerate(fields["categories"]):
            self.categories[each["slug"]] = self.category(each, position)

    def author(self, fields: Fields) -> Author:
        portrait = self.images.get(fields["portrait"])
        return existing(Author, fields["slug"]) or add(Author(**fields | {"portrait": portrait}))

    def category(self, fields: Fields, position: int) -> Category:
        if category := existing(Category, fields["slug"]):
            return category
        category = Category(**{name: fields[name] for name in ("name", "slug", "description")})
        category.move_to(self.categories.get(fields.get("parent", "")), position)
        return add(category)


def existing(noun: type[Noun], slug: str) -> Noun | None:
    return db.session.scalar(select(noun).filter_by(slug=slug).limit(1))


def add(noun: Noun) -> Noun:
    db.session.add(noun)
    return noun


def store_pictures(stories: list[Story], step: Step) -> dict[str, Image]:
    """Store every picture in its sizes, with the description of the first story that shows it.

    A picture has no caption of its own, because each story says what the scene shows there.
    """
    described: dict[str, Fields] = {}
    for story in sorted(stories, key=lambda story: story.language is not None):
        if story.picture:
            described.setdefault(story.picture["file"], story.picture)
    return {
        path.name: store_picture(path.name, path.read_bytes(), described.get(path.name, {}))
        for path in step("Pictures", written.pictures())
    }


def store_picture(name: str, data: bytes, fields: Fields) -> Image:
    x, y = fields.get("focal", (0.5, 0.5))
    alt, credit = fields.get("alt", ""), fields.get("credit", "")
    image = storage.store(data, file_name=name, alt=alt, credit=credit, focal=(x, y))
    image.is_decorative = not alt  # a portrait stands beside its name
    return image
