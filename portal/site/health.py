"""For the operator: is it alive?"""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> tuple[str, dict[str, str]]:
    """The process answers. It asks nothing of the database: that is `/readyz`'s question."""
    return "ok\n", {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
