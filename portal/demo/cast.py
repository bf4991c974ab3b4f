"""The demo's people, sections, topics and pictures, put into the database."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select

from portal.demo import written
from portal.demo.progress import Step
from portal.demo.written import Story, Words
from portal.extensions import db
from portal.models import Author, Category, Image, Setting, SiteSettings, Tag
from portal.pictures import storage

Noun = TypeVar("Noun", Author, Category, Tag)


class Cast:
    """The nouns that stories are filed under, by slug, and the images, by file name.

    What has the slug of one of ours is taken for ours.
    """

    def __init__(self, words: Words, stories: list[Story], step: Step) -> None:
        if not db.session.scalar(select(Setting.name).limit(1)):
            SiteSettings.change(**words["site"])
        self.zone = SiteSettings.load().time_zone
        self.images = keep_pictures(stories, step)
        self.authors = {each["slug"]: self.author(each) for each in words["authors"]}
        self.tags = {
            each["slug"]: known(Tag, each["slug"]) or add(Tag(**each)) for each in words["tags"]
        }
        self.categories: dict[str, Category] = {}
        for position, each in enumerate(words["categories"]):
            self.categories[each["slug"]] = self.category(each, position)

    def author(self, words: Words) -> Author:
        portrait = self.images.get(words["portrait"])
        return known(Author, words["slug"]) or add(Author(**words | {"portrait": portrait}))

    def category(self, words: Words, position: int) -> Category:
        if category := known(Category, words["slug"]):
            return category
        category = Category(**{name: words[name] for name in ("name", "slug", "description")})
        category.move_to(self.categories.get(words.get("parent", "")), position)
        return add(category)


def known(noun: type[Noun], slug: str) -> Noun | None:
    return db.session.scalar(select(noun).filter_by(slug=slug).limit(1))


def add(noun: Noun) -> Noun:
    db.session.add(noun)
    return noun


def keep_pictures(stories: list[Story], step: Step) -> dict[str, Image]:
    """Every picture in its sizes, described by the first story that shows it.

    It has no caption of its own: each story says what the scene shows there.
    """
    described: dict[str, Words] = {}
    for story in sorted(stories, key=lambda story: story.language is not None):
        if story.picture:
            described.setdefault(story.picture["file"], story.picture)
    return {
        path.name: keep(path.name, path.read_bytes(), described.get(path.name, {}))
        for path in step("Pictures", written.pictures())
    }


def keep(name: str, data: bytes, words: Words) -> Image:
    x, y = words.get("focal", (0.5, 0.5))
    alt, credit = words.get("alt", ""), words.get("credit", "")
    image = storage.store(data, file_name=name, alt=alt, credit=credit, focal=(x, y))
    image.is_decorative = not alt  # a portrait stands beside its name
    return image
