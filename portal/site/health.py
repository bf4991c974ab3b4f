"""For the operator: is it alive, and is it ready for readers?"""

from __future__ import annotations

from flask import Blueprint

from portal import schema

bp = Blueprint("health", __name__)

PLAIN = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


@bp.get("/healthz")
def alive() -> tuple:
    """The process answers. It asks nothing of the database: that is `/readyz`'s question."""
    return "ok\n", PLAIN


@bp.get("/readyz")
def ready() -> tuple:
    """The database answers and has had every migration; 503 otherwise."""
    if schema.is_current():
        return "ok\n", PLAIN
    return "the database does not answer, or has not had every migration\n", 503, PLAIN
