"""Static assets: their addresses, caching and compression."""

from __future__ import annotations

import gzip

import brotli
import pytest

from portal.errors import PortalError
from portal.web.assets import Assets


@pytest.fixture
def stylesheet(app) -> str:
    return app.extensions["assets"].address("site.css")


def test_an_asset_is_named_by_its_content_and_never_expires(reader, stylesheet):
    answer = reader.get(stylesheet)
    assert stylesheet.startswith("/static/site.")
    assert answer.content_type == 'text/css; charset="utf-8"'
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_an_asset_is_compressed_for_clients_that_accept_it(reader, stylesheet):
    plain = reader.get(stylesheet)
    for encoding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        packed = reader.get(stylesheet, headers={"Accept-Encoding": encoding})
        assert packed.headers["Content-Encoding"] == encoding
        assert packed.headers["Vary"] == "Accept-Encoding"
        assert len(packed.data) < len(plain.data)
        assert unpack(packed.data) == plain.data


def test_an_asset_that_a_browser_has_is_not_sent_again(reader, stylesheet):
    etag = reader.get(stylesheet).headers["ETag"]
    answer = reader.get(stylesheet, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.data) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/static/site.0000000000.css", "/static/site.css", "/static/", "/static/../wsgi.py"]
)
def test_an_unknown_asset_is_our_404(reader, path):
    answer = reader.get(path, follow_redirects=True)
    assert answer.status_code == 404
    assert "Page not found" in answer.text


def test_every_page_names_its_assets_by_their_content(app, reader):
    page = reader.get("/").text
    for name in ("site.css", "site.js", "favicon.svg"):
        assert f'"{app.extensions["assets"].address(name)}"' in page


def test_a_missing_build_is_an_error_with_advice(tmp_path):
    with pytest.raises(PortalError, match=r"has not been built\. Run `make setup`\.$"):
        Assets(tmp_path)
