"""The preview: a story as readers will see it, for anyone who has the link, until the link expires."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, cast

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from portal.extensions import db
from portal.models.article.article import Article, Indexing
from portal.models.article.correction import Correction
from portal.models.article.fields import ArticleFields, apply_fields, fields_of
from portal.models.article.working_copy import WorkingCopy
from portal.models.base.clock import local_day, now
from portal.models.media.image import Image
from portal.models.people.editor import Editor
from portal.models.site.setting import SiteSettings

LIFETIME = timedelta(days=7)


@dataclass
class Preview:
    """A preview of an editor's unsaved text, else of the saved article.

    Nothing is stored: the path holds the ids of article and editor and the expiry, signed with the
    site's secret key.
    """

    article: Article | None
    editor: Editor | None
    until: datetime

    @classmethod
    def create(cls, article: Article, editor: Editor) -> Preview:
        """Return a preview that expires after LIFETIME."""
        return cls(article, editor, now() + LIFETIME)

    @classmethod
    def find(cls, token: str) -> Preview | None:
        """Return the preview of a token, the last part of its path; None if the signature is not ours."""
        try:
            id, begun, editor, until = signer().loads(token)
        except (BadData, ValueError):
            return None
        article = db.session.get(Article, id)
        if article and int(article.created_at.timestamp()) != begun:
            article = None  # deleted from the bin, and another article has its id now
        ends = datetime.fromtimestamp(until, UTC)
        return cls(article, db.session.get(Editor, editor), ends)

    @property
    def path(self) -> str:
        """The signed path, relative to the site."""
        assert self.article and self.editor
        begun = int(self.article.created_at.timestamp())
        names = self.article.id, begun, self.editor.id, self.until.timestamp()
        return f"/preview/{signer().dumps(names)}/"

    @property
    def is_open(self) -> bool:
        """True unless it expired or was ended, the story is binned, or its editor is deactivated."""
        article, editor = self.article, self.editor
        if article is None or article.binned_at or editor is None or not editor.is_active:
            return False
        ended = article.previews_ended_at
        return now() < self.until and (ended is None or ended < self.until - LIFETIME)

    @cached_property
    def copy(self) -> WorkingCopy | None:
        """The editor's unsaved text, if there is any."""
        assert self.article and self.editor
        return WorkingCopy.find(self.article, self.editor)

    @property
    def live_path(self) -> str | None:
        """The story's own path, once readers see all that the preview shows; else None."""
        article = self.article
        return article.path if article and article.is_live and not self.copy else None

    @property
    def story(self) -> Article:
        """The story as it will appear; attached to no session, so that nothing is saved."""
        assert self.article
        return story_of(self.article, self.copy.fields if self.copy else {})


def signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="preview")


def story_of(article: Article, typed: Mapping[str, Any]) -> Article:
    """Return a transient article with the saved fields, with those that an editor typed."""
    story = Article(
        id=article.id, meta_title=article.meta_title, meta_description=article.meta_description
    )
    fields = cast("ArticleFields", {**fields_of(article), **typed})
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


def described(image: Image, fields: ArticleFields) -> Image:
    """Return a transient copy of the picture with the form's alt text and credit."""
    kept = {each.key: getattr(image, each.key) for each in Image.__table__.columns}
    said = {"alt": fields["alt"], "credit": fields["credit"], "is_decorative": fields["decorative"]}
    return Image(**kept | said)


def place_in_time(story: Article, article: Article) -> None:
    """Date the story as if it were published at its planned time, or now."""
    is_live, at = article.is_live, article.published_at
    moment = at if at and is_live else story.wished_at or now()
    story.published_at, story.updated_at = moment, now() if is_live else moment
    story.day = article.day or local_day(moment, SiteSettings.load().time_zone)
