from __future__ import annotations

import pytest

from portal.models import Page


def test_standing_page_nests_under_another(reader, newsroom):
    about = newsroom.page("About", body="<p>Who we are.</p>")
    newsroom.page("How we write", parent=about, body="<p>Plainly.</p>")
    assert "Who we are." in reader.get("/about/").text
    assert "Plainly." in reader.get("/about/how-we-write/").text
    assert reader.get("/how-we-write/").status_code == 404


def test_page_that_is_a_draft_is_not_found(reader, newsroom):
    newsroom._add(Page(title="Soon", slug="soon", path_words="soon"))
    assert reader.get("/soon/").status_code == 404


@pytest.mark.parametrize("slug", ["search", "desk", "tag", "2026", "feed"])
def test_page_cannot_take_the_words_of_another_address(slug):
    with pytest.raises(ValueError, match="taken"):
        Page(title="x", slug=slug).place(None)
