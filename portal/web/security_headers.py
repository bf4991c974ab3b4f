"""The security headers of every response, and the one exception to the strict CSP: the theme's script."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import urlsplit

from flask import Flask, Response

from portal.cleaning.embeds import HOSTS
from portal.paths import bundled_folder
from portal.web import assets


def inline_script() -> str:
    """Return the only inline script, which applies the reader's light or dark theme before the first paint."""
    return (bundled_folder("templates") / "shared" / "theme.js").read_text(encoding="utf-8").strip()


def content_security_policy(app: Flask) -> str:
    digest = base64.b64encode(hashlib.sha256(inline_script().encode()).digest()).decode()
    media = urlsplit(app.config["MEDIA_URL"] or "")
    pictures = f" {media.scheme}://{media.netloc}" if media.netloc else ""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'sha256-{digest}'",
            "style-src 'self'",
            f"img-src 'self' data:{pictures}",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            f"frame-src 'self' {' '.join(HOSTS)}",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'self'",
        )
    )


def security_headers(app: Flask) -> dict[str, str]:
    headers = {
        "Content-Security-Policy": content_security_policy(app),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if (app.config["SITE_URL"] or "").startswith("https:"):
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return headers


def init_app(app: Flask) -> None:
    headers = security_headers(app)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    def add_headers_to_asset(asset_headers, _path, _url) -> None:
        for name, value in headers.items():
            asset_headers[name] = value

    assets.init_app(app, add_headers_function=add_headers_to_asset)
