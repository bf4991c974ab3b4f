"""One site moves in, batch by batch. What becomes of every item is in the report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from portal.cleaning import TooLarge
from portal.extensions import db, reading
from portal.models import SiteVersion
from portal.transfer.wordpress import filing, origins, pages
from portal.transfer.wordpress.album import Album, Lost, file_of
from portal.transfer.wordpress.darkroom import Darkroom
from portal.transfer.wordpress.export import Item
from portal.transfer.wordpress.links import led_home, old_links, targets_of
from portal.transfer.wordpress.media import Media
from portal.transfer.wordpress.menus import Menus
from portal.transfer.wordpress.nouns import Nouns
from portal.transfer.wordpress.pages import PageText, page_text
from portal.transfer.wordpress.report import Outcome, Report
from portal.transfer.wordpress.settling import (
    Astray,
    lead_attachments,
    lead_links_home,
    pin,
    settled,
)
from portal.transfer.wordpress.story import (
    UNWRITTEN,
    Story,
    fields_of,
    is_public,
    olds_of,
    why_hidden,
)
from portal.transfer.wordpress.stream import Broken, Export
from portal.transfer.wordpress.survey import Survey
from portal.transfer.wordpress.typesetter import Body, Typesetter

BATCH = 200
NOT_YET = -1  # the id of a picture in a rehearsal

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
        self.seen: dict[str, set[str]] = defaultdict(set)
        self.menu_items: list[Item] = []
        self.waiting: dict[str, list[PageText]] = defaultdict(list)  # by the page they lie under
        self.sticky: list[int] = []
        self.not_led = Astray()

        self.settings = settled(survey, is_rehearsal)
        self.zone = ZoneInfo(self.settings.time_zone)
        self.nouns = Nouns(self.site, is_rehearsal)
        self.darkroom = Darkroom(self.site, media, is_rehearsal)
        self.album = Album(self.site, survey.attachments.values(), self.darkroom)
        self.typesetter = Typesetter(self.album, survey.reused)

    def run(self, advance: Callable[[int], None]) -> None:
        """Bring all of it over; `advance` hears how many items are done."""
        self.nouns.meet(self.survey.channel, self.survey.guests)
        for export in self.survey.exports:
            for batch in self.batches(export):
                self.file(batch)
                advance(len(batch))
        self.file_pages([page for pages in self.waiting.values() for page in pages], at_last=True)
        Menus(self.nouns, self.report, self.seen, self.is_rehearsal).set(self.menu_items)
        if self.is_rehearsal:
            db.session.rollback()
            return
        SiteVersion.raise_()
        db.session.commit()
        lead_attachments(self.site, list(self.survey.attachments.values()), self.darkroom)
        lead_links_home(self.site, self.not_led, self.report)
        pin(self.sticky)

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

    def file(self, batch: Sequence[Item]) -> None:
        """File a batch, each kind of item in its own way."""
        items: dict[str, list[Item]] = defaultdict(list)
        for item in batch:
            item.id = item.id or sha256(f"{item.link}\n{item.title}".encode()).hexdigest()[:16]
            if item.kind == "nav_menu_item":
                self.menu_items.append(item)
            elif item.id in self.seen[item.kind]:
                self.report.skip(item.kind, TWICE)
            else:
                self.seen[item.kind].add(item.id)
                items[item.kind].append(item)
        for kind, some in items.items():
            {
                "post": self.file_stories,
                "page": self.set_pages,
                "attachment": self.take_pictures,
                "guest-author": self.count_guests,
            }.get(kind, self.pass_over)(some)

    # Stories

    def file_stories(self, items: Sequence[Item]) -> None:
        filed = {each.id: self.filed_under(each) for each in items}
        self.nouns.commit()
        remarks: dict[str, list[str]] = defaultdict(list)
        stories = [
            Story(item.id, fields, *filed[item.id], olds_of(item, self.site), item.is_sticky == "1")
            for item in items
            if (fields := self.fields_of(item, remarks[item.id]))
        ]
        astray = self.lead_home([story.fields for story in stories])
        digests = {story.key: story.digest for story in stories}
        verdicts, ids = origins.verdicts(self.site, filing.KIND, digests, filing.digests_here)
        new, changed = (
            [story for story in stories if verdicts[story.key][0] is outcome]
            for outcome in (Outcome.IMPORTED, Outcome.UPDATED)
        )
        if self.is_rehearsal:
            db.session.rollback()
        else:
            ids |= filing.file(self.site, new, self.nouns.lineage)
            filing.refile(self.site, changed, ids, self.nouns.lineage)
            db.session.commit()
            self.sticky += [ids[story.key] for story in new if story.is_sticky]
            self.not_led.articles |= {
                ids[story.key]
                for story, is_astray in zip(stories, astray, strict=True)
                if is_astray and verdicts[story.key][0] in (Outcome.IMPORTED, Outcome.UPDATED)
            }
        for story in stories:
            where = f"“{story.fields['headline'][:50]}”"
            self.settle("post", verdicts[story.key], remarks[story.key], where)

    def filed_under(self, item: Item) -> tuple[list[int], list[int], list[int]]:
        nouns = self.nouns
        return nouns.categories_of(item), nouns.tags_of(item), nouns.authors_of(item)

    def fields_of(self, item: Item, remarks: list[str]) -> dict[str, Any] | None:
        body = self.body_of(item, remarks)
        if body is None:
            return None
        fields = fields_of(item, body, self.zone, self.settings.language)
        if is_public(item) and fields["published_at"] is None:
            remarks.append("without a date: kept as a draft")
        return fields | {"image_id": self.featured(item, remarks)}

    def body_of(self, item: Item, remarks: list[str]) -> Body | None:
        """Its body; None for what is not brought over, which is counted."""
        if item.status in UNWRITTEN:
            self.report.skip(item.kind, UNWRITTEN[item.status])
            return None
        if why := why_hidden(item):
            remarks.append(why)
        try:
            return self.typesetter.body_of(item, remarks.append)
        except TooLarge:
            self.report.skip(item.kind, TOO_LARGE)
            return None

    def featured(self, item: Item, remarks: list[str]) -> int | None:
        number = item.said("_thumbnail_id")
        if number in ("", "0", "-1"):
            return None
        try:
            picture = self.album.featured(number)
        except Lost as lost:
            remarks.append(f"without its picture: {lost}")
            return None
        if picture is None:
            remarks.append("without its picture: the files do not list it")
            return None
        return picture.id or NOT_YET

    def lead_home(self, texts: Sequence[dict[str, Any]]) -> list[bool]:
        """Let links to the old site lead to ours; whether each text still has one that does not."""
        links = [old_links(text["body"], self.site) for text in texts]
        with reading() as session:
            targets = targets_of(set().union(*links), session) if any(links) else {}
        for text, own in zip(texts, links, strict=True):
            if own:
                text["body"] = led_home(text["body"], self.site, targets)
        return [any(path not in targets for path in own) for own in links]

    # Pages

    def set_pages(self, items: Sequence[Item]) -> None:
        texts: list[PageText] = []
        for item in items:
            remarks: list[str] = []
            body = self.body_of(item, remarks)
            if body is not None:
                said = {"body": body.html}
                is_astray = self.lead_home([said])[0]
                text = page_text(item, said["body"], self.site, self.zone, self.settings.language)
                text.remarks, text.is_astray = remarks, is_astray
                texts.append(text)
        self.file_pages(texts)

    def file_pages(self, texts: Sequence[PageText], at_last: bool = False) -> None:
        """File pages under their parents; one whose parent is still to come waits for it."""
        verdicts: list[tuple[PageText, origins.Verdict]] = []
        ready = list(texts)
        while ready:
            text = ready.pop(0)
            if not at_last and not self.is_rehearsal and self.must_wait(text):
                self.waiting[text.parent].append(text)
                continue
            verdict, id = pages.file(self.site, text, self.is_rehearsal)
            verdicts.append((text, verdict))
            ready += self.waiting.pop(text.key, [])
            if text.is_astray and id and verdict[0] in (Outcome.IMPORTED, Outcome.UPDATED):
                self.not_led.pages.add(id)
        db.session.rollback() if self.is_rehearsal else db.session.commit()
        for text, verdict in verdicts:
            self.settle("page", verdict, text.remarks, f"“{text.title[:50]}”")

    def must_wait(self, text: PageText) -> bool:
        is_to_come = text.parent in self.survey.pages and text.parent != text.key
        return is_to_come and not origins.known(self.site, pages.KIND, [text.parent])

    # The rest

    def take_pictures(self, items: Sequence[Item]) -> None:
        for item in items:
            attachment = self.survey.attachments[item.id]
            if not attachment.is_picture:
                suffix = PurePosixPath(file_of(attachment.address)).suffix or "nameless"
                self.report.skip(item.kind, f"a {suffix} file: only pictures are brought over")
                continue
            try:
                self.album.print(attachment.address, attachment)
            except Lost as lost:
                self.report.skip(item.kind, str(lost))
            else:
                is_new = f"attachment {item.id}" in self.darkroom.made
                self.report.count(item.kind, Outcome.IMPORTED if is_new else Outcome.UNCHANGED)

    def count_guests(self, items: Sequence[Item]) -> None:
        for item in items:
            is_new = self.nouns.is_new_guest(item.slug)
            self.report.count(item.kind, Outcome.IMPORTED if is_new else Outcome.UNCHANGED)

    def pass_over(self, items: Sequence[Item]) -> None:
        for item in items:
            self.report.skip(item.kind, INTERNAL.get(item.kind, UNKNOWN_TYPE))

    def settle(
        self, kind: str, verdict: origins.Verdict, remarks: Sequence[str], where: str
    ) -> None:
        """Count what became of an item, with the remarks on it if it was filed anew."""
        outcome, why_not = verdict
        if outcome is Outcome.SKIPPED:
            self.report.skip(kind, why_not)
            return
        self.report.count(kind, outcome)
        if outcome is not Outcome.UNCHANGED:
            for remark in remarks:
                self.report.remark(remark, where)
