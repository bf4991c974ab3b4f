"""Rights at the desk: one table of roles by actions.

Every view has an action, and the guard looks it up here.
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
    """A kind of deed for which a role has a right. ENTER needs no session, ACCOUNT any session."""

    ENTER = "enter"
    ACCOUNT = "account"
    WRITE = "write"
    PUBLISH = "publish"
    PICTURES = "pictures"
    REVIEW = "review"
    FRONT = "front"
    STRUCTURE = "file"  # the value is in browsers’ localStorage (static/js/desk/edit-link.js)
    PLACEMENTS = "placements"
    CODE = "code"
    SETTINGS = "settings"
    PEOPLE = "people"


class Scope(StrEnum):
    """The reach of a right: nothing, the editor's own, or everything."""

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
    Action.STRUCTURE: (NONE, NONE, ALL, ALL),
    Action.PLACEMENTS: (NONE, NONE, ALL, ALL),
    Action.CODE: (NONE, NONE, NONE, ALL),
    Action.SETTINGS: (NONE, NONE, NONE, ALL),
    Action.PEOPLE: (NONE, NONE, NONE, ALL),
}

# Labels in the order of the table under People. ENTER and ACCOUNT are left out: everybody has them.
ACTION_LABELS = {
    Action.WRITE: _("Write and send for review"),
    Action.PUBLISH: _("Publish, schedule, correct"),
    Action.PICTURES: _("Pictures"),
    Action.REVIEW: _("Review, sources, other people’s drafts"),
    Action.FRONT: _("Front page"),
    Action.STRUCTURE: _("Categories, tags, authors, pages, menus, redirects"),
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
    """Return how far the editor's right to an action goes."""
    return RIGHTS[action][list(Role).index(Role(editor.role))]


def may(editor: Editor, action: Action | str, noun: Any = None) -> bool:
    """Return True if the editor may do this to `noun`; without a noun, to any at all."""
    scope = scope_of(editor, Action(action))
    if noun is None or scope is not OWN:
        return scope is not NONE
    return noun.is_own(editor)


class DeskBlueprint(Blueprint):
    """A blueprint of the desk. `action` is the action of each view that names no other."""

    def __init__(self, name: str, action: Action) -> None:
        super().__init__(name, __name__)
        self.action = action


def requires(action: Action) -> Callable[[View], View]:
    """Give a view its own action. Use it as the innermost decorator."""

    def mark(view: View) -> View:
        view.action = action  # type: ignore[attr-defined]
        return view

    return mark
