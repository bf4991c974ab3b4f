"""What is settled for a whole site: before its first story is set, and after its last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from babel import Locale, UnknownLocaleError
from sqlalchemy import select, update

from portal.extensions import db
from portal.models import Article, Page, Pin, SiteSettings, SiteVersion
from portal.models.site.pin import SLOTS
from portal.transfer.wordpress import article_import, pages, previous_imports
from portal.transfer.wordpress.media.files import Files
from portal.transfer.wordpress.media.picture_import import Darkroom
from portal.transfer.wordpress.media.picture_index import Attachment
from portal.transfer.wordpress.old_addresses import led_home, old_links, old_path, targets_of
from portal.transfer.wordpress.redirects import lead_all
from portal.transfer.wordpress.report import Report
from portal.transfer.wordpress.scan import Survey

AT_ONCE = 200


def settled(survey: Survey, is_rehearsal: bool) -> SiteSettings:
    """The site's settings; those that nobody has chosen yet are taken from the old site."""
    own, usual, channel = SiteSettings.load(), SiteSettings(), survey.channel
    language = channel.language if is_language(channel.language) else usual.language
    there: dict[str, Any] = {
        "name": channel.title[:200] or usual.name,
        "tagline": channel.tagline,
        "language": language,
        "time_zone": survey.clock.zone(language) or usual.time_zone,
    }
    chosen = {
        name: value
        for name, value in there.items()
        if getattr(own, name) == getattr(usual, name) != value
    }
    if chosen and not is_rehearsal:
        SiteSettings.change(**chosen)
        db.session.commit()
    else:
        db.session.rollback()
    return replace(own, **chosen)


def is_language(text: str) -> bool:
    try:
        Locale.parse(text, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return False
    return True


def lead_attachments(
    site: str, attachments: Sequence[Attachment], darkroom: Darkroom, files: Files
) -> None:
    """The page of an uploaded file leads to the text that it was uploaded to, else to the file."""
    for some in pieces(attachments):
        parents = {each.parent for each in some}
        stories = previous_imports.known(site, article_import.KIND, parents)
        texts = previous_imports.known(site, pages.KIND, parents)
        targets: dict[str, dict[str, int | str]] = {}
        for each in some:
            target: dict[str, int | str] | None = None
            if each.parent in stories:
                target = {"article_id": stories[each.parent].noun_id}
            elif each.parent in texts:
                target = {"page_id": texts[each.parent].noun_id}
            elif picture := darkroom.met.get(f"attachment {each.id}"):
                target = None if isinstance(picture, str) else {"address": picture.address}
            elif address := files.met.get(each.id):
                target = {"address": address}
            if target:
                path = old_path(each.link, site) or "/"
                targets |= {f"/?attachment_id={each.id}": target, path: target}
        lead_all(targets)
        db.session.commit()


@dataclass
class Astray:
    """The keys of the texts with links to the old site that led nowhere when they were filed."""

    articles: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)


def lead_links_home(site: str, astray: Astray, report: Report) -> None:
    """Links to what came later in the files lead to it, now that it is here."""
    for model, kind, here, keys in (
        (Article, article_import.KIND, article_import.digests_here, astray.articles),
        (Page, pages.KIND, pages.digests_here, astray.pages),
    ):
        for some in pieces(keys):
            known = previous_imports.known(site, kind, some)
            ids = [each.noun_id for each in known.values()]
            query = select(model.id, model.body).where(model.id.in_(ids))
            bodies: dict[int, str] = dict(db.session.execute(query).all())
            links = {id: old_links(body, site) for id, body in bodies.items()}
            targets = targets_of(set().union(*links.values()), db.session())
            led = {id: led_home(body, site, targets) for id, body in bodies.items()}
            changed = {id: body for id, body in led.items() if body != bodies[id]}
            if changed:
                note_led(site, model, kind, known, changed, here)
            db.session.commit()
            for path in (path for own in links.values() for path in own if path not in targets):
                report.remark("a link to the old site leads to nothing that is here", path)


def note_led(
    site: str,
    model: Any,
    kind: str,
    known: Mapping[str, previous_imports.Known],
    led: Mapping[int, str],
    here: previous_imports.Here,
) -> None:
    """Let these texts say what they say with their links led home, but for those edited at our desk."""
    said = here(led.keys())
    untouched = {
        each.noun_id: key for key, each in known.items() if said.get(each.noun_id) == each.digest
    }
    if untouched:
        db.session.execute(update(model), [{"id": id, "body": led[id]} for id in untouched])
        digests = {untouched[id]: digest for id, digest in here(untouched.keys()).items()}
        previous_imports.note(site, kind, digests)
        SiteVersion.increment()


def pin(ids: Sequence[int]) -> None:
    """Put sticky stories into the slots of the front page that are free, the newest first."""
    taken = set(db.session.scalars(select(Pin.slot)))
    pinned = set(db.session.scalars(select(Pin.article_id)))
    free = [slot for slot in SLOTS if slot not in taken]
    live = select(Article.id).where(Article.id.in_(ids), Article.is_live)
    newest = db.session.scalars(live.order_by(Article.published_at.desc())).all()
    wanted = [id for id in newest if id not in pinned]
    db.session.add_all(
        Pin(slot=slot, article_id=id) for slot, id in zip(free, wanted, strict=False)
    )
    db.session.commit()


def pieces(things: Sequence) -> Iterator[Sequence]:
    for start in range(0, len(things), AT_ONCE):
        yield things[start : start + AT_ONCE]
