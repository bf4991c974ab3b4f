"""Fragments: parts of a page, rendered from a template and explicit arguments alone."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup


def render_fragment(template: str, **arguments: object) -> Markup:
    """Return the rendered template, for use in another one."""
    return Markup(render_template(template, **arguments))  # noqa: S704  escaped by the template
