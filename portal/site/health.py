"""Health checks and metrics for the operator."""

from __future__ import annotations

from ipaddress import ip_address

from flask import Blueprint, abort, current_app, request

from portal import metrics, schema

bp = Blueprint("health", __name__)

PLAIN_TEXT = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
PROMETHEUS = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}

TextResponse = tuple[str, dict[str, str]]


@bp.get("/healthz")
def alive() -> TextResponse:
    """Answer as long as the process does. `/readyz` checks the database."""
    return "ok\n", PLAIN_TEXT


@bp.get("/readyz")
def ready() -> TextResponse | tuple[str, int, dict[str, str]]:
    """Answer 200 if the database answers and has every migration, else 503."""
    if schema.is_current():
        return "ok\n", PLAIN_TEXT
    return "the database does not answer, or lacks a migration\n", 503, PLAIN_TEXT


@bp.get("/metrics")
def figures() -> TextResponse:
    """Return the metrics of all workers to the networks of PORTAL_METRICS; 404 to others."""
    shared_metrics = current_app.extensions.get("metrics")
    if shared_metrics is None or not may_read_metrics(request.remote_addr or ""):
        abort(404)
    edition = current_app.extensions.get("edition")
    text = metrics.prometheus_text(shared_metrics, edition.version if edition else 0)
    return text, PLAIN_TEXT | PROMETHEUS


def may_read_metrics(client: str) -> bool:
    try:
        address = ip_address(client)
    except ValueError:  # a proxy that hides the address
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in current_app.config["METRICS"])
