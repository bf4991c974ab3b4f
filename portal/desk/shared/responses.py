"""Responses of the desk: a page or its fragment, a redirect, a message on the next page."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, redirect, render_template
from htmx_flask import request


def render(
    template: str, fragment: str | None = None, status: int = 200, **context: Any
) -> Response:
    """Render the page, or its fragment if htmx asks for a part. A refused form has status 422."""
    name = fragment if fragment and wants_fragment() else template
    return make_response(render_template(name, **context), status)


def wants_fragment() -> bool:
    """Return True if htmx asks for a part of the current page, not for a page to go to."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def redirect_to(address: str) -> Response:
    """Answer 303, so that a reload does not repeat the deed (RFC 9110 §15.4.4); for htmx, HX-Redirect."""
    if wants_fragment():
        return make_response("", 204, {"HX-Redirect": address})
    return make_response(redirect(address, 303))


def flash_message(text: str, kind: str = "good", undo: str | None = None) -> None:
    """Show `text` on the next page. `kind` is good, warn or bad; a POST to the address `undo` reverts the deed."""
    message: Any = {"text": str(text), "undo": undo}  # a session holds any JSON
    flash(message, kind)
