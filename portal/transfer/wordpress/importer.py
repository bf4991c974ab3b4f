"""One site moves in, batch by batch. What becomes of every item is in the report."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from zoneinfo import ZoneInfo

from portal.extensions import db, read_session
from portal.models import SiteVersion
from portal.transfer.wordpress import article_import, pages, previous_imports
from portal.transfer.wordpress.article_fields import UNWRITTEN, Story
from portal.transfer.wordpress.body.converter import Typesetter
from portal.transfer.wordpress.body.workers import ComposingRoom, Hands, Sheet
from portal.transfer.wordpress.finish import (
    Astray,
    lead_attachments,
    lead_links_home,
    pin,
    settled,
)
from portal.transfer.wordpress.media.files import Files
from portal.transfer.wordpress.media.picture_import import Darkroom
from portal.transfer.wordpress.media.picture_index import Album, Lost
from portal.transfer.wordpress.media.sources import Media
from portal.transfer.wordpress.menus import Menus
from portal.transfer.wordpress.old_addresses import base_of, led_home, targets_of
from portal.transfer.wordpress.pages import PageText
from portal.transfer.wordpress.redirects import lead_all
from portal.transfer.wordpress.report import Outcome, Report
from portal.transfer.wordpress.scan import Survey
from portal.transfer.wordpress.seen_ids import Seen
from portal.transfer.wordpress.terms_and_authors import Nouns
from portal.transfer.wordpress.wxr.export import Item
from portal.transfer.wordpress.wxr.stream import Broken, Export

BATCH = 100
AHEAD = 2  # batches that are being set while one is filed
TEXTS = ("post", "page")

Copy = tuple[Item, Sheet | None]  # an item, and its text as it was set if it has one

TWICE = "it stands twice in the files"
TOO_LARGE = "its text is larger than any story's"
UNKNOWN_TYPE = "of a type that Portal has nothing for"
INTERNAL = dict.fromkeys(
    (
        "custom_css customize_changeset oembed_cache user_request wp_font_face wp_font_family "
        "wp_global_styles wp_navigation wp_template wp_template_part"
    ).split(),
    "a setting of WordPress's own",
) | {"revision": UNWRITTEN["inherit"], "wp_block": "set into the texts that use it"}


class Move:
    """`broken` are the files that could not be read to their end."""

    def __init__(self, survey: Survey, media: Media, is_rehearsal: bool, report: Report) -> None:
        self.survey = survey
        self.site = survey.channel.site
        self.is_rehearsal = is_rehearsal
        self.report = report
        self.broken: list[Broken] = []
        self.seen: dict[str, Seen] = defaultdict(Seen)
        self.menu_items: list[Item] = []
        self.waiting: dict[str, list[PageText]] = defaultdict(list)  # by the page they lie under
        self.sticky: list[int] = []
        self.not_led = Astray()

        settings = settled(survey, is_rehearsal)
        self.nouns = Nouns(self.site, is_rehearsal)
        self.darkroom = Darkroom(self.site, media, is_rehearsal)
        self.files = Files(self.site, media, is_rehearsal)
        self.album = Album(self.site, survey.attachments.values(), self.darkroom)
        typesetter = Typesetter(self.album, survey.reused)
        zone = ZoneInfo(settings.time_zone)
        self.room = ComposingRoom(self.site, zone, settings.language, typesetter)

    def run(self, advance: Callable[[int], None]) -> None:
        """Bring all of it over; `advance` hears how many items are done."""
        self.nouns.meet(self.survey.channel, self.survey.guests)
        with Hands(self.room, self.survey.counts["post"]) as hands:
            for batch in self.set_ahead(hands):
                self.file(batch)
                advance(len(batch))
        self.file_pages([page for pages in self.waiting.values() for page in pages], at_last=True)
        Menus(self.nouns, self.report, self.seen, self.is_rehearsal).set(self.menu_items)
        if self.is_rehearsal:
            db.session.rollback()
            return
        SiteVersion.increment()
        db.session.commit()
        if base := base_of(self.site):
            lead_all({base: {"address": "/"}})
        lead_attachments(
            self.site, list(self.survey.attachments.values()), self.darkroom, self.files
        )
        lead_links_home(self.site, self.not_led, self.report)
        pin(self.sticky)

    def set_ahead(self, hands: Hands) -> Iterator[list[Copy]]:
        """Each batch, its texts set. While one is filed, the next is being set."""
        setting: deque[tuple[list[Item], Callable[[], list[Sheet]]]] = deque()
        for export in self.survey.exports:
            for batch in self.batches(export):
                setting.append((batch, hands.set([item for item in batch if is_text(item)])))
                if len(setting) > AHEAD:
                    yield copies(*setting.popleft())
        for each in setting:
            yield copies(*each)

    def batches(self, export: Export) -> Iterator[list[Item]]:
        """The items of a file, as far as it can be read."""
        batch: list[Item] = []
        try:
            for item in export.items():
                batch.append(item)
                if len(batch) == BATCH:
                    yield batch
                    batch = []
        except Broken as broken:
            self.broken.append(broken)
        if batch:
            yield batch

    def file(self, batch: Sequence[Copy]) -> None:
        """File a batch, each kind of item in its own way."""
        of_kind: dict[str, list[Copy]] = defaultdict(list)
        for item, sheet in batch:
            if item.kind == "nav_menu_item":
                self.menu_items.append(item)
            elif item.id in self.seen[item.kind]:
                self.report.skip(item.kind, TWICE)
            elif item.kind in TEXTS and sheet is None:
                self.report.skip(item.kind, UNWRITTEN[item.status])
            elif sheet and sheet.made is None:
                self.report.skip(item.kind, TOO_LARGE)
            else:
                of_kind[item.kind].append((item, sheet))
            self.seen[item.kind].add(item.id)
        self.file_stories(of_kind.pop("post", []))
        self.file_pages([self.page_of(*copy) for copy in of_kind.pop("page", [])])
        self.take_uploads([item for item, _ in of_kind.pop("attachment", [])])
        self.count_guests([item for item, _ in of_kind.pop("guest-author", [])])
        for kind, others in of_kind.items():
            for _ in others:
                self.report.skip(kind, INTERNAL.get(kind, UNKNOWN_TYPE))

    # Stories

    def file_stories(self, batch: Sequence[Copy]) -> None:
        astray = self.lead_home([sheet for _, sheet in batch if sheet])
        stories = {item.id: self.story_of(item, sheet) for item, sheet in batch if sheet}
        self.nouns.commit()
        digests = {key: story.digest for key, story in stories.items()}
        verdicts, ids = previous_imports.verdicts(
            self.site, article_import.KIND, digests, article_import.digests_here
        )
        new, changed = (
            [story for key, story in stories.items() if verdicts[key][0] is outcome]
            for outcome in (Outcome.IMPORTED, Outcome.UPDATED)
        )
        if self.is_rehearsal:
            db.session.rollback()
        else:
            ids |= article_import.file(self.site, new, self.nouns.lineage)
            article_import.refile(self.site, changed, ids, self.nouns.lineage)
            known = (Outcome.UPDATED, Outcome.UNCHANGED)
            article_import.lead_on(
                [each for each in stories.values() if verdicts[each.key][0] in known], ids
            )
            db.session.commit()
            self.sticky += [ids[story.key] for story in new if story.is_sticky]
            self.not_led.articles += [
                key for key in stories if key in astray and verdicts[key][0] is not Outcome.SKIPPED
            ]
        for item, sheet in batch:
            if sheet:
                headline = stories[item.id].fields["headline"]
                self.settle("post", verdicts[item.id], sheet.remarks, headline)

    def story_of(self, item: Item, sheet: Sheet) -> Story:
        return Story(
            item.id,
            sheet.made or {},
            self.nouns.categories_of(item),
            self.nouns.tags_of(item),
            self.nouns.authors_of(item),
            sheet.olds,
            item.is_sticky == "1",
            sheet.text,
        )

    def lead_home(self, sheets: Sequence[Sheet]) -> set[str]:
        """Let links to the old site lead to ours; the keys of those with one that still does not."""
        links = set().union(*(sheet.links for sheet in sheets))
        with read_session() as session:
            targets = targets_of(links, session) if links else {}
        for sheet in sheets:
            if sheet.made and not targets.keys().isdisjoint(sheet.links):
                sheet.made["body"] = led_home(sheet.made["body"], self.site, targets)
        return {sheet.key for sheet in sheets if not sheet.links <= targets.keys()}

    # Pages

    def page_of(self, item: Item, sheet: Sheet | None) -> PageText:
        sheet = sheet or Sheet(item.id)
        is_astray = bool(self.lead_home([sheet]))
        parent = item.parent if item.parent != "0" else ""
        return PageText(item.id, parent, sheet.made or {}, sheet.olds, sheet.remarks, is_astray)

    def file_pages(self, texts: Sequence[PageText], at_last: bool = False) -> None:
        """File pages under their parents; one whose parent is still to come waits for it."""
        verdicts: list[tuple[PageText, previous_imports.Verdict]] = []
        ready = list(texts)
        while ready:
            text = ready.pop(0)
            if not at_last and not self.is_rehearsal and self.must_wait(text):
                self.waiting[text.parent].append(text)
                continue
            verdict = pages.file(self.site, text, self.is_rehearsal)
            verdicts.append((text, verdict))
            ready += self.waiting.pop(text.key, [])
            if text.is_astray and verdict[0] is not Outcome.SKIPPED:
                self.not_led.pages.append(text.key)
        db.session.rollback() if self.is_rehearsal else db.session.commit()
        for text, verdict in verdicts:
            self.settle("page", verdict, text.remarks, text.fields["title"])

    def must_wait(self, text: PageText) -> bool:
        is_to_come = text.parent in self.survey.pages and text.parent != text.key
        return is_to_come and not previous_imports.known(self.site, pages.KIND, [text.parent])

    # The rest

    def take_uploads(self, items: Sequence[Item]) -> None:
        for item in items:
            attachment = self.survey.attachments[item.id]
            try:
                if attachment.is_picture:
                    self.album.print(attachment.address, attachment)
                    is_new = f"attachment {item.id}" in self.darkroom.made
                    outcome = Outcome.IMPORTED if is_new else Outcome.UNCHANGED
                else:
                    outcome = self.files.take(attachment)
            except Lost as lost:
                self.report.skip(item.kind, str(lost))
            else:
                self.report.count(item.kind, outcome)

    def count_guests(self, items: Sequence[Item]) -> None:
        for item in items:
            is_new = self.nouns.is_new_guest(item.slug)
            self.report.count(item.kind, Outcome.IMPORTED if is_new else Outcome.UNCHANGED)

    def settle(
        self, kind: str, verdict: previous_imports.Verdict, remarks: Sequence[str], title: str
    ) -> None:
        """Count what became of an item, with the remarks on it if it was filed anew."""
        outcome, why_not = verdict
        if outcome is Outcome.SKIPPED:
            self.report.skip(kind, why_not)
            return
        self.report.count(kind, outcome)
        if outcome is not Outcome.UNCHANGED:
            for remark in remarks:
                self.report.remark(remark, f"“{title[:50]}”")


def is_text(item: Item) -> bool:
    return item.kind in TEXTS and item.status not in UNWRITTEN


def copies(batch: Sequence[Item], sheets: Callable[[], list[Sheet]]) -> list[Copy]:
    each = iter(sheets())
    return [(item, next(each) if is_text(item) else None) for item in batch]
