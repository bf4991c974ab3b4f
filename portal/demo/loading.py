"""Puts the written stories and pages into the database."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import select

from portal.demo import written
from portal.demo.cast import Cast
from portal.demo.days import appearances, at
from portal.demo.markdown import to_html
from portal.demo.progress import Step
from portal.demo.written import Fields, Story, WrittenPage
from portal.extensions import db
from portal.models import Article, Correction, MenuItem, Page, Pin, SiteSettings, Source, local_day
from portal.models.site.pin import SLOTS
from portal.pictures import storage


def load(now: datetime, step: Step) -> Cast:
    """Add the whole written newspaper, except what is there already."""
    fields, stories = written.cast(), written.stories()
    cast = Cast(fields, stories, step)
    newsroom = Newsroom(cast, stories, now)
    for page in written.pages():
        newsroom.add_page(page)
    for story in step("Stories", stories):
        newsroom.add_article(story)
    set_front(fields["front"], newsroom)
    set_menus(fields["menus"], cast)
    db.session.commit()
    return cast


class Newsroom:
    """Adds stories and pages with a cast."""

    def __init__(self, cast: Cast, stories: list[Story], now: datetime) -> None:
        self.cast = cast
        self.now = now
        self.appeared = appearances(stories, now, cast.zone)
        slugs = Article.slug.in_(self.appeared)
        self.articles = {
            each.slug: each for each in db.session.scalars(select(Article).where(slugs))
        }

    def add_page(self, written: WrittenPage) -> None:
        if page_at(written.path):
            return
        parent, _, slug = written.path.rpartition("/")
        page = Page(slug=slug, title=written.title, description=written.description)
        page.move_to(page_at(parent) if parent else None, written.order)
        page.body = self.html(written.text)
        page.published_at = page.updated_at = self.now
        db.session.add(page)

    def add_article(self, story: Story) -> None:
        if story.slug in self.articles:
            return
        when = self.appeared[story.slug]
        article = Article(
            headline=story.headline,
            standfirst=story.standfirst,
            kicker=story.kicker,
            slug=story.slug,
            language=story.language,
            created_at=when,
            updated_at=when,
        )
        db.session.add(article)
        article.set_body(self.html(story.text))
        self.assign(article, story)
        if story.source:
            add_source(article, story.source)
        for fields in story.corrections:
            self.add_correction(article, fields)
        article.publish(self.cast.zone, when)
        db.session.flush()
        self.articles[story.slug] = article

    def assign(self, article: Article, story: Story) -> None:
        """Set the article's authors, tags, categories and picture."""
        article.authors.extend(self.cast.authors[each] for each in story.authors)
        article.tags.extend(self.cast.tags[each] for each in story.tags)
        article.assign_categories(
            *(self.cast.categories[each] for each in (story.category, *story.also))
        )
        if story.picture:
            article.image = self.cast.images[story.picture["file"]]
            article.image_caption = story.picture.get("caption", "")

    def add_correction(self, article: Article, fields: Fields) -> None:
        local = at(fields["days_ago"], fields["at"], self.now, self.cast.zone)
        corrected_at = min(local, self.now)
        article.corrections.append(Correction(corrected_at=corrected_at, text=fields["text"]))
        article.updated_at = max(article.updated_at, corrected_at)

    def html(self, text: str) -> str:
        return to_html(text, self.figure, self.address_of)

    def figure(self, file: str, caption: str) -> str:
        return storage.image_html(self.cast.images[file], caption)

    def address_of(self, slug: str) -> str:
        """Return the address that a story has or will have."""
        if slug in self.articles:
            return self.articles[slug].path or "/"
        return f"/{local_day(self.appeared[slug], self.cast.zone):%Y/%m/%d}/{slug}/"


def add_source(article: Article, fields: Fields) -> None:
    """Set the source that a syndicated story comes from."""
    name, parts = fields["name"], urlsplit(fields["address"])
    article.source = db.session.scalar(select(Source).filter_by(name=name)) or Source(
        name=name, address=f"{parts.scheme}://{parts.netloc}/", language=fields["language"]
    )
    article.source_address = fields["address"]
    article.original_headline = fields["headline"]
    article.original_language = fields["language"]
    article.adaptation = fields["made"]


def page_at(path: str) -> Page | None:
    return db.session.scalar(select(Page).filter_by(path_words=path))


def set_front(fields: Fields, newsroom: Newsroom) -> None:
    """Choose the stories and strips of the front page, unless an editor has."""
    if SiteSettings.load().strips or db.session.scalar(select(Pin.slot).limit(1)):
        return
    SiteSettings.change(strips=[newsroom.cast.categories[each].id for each in fields["strips"]])
    for slot, slug in zip(SLOTS, [fields["lead"], *fields["seconds"]], strict=True):
        db.session.add(Pin(slot=slot, article=newsroom.articles[slug]))


def set_menus(fields: Fields, cast: Cast) -> None:
    """Fill the menus, unless an editor has."""
    if db.session.scalar(select(MenuItem.id).limit(1)):
        return
    for position, slug in enumerate(fields["main"]):
        db.session.add(MenuItem(menu="main", position=position, category=cast.categories[slug]))
    for position, path in enumerate(fields["footer"]):
        db.session.add(MenuItem(menu="footer", position=position, page=page_at(path)))
