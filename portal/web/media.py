"""Serve the media folder: renditions of uploaded pictures, and files to download."""

from __future__ import annotations

import re

from flask import Blueprint, Flask, Response, abort, current_app, send_file

from portal.models.media.rendition_sizes import RenditionSet
from portal.pictures import downloads
from portal.pictures.storage import media_folder

IMAGE_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
RENDITION = re.compile(
    r"[0-9a-f]{2}/[0-9a-f]{16}-[0-9]{1,5}(-cut[0-9]{1,3}x[0-9]{1,3})?\.(?P<suffix>jpg|png|webp)"
)

bp = Blueprint("media", __name__)


@bp.get("/media/<path:name>")
def show(name: str) -> Response:
    """Send a rendition or a download, cacheable for ever, as its name contains a hash. All else is a 404."""
    rendition, download = RENDITION.fullmatch(name), downloads.NAME.fullmatch(name)
    folder = media_folder().resolve()
    path = folder / name
    # A path that resolves to another one goes through a symlink, which may lead out of the folder.
    if not (rendition or download) or not path.is_file() or path.resolve() != path:
        abort(404)
    type = IMAGE_TYPES[rendition["suffix"]] if rendition else downloads.TYPES[path.suffix[1:]]
    response = send_file(path, mimetype=type, conditional=True, as_attachment=rendition is None)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # for feed readers
    return response


def media_address(file: str) -> str:
    """Return the address of a file of the media folder, on this site or under MEDIA_URL."""
    return f"{current_app.config['MEDIA_URL'] or '/media'}/{file}"


def srcset(frame: RenditionSet, format: str | None = None) -> str:
    """Return the `srcset` of an image: each rendition's address and width (HTML §4.8.4.2)."""
    return ", ".join(
        f"{media_address(frame.file(width, format))} {width}w" for width in frame.widths_in(format)
    )


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(media_address=media_address, srcset=srcset)
