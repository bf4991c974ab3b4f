"""One-time links: an invitation, a forgotten password, the first editor of an empty site."""

from __future__ import annotations

from portal.desk.roles import Action, Room

bp = Room("links", Action.ENTER)
