"""Who may do what at the desk: one table, role by action.

Every view names the action that it is, and the guard looks it up here.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Blueprint
from flask_babel import lazy_gettext as _

from portal.models import Editor, Role

View = TypeVar("View", bound=Callable[..., Any])


class Action(StrEnum):
    ENTER = "enter"
    ACCOUNT = "account"
    WRITE = "write"
    PUBLISH = "publish"
    PICTURES = "pictures"
    REVIEW = "review"
    FRONT = "front"
    FILE = "file"
    PLACEMENTS = "placements"
    CODE = "code"
    SETTINGS = "settings"
    PEOPLE = "people"


class Scope(StrEnum):
    """How far a right goes: not at all, what is one's own, or all there is."""

    NONE = "none"
    OWN = "own"
    ALL = "all"


NONE, OWN, ALL = Scope

#                     contributor, author, editor, admin
RIGHTS: dict[Action, tuple[Scope, Scope, Scope, Scope]] = {
    Action.ENTER: (ALL, ALL, ALL, ALL),
    Action.ACCOUNT: (ALL, ALL, ALL, ALL),
    Action.WRITE: (OWN, OWN, ALL, ALL),
    Action.PUBLISH: (NONE, OWN, ALL, ALL),
    Action.PICTURES: (OWN, OWN, ALL, ALL),
    Action.REVIEW: (NONE, NONE, ALL, ALL),
    Action.FRONT: (NONE, NONE, ALL, ALL),
    Action.FILE: (NONE, NONE, ALL, ALL),
    Action.PLACEMENTS: (NONE, NONE, ALL, ALL),
    Action.CODE: (NONE, NONE, NONE, ALL),
    Action.SETTINGS: (NONE, NONE, NONE, ALL),
    Action.PEOPLE: (NONE, NONE, NONE, ALL),
}

# In words, in the order in which an admin asks. Signing in and one's own account are everybody's.
ACTION_LABELS = {
    Action.WRITE: _("Write and send for review"),
    Action.PUBLISH: _("Publish, schedule, correct"),
    Action.PICTURES: _("Pictures"),
    Action.REVIEW: _("Review, sources, other people’s drafts"),
    Action.FRONT: _("Front page"),
    Action.FILE: _("Categories, tags, authors, pages, menus, redirects"),
    Action.PLACEMENTS: _("Ads with a picture"),
    Action.CODE: _("Ads with code"),
    Action.SETTINGS: _("Settings"),
    Action.PEOPLE: _("People and the audit log"),
}

ROLE_NAMES = {
    Role.CONTRIBUTOR: _("Contributor"),
    Role.AUTHOR: _("Author"),
    Role.EDITOR: _("Editor"),
    Role.ADMIN: _("Admin"),
}


def scope_of(editor: Editor, action: Action) -> Scope:
    """How far an editor's right to this action goes."""
    return RIGHTS[action][list(Role).index(Role(editor.role))]


def may(editor: Editor, action: Action | str, noun: Any = None) -> bool:
    """Whether an editor may do this at all; given a noun, whether to that very one."""
    how_far = scope_of(editor, Action(action))
    if noun is None or how_far is not OWN:
        return how_far is not NONE
    return noun.is_own(editor)


class DeskBlueprint(Blueprint):
    """A part of the desk. `action` is what each of its views is, unless it says another."""

    def __init__(self, name: str, action: Action) -> None:
        super().__init__(name, __name__)
        self.action = action


def requires(action: Action) -> Callable[[View], View]:
    """Say of a view which action it is. Stands nearest to the function."""

    def mark(view: View) -> View:
        view.action = action  # type: ignore[attr-defined]
        return view

    return mark
