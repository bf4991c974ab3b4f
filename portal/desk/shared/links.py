"""Links to views of the desk, for those who may use them."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for
from flask_login import current_user

from portal.desk.shared.guard import action_of
from portal.desk.shared.permissions import may


def url_if_allowed(endpoint: str, **arguments: Any) -> str | None:
    """Return the address of a view, or None if there is no such view or the editor may not use it."""
    if endpoint not in current_app.view_functions:
        return None
    action = action_of(endpoint)
    return url_for(endpoint, **arguments) if action and may(current_user, action) else None
