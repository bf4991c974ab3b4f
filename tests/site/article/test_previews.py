"""Previews: the link shows the story as readers will see it, until the link expires."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.extensions import db
from portal.models import Article, Editor, Preview, SiteVersion, WorkingCopy, now
from tests.desk.cast import an_editor
from tests.pictures.test_decode import encoded, photo


@pytest.fixture
def mara(app) -> Editor:
    return an_editor(app, name="Mara Ellwood")


@pytest.fixture
def link(app, mara):
    """Return a function that makes a preview link with the text that Mara has typed into the form."""

    def link(article: Article, lasts: timedelta | None = None, **typed) -> str:
        with app.app_context():
            article, editor = db.session.get(Article, article.id), db.session.get(Editor, mara.id)
            if typed:
                WorkingCopy.save(article, editor, typed)
                db.session.commit()
            if lasts:
                return Preview(article, editor, now() + lasts).path
            return Preview.create(article, editor).path

    return link


def test_link_shows_a_draft_with_all_its_parts(app, newsroom, reader, link):
    newsroom.article("An older one")
    draft = newsroom.draft(
        "River rises",
        kicker="Water",
        standfirst="By a hand.",
        category=newsroom.category("Europe"),
        tags=[newsroom.tag("Danube")],
        authors=[newsroom.author("Ada Quill")],
        source=newsroom.source("Pannon Wire"),
        image=newsroom.image("A bridge", credit="Ann Abel"),
        body="<h2>One</h2><p>a</p><h2>Two</h2><table><tr><td>9 m</td></tr></table>",
    )
    answer = reader.get(link(draft))

    assert answer.status_code == 200
    for part in ("River rises", "Water", "By a hand.", "Europe", "Danube", "Ada Quill",
                 "Pannon Wire", "Ann Abel", "In this story", "9 m", "An older one"):  # fmt: skip
        assert part in answer.text, part
    assert "<b>Preview</b> · draft · until " in answer.text


def test_preview_shows_unsaved_text_and_saves_nothing(app, newsroom, reader, link):
    ada, ferries = newsroom.author("Ada Quill"), newsroom.tag("Ferries")
    article = newsroom.article("Ferry", category=newsroom.category("Isles"), tags=[ferries])
    with app.app_context():
        before = SiteVersion.current()
    path = link(
        article,
        headline="Ferry sails again",
        body="<p>On Monday.</p>",
        tags=["Ferries", "Brand new"],
        authors=[ada.id],
        slug="another-address",
        correction="It is Monday, not Sunday.",
    )
    page = reader.get(path).text

    for words in ("Ferry sails again", "On Monday.", "Brand new", "Ada Quill",
                  "It is Monday, not Sunday.", "unpublished changes"):  # fmt: skip
        assert words in page, words
    assert "Ferry sails again" not in reader.get(article.path).text
    assert newsroom.saved("Ferry").path == article.path
    with app.app_context():
        assert SiteVersion.current() == before


def test_related_stories_follow_the_unsaved_tags(newsroom, reader, link):
    ferries, rail = newsroom.tag("Ferries"), newsroom.tag("Rail")
    newsroom.article("The night train", tags=[rail])
    newsroom.article("Something else")
    page = reader.get(link(newsroom.draft("Trains", tags=[ferries]), tags=["Rail"])).text
    assert "Related stories" in page
    assert "The night train" in page.partition("Related stories")[2]


def test_the_pictures_of_a_draft_are_shown(newsroom, reader, link, media):
    from portal.pictures.storage import store

    with newsroom.at_work():
        image = store(encoded(photo(900, 600), "JPEG"), file_name="ferry.jpg", alt="A ferry")
    page = reader.get(link(newsroom.draft("Ferry", image=image))).text
    shown = page.partition('alt="A ferry"')[0].rpartition('src="')[2].partition('"')[0]
    shown = shown or page.partition('alt="A ferry"')[2].partition('src="')[2].partition('"')[0]
    assert reader.get(shown).status_code == 200


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({}, "draft"),
        ({"submitted_at": now()}, "in review"),
        ({"published_at": now() + timedelta(days=1)}, "scheduled"),
        ({"unpublished_at": now()}, "taken down"),
    ],
)
def test_preview_names_the_state_of_the_story(newsroom, reader, link, state, words):
    article = newsroom.article("Ferry", **({"published_at": None} | state))
    assert f"· {words} ·" in reader.get(link(article)).text


def test_preview_is_neither_cached_nor_indexed(newsroom, reader, link):
    answer = reader.get(link(newsroom.draft()))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.text
    assert 'rel="canonical"' not in answer.text
    assert "Set-Cookie" not in answer.headers


def test_share_links_of_a_preview_lead_to_the_preview(newsroom, reader, link):
    draft = newsroom.draft("Ferry")
    path = link(draft)
    page = reader.get(path).text
    assert f'data-path="{path}"' in page
    assert f'data-copy="http://localhost{path}"' in page
    assert "/ferry/" not in page.partition('<script type="application/ld+json">')[0]


def test_link_redirects_to_the_story_once_readers_see_all_of_it(newsroom, reader, link):
    article = newsroom.article("Ferry")
    answer = reader.get(link(article))
    assert (answer.status_code, answer.headers["Location"]) == (302, article.path)
    assert answer.headers["Cache-Control"] == "no-store"


def test_expired_preview_says_so_and_shows_nothing(newsroom, reader, link):
    answer = reader.get(link(newsroom.draft("Secret"), lasts=-timedelta(seconds=1)))
    assert answer.status_code == 410
    assert "This preview has expired" in answer.text and "Secret" not in answer.text
    assert reader.get(link(newsroom.draft("Soon"), lasts=timedelta(minutes=1))).status_code == 200


def test_preview_ends_when_the_story_is_binned_or_its_editor_deactivated(
    app, newsroom, reader, link, mara
):
    draft = newsroom.draft("Secret")
    path = link(draft)
    newsroom.bin(draft)
    assert reader.get(path).status_code == 410
    with newsroom.at_work() as session:
        session.merge(draft).unbin()
    assert reader.get(path).status_code == 200
    with newsroom.at_work() as session:
        session.get(Editor, mara.id).disabled_at = now()
    assert reader.get(path).status_code == 410
    with newsroom.at_work() as session:
        session.delete(session.get(Article, draft.id))
    assert reader.get(path).status_code == 410


def test_link_with_a_wrong_signature_is_not_found(app, newsroom, reader, link):
    path = link(newsroom.draft("Secret"))
    other = link(newsroom.draft("Another"))
    mixed = path.rpartition(".")[0] + "." + other.rpartition(".")[2]
    for forged in (path[:-2] + "/", mixed, "/preview/nonsense/", "/preview/e30.x/"):
        answer = reader.get(forged)
        assert answer.status_code == 404, forged
        assert "Preview not found" in answer.text


def test_no_page_can_have_the_address_of_previews(newsroom):
    with pytest.raises(ValueError, match="/preview/ is taken"):
        newsroom.page("Preview")


def test_a_lite_preview_says_what_it_is(newsroom, reader, link):
    page = reader.get(link(newsroom.draft("Ferry")) + "?lite=1").text
    assert "<b>Preview</b>" in page and "<script" not in page
