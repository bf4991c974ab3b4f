"""Adds generated stories in bulk: a hundred thousand take a minute or two."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from random import Random

from sqlalchemy import func, select

from portal.demo.cast import Cast
from portal.demo.days import spread
from portal.demo.generator import SEED, GeneratedStory, generate
from portal.demo.progress import Step
from portal.extensions import db
from portal.models import Article, local_day
from portal.models.article.draft import ArticleDraft
from portal.models.article.insertion import insert_articles
from portal.models.base.slugs import slug_of
from portal.wording.word_count import count_words_of_html

BATCH_STORIES = 2_000


def fill(count: int, cast: Cast, now: datetime, step: Step) -> None:
    """Generate `count` stories and add them, each batch in a transaction."""
    seed = f"{SEED} {db.session.scalar(select(func.count(Article.id)))}"
    moments = spread(count, now, cast.zone, Random(seed))  # noqa: S311  not a secret
    stories = generate(seed)
    drafts = DraftMaker(cast)
    batches = [moments[start : start + BATCH_STORIES] for start in range(0, count, BATCH_STORIES)]
    for batch in step("Generated", batches):
        pairs = zip(islice(stories, len(batch)), batch, strict=True)
        insert_articles([drafts.draft_of(story, moment) for story, moment in pairs])
        db.session.commit()


class DraftMaker:
    """Makes article drafts of generated stories."""

    def __init__(self, cast: Cast) -> None:
        self.zone = cast.zone
        self.author_ids = {slug: author.id for slug, author in cast.authors.items()}
        self.tag_ids = {slug: tag.id for slug, tag in cast.tags.items()}
        self.image_ids = {name: image.id for name, image in cast.images.items()}
        self.category_ids = {slug: category.id for slug, category in cast.categories.items()}

    def draft_of(self, story: GeneratedStory, published_at: datetime) -> ArticleDraft:
        return ArticleDraft(
            key=story.headline,
            headline=story.headline,
            standfirst=story.standfirst,
            kicker=story.kicker,
            slug=slug_of(story.headline),
            day=local_day(published_at, self.zone),
            body=story.body,
            word_count=count_words_of_html(story.body),
            image_id=self.image_ids[story.picture] if story.picture else None,
            created_at=published_at,
            updated_at=published_at,
            published_at=published_at,
            category_ids=[self.category_ids[slug] for slug in (story.category, *story.also)],
            tag_ids=[self.tag_ids[slug] for slug in story.tags],
            author_ids=[self.author_ids[slug] for slug in story.authors],
        )
