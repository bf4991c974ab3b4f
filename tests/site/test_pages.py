from __future__ import annotations

import pytest

from portal.models import Page


def test_page_can_be_nested_under_another(reader, newsroom):
    about = newsroom.page("About", body="<p>Who we are.</p>")
    newsroom.page("How we write", parent=about, body="<p>Plainly.</p>")
    assert "Who we are." in reader.get("/about/").text
    assert "Plainly." in reader.get("/about/how-we-write/").text
    assert reader.get("/how-we-write/").status_code == 404


def test_page_without_the_slash_redirects(reader, newsroom):
    newsroom.page("About")
    answer = reader.get("/about")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/about/")


def test_old_address_of_a_file_redirects_once(reader, newsroom):
    newsroom.redirect("/wp-content/uploads/a.jpg", address="/media/a.jpg")
    answer = reader.get("/wp-content/uploads/a.jpg")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/media/a.jpg")


def test_draft_page_is_not_found(reader, newsroom):
    newsroom._add(Page(title="Soon", slug="soon", path_words="soon"))
    assert reader.get("/soon/").status_code == 404


@pytest.mark.parametrize("slug", ["search", "desk", "tag", "2026", "feed"])
def test_page_cannot_have_the_address_of_another_route(slug):
    with pytest.raises(ValueError, match="taken"):
        Page(title="x", slug=slug).move_to(None)
