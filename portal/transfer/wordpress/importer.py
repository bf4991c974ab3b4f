"""Imports one site: parse → convert to drafts → assign terms → insert, batch by batch."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from zoneinfo import ZoneInfo

from portal.extensions import db
from portal.models import SiteVersion
from portal.models.article.draft import ArticleDraft
from portal.models.site.redirect_insertion import insert_missing_redirects
from portal.transfer.report import Outcome, Report
from portal.transfer.wordpress.addresses.attachment_pages import redirect_attachment_pages
from portal.transfer.wordpress.addresses.old_paths import base_path_of
from portal.transfer.wordpress.addresses.remaining_links import replace_remaining_links
from portal.transfer.wordpress.article.convert import Converted, ItemConverter, Skip
from portal.transfer.wordpress.article.importer import TextImporter
from portal.transfer.wordpress.article.pages import PageDraft
from portal.transfer.wordpress.article.site_profile import SiteProfile
from portal.transfer.wordpress.article.status import NOT_IMPORTED, TEXT_KINDS
from portal.transfer.wordpress.body.converter import BodyConverter
from portal.transfer.wordpress.body.workers import BodyWorkers
from portal.transfer.wordpress.media.attachment import PictureUnavailable
from portal.transfer.wordpress.media.file_importer import FileImporter
from portal.transfer.wordpress.media.picture_importer import STILL, PictureImporter
from portal.transfer.wordpress.media.picture_index import PictureIndex
from portal.transfer.wordpress.media.source import FileUnavailable, MediaSource
from portal.transfer.wordpress.menus.importer import MenuImporter
from portal.transfer.wordpress.pinning import pin_articles
from portal.transfer.wordpress.scan import SiteScan
from portal.transfer.wordpress.seen_ids import SeenIds
from portal.transfer.wordpress.site_settings import adopt_settings
from portal.transfer.wordpress.terms.authors import Authors
from portal.transfer.wordpress.terms.names import signature_of
from portal.transfer.wordpress.terms.noun_index import NounIndex
from portal.transfer.wordpress.terms.sources import Sources
from portal.transfer.wordpress.terms.taxonomy import Taxonomy
from portal.transfer.wordpress.wxr.comments import ReadItem
from portal.transfer.wordpress.wxr.export import Item, host_of
from portal.transfer.wordpress.wxr.stream import Broken, Export

BATCH_ITEMS = 100
BATCHES_AHEAD = 2  # that workers convert while one is inserted

DUPLICATE = "it is in the files twice"
CUT_OFF = "the file is cut off in the middle of it"
UNKNOWN_TYPE = "of a type that Portal has nothing for"
SKIPPED_KINDS = dict.fromkeys(
    (
        "custom_css customize_changeset oembed_cache user_request wp_font_face wp_font_family "
        "wp_global_styles wp_navigation wp_template wp_template_part"
    ).split(),
    "a setting of WordPress's own",
) | {"revision": NOT_IMPORTED["inherit"], "wp_block": "part of the texts that use it"}


class SiteImporter:
    """Imports one site. `read_item` reads an item of a file, and may do more with it.

    `broken` are the files that could not be read to their end.
    """

    def __init__(
        self,
        scan: SiteScan,
        media: MediaSource,
        is_rehearsal: bool,
        report: Report,
        read_item: ReadItem,
    ) -> None:
        self.scan = scan
        self.site = scan.channel.site
        self.is_rehearsal = is_rehearsal
        self.report = report
        self.read_item = read_item
        self.broken: list[Broken] = []
        self.seen: dict[str, SeenIds] = defaultdict(SeenIds)
        self.menu_items: list[Item] = []

        settings = adopt_settings(scan, is_rehearsal)
        self.nouns = NounIndex(self.site, is_rehearsal)
        self.authors = Authors(self.nouns, scan.channel, scan.guests)
        self.taxonomy = Taxonomy(self.nouns, scan.channel)
        self.sources = Sources(is_rehearsal)
        self.picture_importer = PictureImporter(self.site, media, is_rehearsal)
        self.files = FileImporter(self.site, media, is_rehearsal)
        self.pictures = PictureIndex(self.site, scan.attachments.values(), self.picture_importer)
        self.converter = ItemConverter(
            self.site,
            ZoneInfo(settings.time_zone),
            settings.language,
            profile_of(scan),
            BodyConverter(self.pictures, scan.reusable_blocks),
        )
        self.texts = TextImporter(self.site, scan.pages, is_rehearsal, report)

    def run(self, advance: Callable[[int], None]) -> None:
        """Import all items. `advance` is called with the number of items done since the last call."""
        self.authors.import_listed()
        self.taxonomy.import_listed()
        self.nouns.commit()
        with BodyWorkers(self.converter, self.scan.counts["post"]) as workers:
            for batch in self.converted_batches(workers):
                self.import_batch(batch)
                advance(len(batch))
        self.texts.import_waiting_pages()
        menus = MenuImporter(self.nouns, self.taxonomy, self.report, self.seen, self.is_rehearsal)
        menus.import_all(self.menu_items)
        if self.is_rehearsal:
            db.session.rollback()
        else:
            self.finish()

    def finish(self) -> None:
        """Do what needs all texts to be there: redirects, links between texts, pins."""
        SiteVersion.increment()
        db.session.commit()
        if base := base_path_of(self.site):
            insert_missing_redirects({base: {"address": "/"}})
        attachments = list(self.scan.attachments.values())
        redirect_attachment_pages(self.site, attachments, self.picture_importer, self.files)
        replace_remaining_links(self.site, self.texts.unresolved, self.report)
        pin_articles(self.texts.sticky)
        if stills := self.picture_importer.stills:
            self.report.add_remarks(STILL, len(stills), stills)

    def converted_batches(
        self, workers: BodyWorkers
    ) -> Iterator[list[tuple[Item, Converted | None]]]:
        """Yield each batch with its drafts. The next batches are converted meanwhile."""
        ahead: deque[tuple[list[Item], Callable[[], list[Converted]]]] = deque()
        for export in self.scan.exports:
            for batch in self.batches(export):
                texts = [item for item in batch if item.kind in TEXT_KINDS]
                ahead.append((batch, workers.submit(texts)))
                if len(ahead) > BATCHES_AHEAD:
                    yield with_drafts(*ahead.popleft())
        for each in ahead:
            yield with_drafts(*each)

    def batches(self, export: Export) -> Iterator[list[Item]]:
        """Yield the items of a file, as far as it can be read."""
        batch: list[Item] = []
        try:
            for item in export.items(self.read_item):
                batch.append(item)
                if len(batch) == BATCH_ITEMS:
                    yield batch
                    batch = []
        except Broken as broken:
            self.broken.append(broken)
            for kind in export.cut_off:
                self.report.skip(kind, CUT_OFF)
        for what, count in export.repairs.items():
            lines = [f"{export.path.name}, line {line}" for line in export.repaired_lines[what]]
            self.report.add_remarks(what, count, lines)
        if batch:
            yield batch

    def import_batch(self, batch: Sequence[tuple[Item, Converted | None]]) -> None:
        """Import a batch, each kind of item in its own way."""
        articles: list[ArticleDraft] = []
        pages: list[PageDraft] = []
        uploads: list[Item] = []
        for item, draft in batch:
            if item.kind == "nav_menu_item":
                self.menu_items.append(item)
            elif item.id in self.seen[item.kind]:
                self.report.skip(item.kind, DUPLICATE)
            elif isinstance(draft, Skip):
                self.report.skip(item.kind, draft.reason)
            elif isinstance(draft, ArticleDraft):
                self.assign_terms(draft, item)
                articles.append(draft)
            elif isinstance(draft, PageDraft):
                pages.append(draft)
            elif item.kind == "attachment":
                uploads.append(item)
            elif item.kind == "guest-author":
                is_new = self.authors.is_new_guest(item.slug)
                self.report.count(item.kind, Outcome.IMPORTED if is_new else Outcome.UNCHANGED)
            else:
                self.report.skip(item.kind, SKIPPED_KINDS.get(item.kind, UNKNOWN_TYPE))
            self.seen[item.kind].add(item.id)
        self.nouns.commit()
        self.texts.import_articles(articles)
        self.texts.import_pages(pages)
        for item in uploads:  # each commits, so they come last
            self.import_upload(item)

    def assign_terms(self, draft: ArticleDraft, item: Item) -> None:
        """Set the draft's categories, tags, authors and source, which are created if they are new."""
        draft.category_ids = self.taxonomy.categories_of(item)
        draft.tag_ids = self.taxonomy.tags_of(item)
        draft.author_ids = self.authors.of_item(item)
        draft.source_id = self.sources.get_or_create(draft.source_name, draft.source_address)

    def import_upload(self, item: Item) -> None:
        attachment = self.scan.attachments[item.id]
        try:
            if attachment.is_picture:
                self.pictures.get_or_import(attachment.address, attachment)
                is_new = f"attachment {item.id}" in self.picture_importer.imported
                outcome = Outcome.IMPORTED if is_new else Outcome.UNCHANGED
            else:
                outcome = self.files.import_file(attachment)
        except (PictureUnavailable, FileUnavailable) as unavailable:
            self.report.skip(item.kind, str(unavailable))
        else:
            self.report.count(item.kind, outcome)


def profile_of(scan: SiteScan) -> SiteProfile:
    channel = scan.channel
    return SiteProfile(
        channel.title,
        channel.tagline,
        host_of(f"//{channel.site}"),
        scan.title_ends.publishers() - {channel.title},
        {login: signature_of(person.name, login) for login, person in channel.people.items()},
    )


def with_drafts(
    batch: Sequence[Item], results: Callable[[], list[Converted]]
) -> list[tuple[Item, Converted | None]]:
    """Pair each item with its draft; None for an item without a text."""
    drafts = iter(results())
    return [(item, next(drafts) if item.kind in TEXT_KINDS else None) for item in batch]
