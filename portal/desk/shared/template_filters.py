"""How the desk says states, deeds, nouns, times and places."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from flask import Flask
from flask_babel import (
    format_date,
    format_datetime,
    format_decimal,
    get_locale,
    gettext,
    ngettext,
    to_user_timezone,
)
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from portal.desk.articles.saving.diff import LABELS, format_words
from portal.desk.shared.permissions import ROLE_NAMES
from portal.models import AuditAction, Occasion, State, now
from portal.models.article.bin import days_left
from portal.web.rendering import clock_time

STATES = {
    State.DRAFT: _("Draft"),
    State.IN_REVIEW: _("In review"),
    State.SCHEDULED: _("Scheduled"),
    State.LIVE: _("Live"),
    State.UNPUBLISHED: _("Unpublished"),
    State.BINNED: _("Binned"),
}
DEEDS = {
    AuditAction.ADDED: _("added"),
    AuditAction.CHANGED: _("changed"),
    AuditAction.REMOVED: _("removed"),
    AuditAction.MERGED: _("merged"),
    AuditAction.MOVED: _("moved"),
    AuditAction.SENT_FOR_REVIEW: _("sent for review"),
    AuditAction.SENT_BACK: _("sent back"),
    AuditAction.PUBLISHED: _("published"),
    AuditAction.SCHEDULED: _("scheduled"),
    AuditAction.UNPUBLISHED: _("unpublished"),
    AuditAction.CORRECTED: _("corrected"),
    AuditAction.BINNED: _("binned"),
    AuditAction.UNDONE: _("took back"),
    AuditAction.PINNED: _("pinned"),
    AuditAction.UNPINNED: _("unpinned"),
    AuditAction.INVITED: _("invited"),
    AuditAction.REACTIVATED: _("let back in"),
    AuditAction.DEACTIVATED: _("shut out"),
    AuditAction.SIGNED_IN: _("signed in"),
    AuditAction.SIGNED_OUT: _("signed out everywhere"),
    AuditAction.PASSWORD_CHOSEN: _("chose a password"),
}
NOUNS = {
    "article": _("article"),
    "author": _("author"),
    "category": _("category"),
    "correction": _("correction"),
    "editor": _("person"),
    "image": _("picture"),
    "menu_item": _("menu"),
    "page": _("page"),
    "pin": _("front page"),
    "placement": _("ad"),
    "redirect": _("redirect"),
    "setting": _("setting"),
    "source": _("source"),
    "tag": _("tag"),
}


OCCASIONS = {
    Occasion.AS_IT_WAS: _("as it came in"),
    Occasion.FIRST: _("first save"),
    Occasion.SAVED: "",
    Occasion.PUBLISHED: _("published"),
    Occasion.SCHEDULED: _("scheduled"),
    Occasion.CORRECTED: _("corrected"),
    Occasion.RESTORED: _("restored"),
    Occasion.SET_ASIDE: _("put aside, not in the article"),
}


def soon(moment: datetime) -> str:
    """16:30 today, Fri 06:00 within a week, else 3 Dec, 06:00."""
    days = (to_user_timezone(moment).date() - to_user_timezone(now()).date()).days
    if days == 0:
        return clock_time(moment)
    day = format_datetime(moment, "EEE" if 0 < days < 7 else "d MMM")
    return f"{day} {clock_time(moment)}"


def seen(moment: datetime) -> str:
    """Now, 12:40 today, Tue 12:40 within a week, else 3 Dec, with the year where it is another."""
    if now() - moment < timedelta(minutes=2):
        return str(_("now"))
    today, day = to_user_timezone(now()).date(), to_user_timezone(moment).date()
    if day == today:
        return clock_time(moment)
    if (today - day).days < 7:
        return format_datetime(moment, "EEE HH:mm")
    return format_datetime(moment, "d MMM" if day.year == today.year else "d MMM y")


def stands(article: Any, by: str = "sort_at") -> str:
    """When it changed, in a list by that; else since when or from when it is what it is."""
    state = State.DRAFT if by == "updated_at" else article.state
    if state is State.BINNED:
        left = ngettext("%(num)s day left", "%(num)s days left", days_left(article))
        return gettext("Binned %(when)s, %(left)s", when=seen(article.binned_at), left=left)
    if state is State.LIVE:
        return gettext("Live since %(when)s", when=seen(article.published_at))
    if state is State.SCHEDULED:
        return soon(article.published_at)
    if state is State.IN_REVIEW:
        return gettext("Sent %(when)s", when=seen(article.submitted_at))
    return gettext("Changed %(when)s", when=seen(article.updated_at))


def file_size(bytes: int) -> str:
    """82 kB, or 4.1 MB."""
    if bytes < 1_000_000:
        return f"{format_decimal(bytes // 1000)} kB"
    return f"{format_decimal(round(bytes / 1_000_000, 1))} MB"


def place(zone: str) -> str:
    """London, for Europe/London."""
    return get_timezone_location(ZoneInfo(zone), locale=get_locale(), return_city=True)


def email(address: str) -> Markup:
    """An e-mail address that a narrow column may break after its @, and nowhere else."""
    return Markup("@<wbr>").join(address.split("@"))


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        formats=format_words,
        dated=lambda day, pattern: format_date(day, pattern),
        initials=lambda name: "".join(word[0] for word in name.split()[:2]).upper(),
        part_name=lambda part: LABELS[part],
        occasion=lambda note: OCCASIONS.get(note, note),
        email=email,
        deed=lambda deed: DEEDS[AuditAction(deed)],
        noun=lambda noun: NOUNS.get(noun, noun),
        file_size=file_size,
        place=place,
        role_name=lambda role: ROLE_NAMES[role],
        seen=seen,
        soon=soon,
        stands=stands,
        state_name=lambda state: STATES[state],
    )
