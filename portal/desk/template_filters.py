"""Template filters of the desk: labels for states, deeds and nouns, and times in lists."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import format_date, format_decimal, gettext, ngettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from portal.desk.articles.editing.diff import LABELS, formatting_changes
from portal.desk.shared.moments import past_time, upcoming_time, zone_city
from portal.desk.shared.permissions import ROLE_NAMES
from portal.models import AuditAction, Occasion, State
from portal.models.article.bin import days_left
from portal.web.date_formats import local_day

STATE_LABELS = {
    State.DRAFT: _("Draft"),
    State.IN_REVIEW: _("In review"),
    State.SCHEDULED: _("Scheduled"),
    State.LIVE: _("Live"),
    State.UNPUBLISHED: _("Offline"),
    State.BINNED: _("In the bin"),
}
DEED_LABELS = {
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
    AuditAction.REACTIVATED: _("reactivated"),
    AuditAction.DEACTIVATED: _("deactivated"),
    AuditAction.SIGNED_IN: _("signed in"),
    AuditAction.SIGNED_OUT: _("signed out everywhere"),
    AuditAction.PASSWORD_CHOSEN: _("chose a password"),
}
NOUN_LABELS = {
    "article": _("story"),
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
OCCASION_LABELS = {
    Occasion.AS_IT_WAS: _("as imported"),
    Occasion.FIRST: _("first save"),
    Occasion.SAVED: "",
    Occasion.PUBLISHED: _("published"),
    Occasion.SCHEDULED: _("scheduled"),
    Occasion.CORRECTED: _("corrected"),
    Occasion.RESTORED: _("restored"),
    Occasion.SET_ASIDE: _("set aside, not in the story"),
}


def list_time(article: Any, sort_column: str = "sort_at") -> str:
    """Return the time that a list shows: of the last change if sorted by it, else of the article's state."""
    state = State.DRAFT if sort_column == "updated_at" else article.state
    if state is State.BINNED:
        left = ngettext("%(num)s day left", "%(num)s days left", days_left(article))
        return gettext("Binned %(when)s, %(left)s", when=past_time(article.binned_at), left=left)
    if state is State.LIVE:
        return gettext("Since %(when)s", when=past_time(article.published_at))
    if state is State.SCHEDULED:
        return upcoming_time(article.published_at)
    if state is State.IN_REVIEW:
        return gettext("Sent %(when)s", when=past_time(article.submitted_at))
    return gettext("Changed %(when)s", when=past_time(article.updated_at))


def file_size(size_bytes: int) -> str:
    """Return "82 kB" or "4.1 MB"."""
    if size_bytes < 1_000_000:
        return f"{format_decimal(size_bytes // 1000)} kB"
    return f"{format_decimal(round(size_bytes / 1_000_000, 1))} MB"


def breakable_email(address: str) -> Markup:
    """Return an e-mail address that a narrow column may break only after its @."""
    return Markup("@<wbr>").join(address.split("@"))


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        breakable_email=breakable_email,
        deed_label=lambda deed: DEED_LABELS[AuditAction(deed)],
        file_size=file_size,
        format_day=lambda moment, pattern: format_date(local_day(moment), pattern),
        formatting_changes=formatting_changes,
        initials=lambda name: "".join(word[0] for word in name.split()[:2]).upper(),
        list_time=list_time,
        noun_label=lambda noun: NOUN_LABELS.get(noun, noun),
        occasion_label=lambda note: OCCASION_LABELS.get(note, note),
        part_label=lambda part: LABELS[part],
        past_time=past_time,
        role_label=lambda role: ROLE_NAMES[role],
        state_label=lambda state: STATE_LABELS[state],
        upcoming_time=upcoming_time,
        zone_city=zone_city,
    )
