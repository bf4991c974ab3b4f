"""The preview: a story as its readers will see it, for whoever has the link, until it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from portal.extensions import db
from portal.models.article.article import Article, Indexing
from portal.models.article.correction import Correction
from portal.models.article.fields import Fields, apply_fields, fields_of
from portal.models.article.working_copy import WorkingCopy
from portal.models.base.clock import local_day, now
from portal.models.media.image import Image
from portal.models.people.editor import Editor
from portal.models.site.setting import SiteSettings

LIFETIME = timedelta(days=7)


@dataclass
class Preview:
    """Of what its editor has typed, else of what the article says.

    Nothing of it is kept: its path names the article, the editor and the end, signed with the
    site's secret key.
    """

    article: Article | None
    editor: Editor | None
    until: datetime

    @classmethod
    def create(cls, article: Article, editor: Editor) -> Preview:
        return cls(article, editor, now() + LIFETIME)

    @classmethod
    def find(cls, token: str) -> Preview | None:
        """The one that the last word of its path opens; None: we have signed no such word."""
        try:
            id, begun, editor, until = signer().loads(token)
        except (BadData, ValueError):
            return None
        article = db.session.get(Article, id)
        if article and int(article.created_at.timestamp()) != begun:
            article = None  # emptied out of the bin; another one has got its id
        ends = datetime.fromtimestamp(until, UTC)
        return cls(article, db.session.get(Editor, editor), ends)

    @property
    def path(self) -> str:
        assert self.article and self.editor
        begun = int(self.article.created_at.timestamp())
        names = self.article.id, begun, self.editor.id, self.until.timestamp()
        return f"/preview/{signer().dumps(names)}/"

    @property
    def is_open(self) -> bool:
        """Not after its end, nor while the story is in the bin or its editor is shut out."""
        article, editor = self.article, self.editor
        if article is None or article.binned_at or editor is None or not editor.is_active:
            return False
        ended = article.previews_ended_at
        return now() < self.until and (ended is None or ended < self.until - LIFETIME)

    @cached_property
    def copy(self) -> WorkingCopy | None:
        """What its editor has typed and not saved or published yet."""
        assert self.article and self.editor
        return WorkingCopy.find(self.article, self.editor)

    @property
    def live_path(self) -> str | None:
        """The story's own path, once readers see all that is in the preview."""
        article = self.article
        return article.path if article and article.is_live and not self.copy else None

    @property
    def story(self) -> Article:
        """As it will read; of nobody's session, so that nothing of it is saved."""
        assert self.article
        return story_of(self.article, self.copy.fields if self.copy else {})


def signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="preview")


def story_of(article: Article, fields: Fields) -> Article:
    story = Article(
        id=article.id, meta_title=article.meta_title, meta_description=article.meta_description
    )
    fields = fields_of(article) | fields
    apply_fields(story, fields)
    story.image = described(story.image, fields) if story.image else None
    story.indexing_rule = Indexing.NOINDEX
    story.category_id = story.category.id if story.category else None
    for tagging in story.taggings:
        tagging.tag_id = tagging.tag.id
    place_in_time(story, article)
    story.corrections = [
        Correction(id=each.id, text=each.text, corrected_at=each.corrected_at)
        for each in article.corrections
    ]
    if words := fields.get("correction"):
        story.corrections.append(Correction(id=0, text=words, corrected_at=now()))
    return story


def described(image: Image, fields: Fields) -> Image:
    """The picture with what the form says of it."""
    kept = {each.key: getattr(image, each.key) for each in Image.__table__.columns}
    said = {"alt": fields["alt"], "credit": fields["credit"], "is_decorative": fields["decorative"]}
    return Image(**kept | said)


def place_in_time(story: Article, article: Article) -> None:
    """As if it went out when it shall, or now."""
    is_live, at = article.is_live, article.published_at
    moment = at if at and is_live else story.wished_at or now()
    story.published_at, story.updated_at = moment, now() if is_live else moment
    story.day = article.day or local_day(moment, SiteSettings.load().time_zone)
