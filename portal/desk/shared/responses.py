"""How the desk answers: a page or its fragment, and a way on after something was done."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, redirect, render_template
from htmx_flask import request


def render(
    template: str, fragment: str | None = None, status: int = 200, **context: Any
) -> Response:
    """The page; for htmx its fragment, where it has one. Status 422 when there is something to mend."""
    wanted = fragment if fragment and wants_fragment() else template
    return make_response(render_template(wanted, **context), status)


def wants_fragment() -> bool:
    """Htmx asks for a part of the page that it is on, not for a page to go to."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def redirect_to(address: str) -> Response:
    """After something was done: 303, so that a reload does nothing again (RFC 9110 §15.4.4)."""
    if wants_fragment():
        return make_response("", 204, {"HX-Redirect": address})
    return make_response(redirect(address, 303))


def flash_message(text: str, kind: str = "good", undo: str | None = None) -> None:
    """Show `text` on the next page. `kind` is good, warn or bad; a POST to the address `undo` reverts the deed."""
    message: Any = {"text": str(text), "undo": undo}  # a session holds any JSON
    flash(message, kind)
