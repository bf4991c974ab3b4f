"""Pictures that were uploaded, and their renditions: their addresses, and they themselves."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Flask, abort, current_app, send_file
from werkzeug.security import safe_join

from portal.models.frame import Frame

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


def media_address(file: str) -> str:
    """Where readers get a file of the media folder: from us, or from where the operator says."""
    return f"{current_app.config['MEDIA_URL'] or '/media'}/{file}"


def srcset(frame: Frame, format: str | None = None) -> str:
    """Each rendition's address and width, for a browser to choose from (HTML §4.8.4.2)."""
    return ", ".join(
        f"{media_address(frame.file(width, format))} {width}w" for width in frame.widths
    )


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(media_address=media_address, srcset=srcset)
