"""Films, sounds and posts from elsewhere are shown when a reader asks for them, and not before."""

from __future__ import annotations

FILM = (
    '<portal-embed address="https://www.youtube.com/watch?v=dQw4w9WgXcQ" title="A day at the gauge">'
    "</portal-embed><p>After it.</p>"
)


def test_a_film_is_a_box_that_names_who_would_learn_of_the_reader(reader, newsroom):
    article = newsroom.article("River", body=FILM)

    page = reader.get(article.path).text

    assert '<p class="embed__title">A day at the gauge</p>' in page
    assert 'data-embed="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"' in page
    assert "It comes from www.youtube-nocookie.com, which will then learn your address." in page
    assert "<p>After it.</p>" in page
    assert "<iframe" not in page


def test_without_scripts_its_button_leads_to_its_page(reader, newsroom):
    article = newsroom.article("River", body=FILM)

    assert 'href="https://www.youtube.com/watch?v=dQw4w9WgXcQ"' in reader.get(article.path).text


def test_an_embed_without_a_title_says_what_it_is(reader, newsroom):
    article = newsroom.article("River", body=FILM.replace(' title="A day at the gauge"', ""))

    assert "A film on YouTube" in reader.get(article.path).text


def test_the_lite_version_and_the_feed_have_a_link_in_its_place(reader, newsroom):
    article = newsroom.article("River", body=FILM)
    link = 'href="https://www.youtube.com/watch?v=dQw4w9WgXcQ'

    lite, feed = reader.get(f"{article.path}?lite=1").text, reader.get("/feed/").text

    assert link in lite
    assert "embed__note" not in lite
    assert link in feed
    assert "portal-embed" not in feed
