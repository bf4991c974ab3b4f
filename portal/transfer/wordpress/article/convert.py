"""Converts an item with a text into a draft: the step that a worker process can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from portal.cleaning import TooLarge
from portal.models.article.draft import ArticleDraft
from portal.models.search import Text
from portal.transfer.wordpress.addresses.old_paths import old_links_in
from portal.transfer.wordpress.article.fields import draft_of, old_addresses_of
from portal.transfer.wordpress.article.pages import PageDraft, page_draft_of
from portal.transfer.wordpress.article.provenance import set_provenance, via_credit
from portal.transfer.wordpress.article.site_profile import SiteProfile
from portal.transfer.wordpress.article.status import NOT_IMPORTED, is_public, why_draft
from portal.transfer.wordpress.article.theme_meta import media_before_text
from portal.transfer.wordpress.body.builder_data import builder_text
from portal.transfer.wordpress.body.converter import BodyConverter
from portal.transfer.wordpress.media.attachment import PictureUnavailable
from portal.transfer.wordpress.wxr.export import Item

REHEARSED_PICTURE_ID = -1
# Domains of terms that are imported, and those that WordPress keeps for itself.
KNOWN_DOMAINS = frozenset(
    {"category", "post_tag", "author", "language", "post_format", "post_translations"}
)


@dataclass(frozen=True)
class Skip:
    """An item that is not imported, and why."""

    reason: str


Converted = ArticleDraft | PageDraft | Skip
TOO_LARGE = Skip("its text is larger than any story's")


@dataclass(frozen=True)
class ItemConverter:
    """Converts a site's posts and pages. It reads no database, but imports pictures in passing."""

    site: str
    zone: ZoneInfo
    language: str
    profile: SiteProfile
    body_converter: BodyConverter

    def convert(self, item: Item) -> Converted:
        """Return a post or page as a draft. In a worker it may raise NeedsMainProcess."""
        if item.status in NOT_IMPORTED:
            return Skip(NOT_IMPORTED[item.status])
        remarks: list[str] = []
        if reason := why_draft(item):
            remarks.append(reason)
        remarks += [
            f"the terms of “{domain}” are not imported: no categories, no tags"
            for domain in {term.domain for term in item.terms} - KNOWN_DOMAINS
        ]
        try:
            body = self.body_converter.convert(with_all_parts(item, remarks.append), remarks.append)
        except TooLarge:
            return TOO_LARGE
        draft: ArticleDraft | PageDraft
        if item.kind == "page":
            draft = page_draft_of(item, body.html, self.zone, self.language, self.profile)
        else:
            draft = draft_of(item, body, self.zone, self.language, self.profile)
            set_provenance(draft, item, self.profile, self.lead_alt(item), remarks.append)
            draft.image_id = self.featured_picture(item, remarks)
            draft.search_text = Text.of(draft.headline, draft.standfirst, draft.body)
        if is_public(item) and draft.published_at is None:
            remarks.append("without a date: imported as a draft")
        draft.old_addresses = old_addresses_of(item, self.site)
        draft.old_links = old_links_in(draft.body, self.site)
        draft.remarks = remarks
        return draft

    def lead_alt(self, item: Item) -> str:
        attachment = self.body_converter.pictures.by_id.get(item.meta_value("_thumbnail_id"))
        return attachment.alt if attachment else ""

    def featured_picture(self, item: Item, remarks: list[str]) -> int | None:
        number = item.meta_value("_thumbnail_id")
        if number in ("", "0", "-1"):
            return None
        try:
            picture = self.body_converter.pictures.featured(number)
        except PictureUnavailable as unavailable:
            remarks.append(f"without its picture: {unavailable}")
            return None
        if picture is None:
            remarks.append("without its picture: the files do not list it")
            return None
        return picture.id or REHEARSED_PICTURE_ID


def with_all_parts(item: Item, remark: Callable[[str], None]) -> Item:
    """Return the item with the parts of its text that its theme or page builder stores elsewhere."""
    text = item.body if item.body.strip() else builder_text(item, remark)
    parts = [media_before_text(item), text, via_credit(item)]
    if parts == ["", item.body, ""]:
        return item
    return replace(item, body="\n\n".join(filter(None, parts)))
