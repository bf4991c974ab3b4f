"""The written stories and pages, put into the database."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import select

from portal.demo import written
from portal.demo.cast import Cast
from portal.demo.days import appearances, at
from portal.demo.markdown import to_html
from portal.demo.progress import Step
from portal.demo.written import Standing, Story, Words
from portal.extensions import db
from portal.models import Article, Correction, MenuItem, Page, Pin, SiteSettings, Source, local_day
from portal.models.site.pin import SLOTS
from portal.pictures import storage


def load(now: datetime, step: Step) -> Cast:
    """Put in the whole written newspaper, but for what is there already."""
    words, stories = written.cast(), written.stories()
    cast = Cast(words, stories, step)
    newsroom = Newsroom(cast, stories, now)
    for page in written.pages():
        newsroom.add_page(page)
    for story in step("Stories", stories):
        newsroom.add_article(story)
    set_front(words["front"], newsroom)
    set_menus(words["menus"], cast)
    db.session.commit()
    return cast


class Newsroom:
    """Writes up stories and pages with a cast."""

    def __init__(self, cast: Cast, stories: list[Story], now: datetime) -> None:
        self.cast = cast
        self.now = now
        self.appeared = appearances(stories, now, cast.zone)
        slugs = Article.slug.in_(self.appeared)
        self.articles = {
            each.slug: each for each in db.session.scalars(select(Article).where(slugs))
        }

    def add_page(self, standing: Standing) -> None:
        if page_at(standing.words):
            return
        above, _, slug = standing.words.rpartition("/")
        page = Page(slug=slug, title=standing.title, description=standing.description)
        page.move_to(page_at(above) if above else None, standing.order)
        page.body = self.html(standing.text)
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
        self.file(article, story)
        if story.source:
            credit(article, story.source)
        for words in story.corrections:
            self.correct(article, words)
        article.publish(self.cast.zone, when)
        db.session.flush()
        self.articles[story.slug] = article

    def file(self, article: Article, story: Story) -> None:
        article.authors.extend(self.cast.authors[each] for each in story.authors)
        article.tags.extend(self.cast.tags[each] for each in story.tags)
        article.assign_categories(
            *(self.cast.categories[each] for each in (story.category, *story.also))
        )
        if story.picture:
            article.image = self.cast.images[story.picture["file"]]
            article.image_caption = story.picture.get("caption", "")

    def correct(self, article: Article, words: Words) -> None:
        noted_at = min(at(words["days_ago"], words["at"], self.now, self.cast.zone), self.now)
        article.corrections.append(Correction(corrected_at=noted_at, text=words["text"]))
        article.updated_at = max(article.updated_at, noted_at)

    def html(self, text: str) -> str:
        return to_html(text, self.figure, self.address_of)

    def figure(self, file: str, caption: str) -> str:
        return storage.image_html(self.cast.images[file], caption)

    def address_of(self, slug: str) -> str:
        """Where a story of ours stands, or will stand."""
        if slug in self.articles:
            return self.articles[slug].path or "/"
        return f"/{local_day(self.appeared[slug], self.cast.zone):%Y/%m/%d}/{slug}/"


def credit(article: Article, words: Words) -> None:
    """Say where a story comes from."""
    name, parts = words["name"], urlsplit(words["address"])
    article.source = db.session.scalar(select(Source).filter_by(name=name)) or Source(
        name=name, address=f"{parts.scheme}://{parts.netloc}/", language=words["language"]
    )
    article.source_address = words["address"]
    article.original_headline = words["headline"]
    article.original_language = words["language"]
    article.adaptation = words["made"]


def page_at(words: str) -> Page | None:
    return db.session.scalar(select(Page).filter_by(path_words=words))


def set_front(words: Words, newsroom: Newsroom) -> None:
    """Choose the front page's stories and strips, unless an editor has chosen."""
    if SiteSettings.load().strips or db.session.scalar(select(Pin.slot).limit(1)):
        return
    SiteSettings.change(strips=[newsroom.cast.categories[each].id for each in words["strips"]])
    for slot, slug in zip(SLOTS, [words["lead"], *words["seconds"]], strict=True):
        db.session.add(Pin(slot=slot, article=newsroom.articles[slug]))


def set_menus(words: Words, cast: Cast) -> None:
    """Fill the menus, unless an editor has."""
    if db.session.scalar(select(MenuItem.id).limit(1)):
        return
    for position, slug in enumerate(words["main"]):
        db.session.add(MenuItem(menu="main", position=position, category=cast.categories[slug]))
    for position, path in enumerate(words["footer"]):
        db.session.add(MenuItem(menu="footer", position=position, page=page_at(path)))
