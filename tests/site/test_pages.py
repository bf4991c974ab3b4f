from __future__ import annotations

import pytest

from portal.models import Page


def test_standing_page_nests_under_another(reader, newsroom):
    about = newsroom.page("About", body="<p>Who we are.</p>")
    newsroom.page("How we write", parent=about, body="<p>Plainly.</p>")
    assert "Who we are." in reader.get("/about/").text
    assert "Plainly." in reader.get("/about/how-we-write/").text
    assert reader.get("/how-we-write/").status_code == 404


def test_page_without_the_slash_leads_to_the_one_with_it(reader, newsroom):
    newsroom.page("About")
    answer = reader.get("/about")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/about/")


def test_old_file_s_address_leads_on_in_one_step(reader, newsroom):
    newsroom.redirect("/wp-content/uploads/a.jpg", address="/media/a.jpg")
    answer = reader.get("/wp-content/uploads/a.jpg")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/media/a.jpg")


def test_page_that_is_a_draft_is_not_found(reader, newsroom):
    newsroom._add(Page(title="Soon", slug="soon", path_words="soon"))
    assert reader.get("/soon/").status_code == 404


@pytest.mark.parametrize("slug", ["search", "desk", "tag", "2026", "feed"])
def test_page_cannot_take_the_words_of_another_address(slug):
    with pytest.raises(ValueError, match="taken"):
        Page(title="x", slug=slug).move_to(None)
