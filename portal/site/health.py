"""For the operator: is it alive, is it ready for readers, and how much has it done?"""

from __future__ import annotations

from ipaddress import ip_address

from flask import Blueprint, abort, current_app, request

from portal import metrics, schema

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


@bp.get("/metrics")
def figures() -> tuple:
    """Those of all workers, for the networks that PORTAL_METRICS names; for others nothing is here."""
    counted = current_app.extensions.get("metrics")
    if counted is None or not may_see_figures(request.remote_addr or ""):
        abort(404)
    edition = current_app.extensions.get("edition")
    text = metrics.prometheus_text(counted, edition.version if edition else 0)
    return text, PLAIN | {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}


def may_see_figures(name: str) -> bool:
    try:
        address = ip_address(name)
    except ValueError:  # a proxy that hides it
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in current_app.config["METRICS"])
