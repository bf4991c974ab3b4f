"""The tags of the article's form."""

from __future__ import annotations

import html
import re
import unicodedata

import pytest

from portal.extensions import db
from portal.models import Author, Tag


def sent_tags(page: str) -> dict[str, list[str]]:
    """Return the hidden fields of the form's tags, without those of the template."""
    fields = {}
    for name in ("tags", "tag_ids"):
        values = re.findall(rf'name="{name}" value="([^"]*)"', page)
        fields[name] = [html.unescape(each) for each in values[:-1]]
    return fields


@pytest.mark.parametrize(
    "names", [("C++", "C#", "C"), ("Bar", "Bär"), ("北京", "背景"), ("…", "???")]
)
def test_a_story_keeps_all_tags_that_share_a_slug(editor, newsroom, names):
    editor.post("/desk/articles", data={"headline": "Three tags", "tags": [*names]})
    assert [tag.name for tag in newsroom.saved("Three tags").tags] == [*names]


def test_a_save_of_an_untouched_form_keeps_the_very_same_tags(editor, newsroom):
    twins = [newsroom.tag("Rail", slug="rail"), newsroom.tag("Rail", slug="rail-2")]
    draft = newsroom.draft(
        "Two of one name", tags=[twins[1], newsroom.tag("C++"), newsroom.tag("C#", slug="c-2")]
    )
    at = f"/desk/articles/{draft.id}"
    fields = sent_tags(editor.get(at).text)
    assert fields["tags"] == ["Rail", "C++", "C#"]

    editor.post(
        at,
        data={"headline": "Two of one name", "body": "<p>One word more</p>", "version": 1} | fields,
    )

    assert [tag.slug for tag in newsroom.saved("Two of one name").tags] == ["rail-2", "c", "c-2"]


def test_a_tag_that_was_renamed_meanwhile_stays_the_tag(app, editor, newsroom):
    tag = newsroom.tag("Ferrys")
    draft = newsroom.draft("Ferry", tags=[tag])
    fields = sent_tags(editor.get(f"/desk/articles/{draft.id}").text)
    with newsroom.at_work() as session:
        session.get(Tag, tag.id).name = "Ferries"

    editor.post(f"/desk/articles/{draft.id}", data={"headline": "Ferry", "version": 1} | fields)

    assert [each.name for each in newsroom.saved("Ferry").tags] == ["Ferries"]


def test_one_name_in_two_normal_forms_is_one_tag(app, editor, newsroom):
    for number, form in enumerate(("NFC", "NFD")):
        name = unicodedata.normalize(form, "Тихий край")
        editor.post("/desk/articles", data={"headline": f"Story {number}", "new_tag": name})
    with app.app_context():
        assert [tag.name for tag in db.session.query(Tag)] == ["Тихий край"]


def test_a_tag_is_removed_by_its_button_without_a_script(editor, newsroom):
    first, second = newsroom.tag("Rail", slug="rail"), newsroom.tag("Rail", slug="rail-2")
    typed = {
        "headline": "Rail",
        "tags": ["Rail", "Rail", "New"],
        "tag_ids": [first.id, second.id, ""],
    }
    page = editor.post("/desk/articles", data=typed | {"remove_tag": first.id}).text
    assert sent_tags(page) == {"tags": ["Rail", "New"], "tag_ids": [str(second.id), ""]}


def test_a_typed_author_is_the_one_of_exactly_that_name(app, editor, newsroom):
    newsroom.author("Ana Pena")
    typed = {"headline": "Signed", "new_author": "Ana Peña"}
    assert editor.post("/desk/articles", data=typed).status_code == 422
    newsroom.author("Ana Peña", slug="ana-pena-2")
    editor.post("/desk/articles", data=typed)
    assert [author.name for author in newsroom.saved("Signed").authors] == ["Ana Peña"]
    with app.app_context():
        assert db.session.query(Author).count() == 2
