"""Pictures that were uploaded, and their renditions, as files of the instance."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Flask, abort, current_app, send_file
from werkzeug.security import safe_join

bp = Blueprint("media", __name__)


@bp.get("/media/<path:name>")
def show(name: str):
    """One rendition. Its name carries its content's hash, so it never changes."""
    root = Path(current_app.config["INSTANCE"]) / "media"
    found = safe_join(str(root), name)
    path = Path(found) if found else root
    if not path.is_file() or path.is_symlink():
        abort(404)
    response = send_file(path, conditional=True, max_age=31536000)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
