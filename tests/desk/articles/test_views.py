"""Writing an article at the desk."""

from __future__ import annotations

from portal.extensions import db
from portal.models import Article
from portal.models.article.fields import fields_of


def test_an_author_writes_a_draft(author, newsroom):
    politics = newsroom.category("Politics")
    answer = author.post(
        "/desk/articles",
        data={
            "headline": "  Ferry\nsails again ",
            "body": "<p onclick='x()'>At six.</p><script>x()</script>",
            "category": politics.id,
            "tags": ["Ferries"],
            "new_tag": "Harbour, ferries",
        },
    )
    draft = newsroom.saved("Ferry sails again")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/desk/articles/{draft.id}"
    assert draft.body == "<p>At six.</p>"
    assert draft.slug == "ferry-sails-again"
    assert draft.category.name == "Politics"
    assert [tag.name for tag in draft.tags] == ["Ferries", "Harbour"]
    assert (draft.state, draft.version, draft.created_by_id) == ("draft", 1, author.who.id)


def test_no_field_has_autofocus_when_the_form_opens(editor, newsroom):
    draft = newsroom.draft("Ferry", image=newsroom.image(alt=""))
    for address in ("/desk/articles/new", f"/desk/articles/{draft.id}"):
        assert " autofocus" not in editor.get(address).text


def test_a_save_that_changes_nothing_changes_nothing(editor, newsroom, app):
    europe, rail = newsroom.category("Europe"), newsroom.category("Rail")
    newsroom.draft(
        "River rises",
        kicker="Water",
        standfirst="By a hand.",
        category=europe,
        also=[rail],
        tags=[newsroom.tag("Danube"), newsroom.tag("Alps")],
        authors=[newsroom.author("Zoe Zed"), newsroom.author("Ann Abel")],
        source=newsroom.source("Pannon Wire"),
        adaptation="translated",
        image=newsroom.image(alt="A bridge", caption="The bridge", credit="Ann Abel"),
        language="hu",
        slug="our-own-words",
    )
    before = newsroom.saved("River rises")
    with app.app_context():
        fields = fields_of(db.session.get(Article, before.id))
    editor.post(f"/desk/articles/{before.id}", data=as_sent(fields))
    with app.app_context():
        after = fields_of(db.session.get(Article, before.id))
    assert after == fields | {"version": 2}


def test_an_invalid_field_has_a_message_and_all_text_is_kept(author):
    answer = author.post(
        "/desk/articles",
        data={"headline": "", "body": "<p>Long work</p>", "new_tag": "Ferries", "kicker": "Isles"},
    )
    assert answer.status_code == 422
    assert "Enter a headline." in answer.text
    for typed in ("&lt;p&gt;Long work&lt;/p&gt;", 'value="Ferries"', 'value="Isles"'):
        assert typed in answer.text


def test_the_second_of_two_saves_from_one_version_conflicts_and_loses_nothing(author, newsroom):
    draft = newsroom.draft("First words", created_by_id=author.who.id)
    address = f"/desk/articles/{draft.id}"
    first = author.post(address, data={"version": 1, "headline": "Second words"})
    second = author.post(address, data={"version": 1, "headline": "Other words"})
    assert (first.status_code, second.status_code) == (303, 409)
    assert "Other words" in second.text
    assert newsroom.saved("Second words").version == 2


def test_changes_of_a_live_story_become_a_working_copy(author, newsroom, app):
    newsroom.article("Live words", created_by_id=author.who.id)
    article = newsroom.saved("Live words")
    address = f"/desk/articles/{article.id}"
    author.post(address, data={"version": 1, "headline": "Better words"})
    assert newsroom.saved("Live words").version == 1
    assert "Better words" in author.get(address).text


def test_a_contributor_may_not_change_a_live_story(contributor, newsroom):
    own = newsroom.article("Live words", created_by_id=contributor.who.id)
    assert contributor.get(f"/desk/articles/{own.id}").status_code == 403


def as_sent(fields: dict) -> dict:
    """Return fields as a browser sends a form of them; tags by id, whatever they are called now."""
    sent = {name: value for name, value in fields.items() if value not in (None, False)}
    ids = sent.get("tags", [])
    return sent | {"tag_ids": ids, "tags": ["its old name"] * len(ids)}
