"""Renditions and downloads, as readers get them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pictures.test_decode import encoded, photo

NAME = "ab/ab00000000000000-720.webp"
BYTES = encoded(photo(720, 480), "WEBP")


@pytest.fixture
def media(app, tmp_path, monkeypatch) -> Path:
    """A media folder with one rendition."""
    monkeypatch.setitem(app.config, "INSTANCE", tmp_path)
    (tmp_path / "media" / "ab").mkdir(parents=True)
    (tmp_path / "media" / NAME).write_bytes(BYTES)
    (tmp_path / "secret_key").write_text("secret")
    return tmp_path / "media"


def test_a_rendition_is_cacheable_for_ever_and_sandboxed(reader, media):
    answer = reader.get(f"/media/{NAME}")

    assert answer.data == BYTES
    assert answer.content_type == "image/webp"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.content_length == len(BYTES)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("suffix", "type"), [("jpg", "image/jpeg"), ("png", "image/png")])
def test_the_type_follows_the_name_and_never_the_bytes(reader, media, suffix, type):
    (media / "ab" / f"ab00000000000000-720.{suffix}").write_bytes(b"<html><script>evil()</script>")

    assert reader.get(f"/media/ab/ab00000000000000-720.{suffix}").content_type == type


def test_a_download_is_never_displayed_in_place(reader, media):
    path = media / "files" / ("0" * 16) / "report.pdf"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"%PDF")

    answer = reader.get(f"/media/files/{'0' * 16}/report.pdf")

    assert (answer.content_type, answer.data) == ("application/pdf", b"%PDF")
    assert answer.headers["Content-Disposition"] == "attachment; filename=report.pdf"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    "name", ["page.html", "evil.svg", "report.pdf.exe", ".report.pdf", "x.pdf/y.pdf"]
)
def test_no_other_file_is_sent(reader, media, name):
    path = media / "files" / ("0" * 16) / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"<script>evil()</script>")

    assert reader.get(f"/media/files/{'0' * 16}/{name}").status_code == 404


def test_head_answers_without_the_bytes(reader, media):
    answer = reader.head(f"/media/{NAME}")

    assert (answer.status_code, answer.content_length, answer.data) == (200, len(BYTES), b"")


def test_a_rendition_that_the_reader_has_is_not_sent_again(reader, media):
    first = reader.get(f"/media/{NAME}")

    again = reader.get(f"/media/{NAME}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    again = reader.get(
        f"/media/{NAME}", headers={"If-Modified-Since": first.headers["Last-Modified"]}
    )
    assert again.status_code == 304


def test_a_range_of_a_rendition_can_be_requested(reader, media):
    part = reader.get(f"/media/{NAME}", headers={"Range": "bytes=10-19"})

    assert (part.status_code, part.data) == (206, BYTES[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(BYTES)}"
    beyond = reader.get(f"/media/{NAME}", headers={"Range": f"bytes={len(BYTES)}-"})
    assert beyond.status_code == 416


def test_a_file_is_sent_by_the_server_s_file_wrapper(app, media):
    """Otherwise a few slow readers of large files would occupy every thread."""
    sent = []
    app.test_client().get(
        f"/media/{NAME}",
        environ_overrides={"wsgi.file_wrapper": lambda file, *_: sent.append(file) or file},
    )

    assert len(sent) == 1


@pytest.mark.parametrize(
    "name",
    [
        "ab/ab00000000000000-360.webp",
        "../secret_key",
        "ab/../../secret_key",
        "%2e%2e/secret_key",
        "..%5csecret_key",
        "/etc/passwd",
        "ab/",
        "ab",
        "ab/notes.txt",
        "ab/.ab00000000000000-720.webp.1234abcd",
        "ab/ab00000000000000-720.webp%00.png",
        "ab/ab00000000000000-720.svg",
        "ab/ab00000000000000-720.webp/",
        "a" * 3000,
    ],
)
def test_any_other_name_is_not_found(reader, media, name):
    (media / "ab" / "notes.txt").write_text("for us")
    (media / "ab" / ".ab00000000000000-720.webp.1234abcd").write_bytes(BYTES)
    (media / "ab" / "ab00000000000000-720.svg").write_text("<svg/>")

    assert reader.get(f"/media/{name}", follow_redirects=True).status_code == 404


def test_symlinks_are_not_followed(reader, media):
    (media / "ab" / "ab00000000000000-1200.webp").symlink_to(media.parent / "secret_key")
    (media / "cd").symlink_to(media.parent)
    (media.parent / "cd00000000000000-720.webp").write_bytes(BYTES)

    assert reader.get("/media/ab/ab00000000000000-1200.webp").status_code == 404
    assert reader.get("/media/cd/cd00000000000000-720.webp").status_code == 404


def test_a_folder_with_the_name_of_a_rendition_is_not_found(reader, media):
    (media / "ab" / "ab00000000000000-360.webp").mkdir()

    assert reader.get("/media/ab/ab00000000000000-360.webp").status_code == 404


def test_the_instance_folder_may_itself_be_a_symlink(app, reader, media, monkeypatch):
    (media.parent.parent / "link").symlink_to(media.parent)
    monkeypatch.setitem(app.config, "INSTANCE", media.parent.parent / "link")

    assert reader.get(f"/media/{NAME}").status_code == 200
