"""Videos, recordings and posts of other sites load only when a reader asks for them."""

from __future__ import annotations

FILM = (
    '<portal-embed address="https://www.youtube.com/watch?v=dQw4w9WgXcQ" title="A day at the gauge">'
    "</portal-embed><p>After it.</p>"
)


def test_video_is_a_box_that_names_the_other_site(reader, newsroom):
    article = newsroom.article("River", body=FILM)

    page = reader.get(article.path).text

    assert '<p class="embed__title">A day at the gauge</p>' in page
    assert 'data-embed="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"' in page
    assert (
        "Loading it connects your browser to www.youtube-nocookie.com, which then sees your IP address."
        in page
    )
    assert "<p>After it.</p>" in page
    assert "<iframe" not in page


def test_button_links_to_the_video_s_page_without_scripts(reader, newsroom):
    article = newsroom.article("River", body=FILM)

    assert 'href="https://www.youtube.com/watch?v=dQw4w9WgXcQ"' in reader.get(article.path).text


def test_embed_without_a_title_has_a_default_title(reader, newsroom):
    article = newsroom.article("River", body=FILM.replace(' title="A day at the gauge"', ""))

    assert "Video on YouTube" in reader.get(article.path).text


def test_lite_version_and_feed_have_a_link_instead(reader, newsroom):
    article = newsroom.article("River", body=FILM)
    link = 'href="https://www.youtube.com/watch?v=dQw4w9WgXcQ'

    lite, feed = reader.get(f"{article.path}?lite=1").text, reader.get("/feed/").text

    assert link in lite
    assert "embed__note" not in lite
    assert link in feed
    assert "portal-embed" not in feed
