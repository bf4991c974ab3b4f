from __future__ import annotations


def test_tag_page_lists_live_articles_with_the_tag(reader, newsroom):
    climate = newsroom.tag("Climate")
    newsroom.article("River rises", tags=[climate])
    newsroom.article("Cup final tonight")
    newsroom.draft("Not yet", tags=[climate])

    page = reader.get("/tag/climate/").text.partition("<aside")[0]

    assert "River rises" in page
    assert "Cup final tonight" not in page
    assert "Not yet" not in page


def test_unknown_tag_is_not_found(reader):
    assert reader.get("/tag/nothing/").status_code == 404
