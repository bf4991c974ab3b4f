from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from portal.models.article.diff import (
    DiffKind,
    bodies_that_differ,
    joined,
    parts_that_differ,
    words_that_differ,
)


def shown(pieces) -> str:
    """Return the pieces as `kept -out- +in+`."""
    marks = {DiffKind.SAME: "", DiffKind.OUT: "-", DiffKind.IN: "+"}
    return "".join(f"{marks[how]}{words}{marks[how]}" for how, words in pieces)


def test_a_line_is_compared_word_by_word():
    assert shown(words_that_differ("Ferry back on Monday", "Ferry sails on Monday")) == (
        "Ferry -back-+sails+ on Monday"
    )


def test_changes_beside_each_other_are_joined():
    assert shown(words_that_differ("Ferry back now", "Boat sails now")) == (
        "-Ferry back-+Boat sails+ now"
    )


words = st.text(alphabet="ab ,\n", max_size=30)


@given(words, words)
def test_both_texts_can_be_read_from_their_difference(old, new):
    pieces = words_that_differ(old, new)
    assert "".join(each.words for each in pieces if each.how is not DiffKind.IN) == old
    assert "".join(each.words for each in pieces if each.how is not DiffKind.OUT) == new


def test_a_very_long_line_is_replaced_as_a_whole():
    pieces = words_that_differ("old " * 2000, "new " * 2000)
    assert [each.how for each in pieces] == [DiffKind.OUT, DiffKind.IN]


def test_a_body_is_compared_paragraph_by_paragraph():
    old = "<p>One.</p>\n<p>It cost a million.</p>\n<p>More soon.</p>"
    new = "<p>One.</p>\n<p>It cost two million.</p>\n<p>A new one.</p>\n<p>Another.</p>"
    passages = bodies_that_differ(old, new)
    assert [each.same for each in passages] == [1, 0, 0, 0, 0]
    assert [shown(each.pieces) for each in passages[1:]] == [
        "It cost -a-+two+ million.",
        "-More soon.-",
        "+A new one.+",
        "+Another.+",
    ]


def test_tables_are_compared_by_row_and_lists_by_item():
    old = "<table><tbody><tr><td>6.10</td><td>7.00</td></tr></tbody></table><ul><li>a</li></ul>"
    new = (
        "<table><tbody><tr><td>6.10</td><td>7.00</td></tr><tr><td>9.30</td><td>10.20</td></tr>"
        "</tbody></table><ul><li>a</li><li>b</li></ul>"
    )
    passages = bodies_that_differ(old, new)
    put_in = [shown(each.pieces) for each in passages if each.pieces]
    assert put_in == ["+9.30 | 10.20+", "+b+"]


def test_a_change_of_formatting_alone_is_named():
    old = '<p>See <a href="https://a.example/">this</a>.</p>'
    new = "<p>See <strong>this</strong>.</p>"
    (passage,) = bodies_that_differ(old, new)
    assert shown(passage.pieces) == "See this."
    assert set(passage.formats) == {
        (DiffKind.OUT, "a", "https://a.example/"),
        (DiffKind.IN, "strong", ""),
    }


def test_a_paragraph_that_became_a_heading_is_named():
    (passage,) = bodies_that_differ("<p>Mended</p>", "<h2>Mended</h2>")
    assert passage.formats == ((DiffKind.OUT, "p", ""), (DiffKind.IN, "h2", ""))


def test_equal_bodies_have_no_difference():
    assert bodies_that_differ("<p>One.</p>\n<hr>", "<p>One.</p><hr>") == []
    assert bodies_that_differ("", "") == []


def test_an_added_picture_is_named_by_its_alt_text():
    (passage,) = bodies_that_differ("", '<figure><img src="/media/a.jpg" alt="A boat"></figure>')
    assert shown(passage.pieces) == "+A boat+"


def test_a_missing_and_an_empty_field_are_equal():
    old = {"headline": "River", "image": None, "tags": [], "also": [2, 1]}
    new = {"headline": "River", "image": "", "also": [1, 2], "kicker": "", "version": 9}
    assert parts_that_differ(old, new) == []


def test_fields_of_a_picture_that_is_not_there_are_ignored():
    assert parts_that_differ({"image": None, "alt": "A boat"}, {"image": None}) == []


def test_the_parts_that_differ_come_in_the_order_of_the_form():
    assert parts_that_differ(
        {"body": "<p>a</p>", "headline": "One", "image": 1, "alt": "A boat"},
        {"body": "<p>b</p>", "headline": "Two", "image": 1, "alt": "A ship"},
    ) == ["headline", "body", "picture"]


def test_a_merged_text_has_all_additions_and_no_removed_block():
    base = "<p>One</p>\n<p>Two</p>\n<p>Three</p>"
    theirs = "<p>One</p>\n<p>Two, theirs</p>\n<p>Three</p>"
    mine = "<p>One</p>\n<p>Two</p>\n<p>Mine</p>"
    assert joined(base, theirs, mine) == "<p>One</p>\n<p>Two, theirs</p>\n<p>Mine</p>"


def test_a_block_that_both_changed_is_there_twice():
    assert joined("<p>One</p>", "<p>Theirs</p>", "<p>Mine</p>") == "<p>Theirs</p>\n<p>Mine</p>"


def test_without_a_common_base_no_block_is_removed():
    assert joined(None, "<p>One</p>\n<p>Two</p>", "<p>One</p>") == "<p>One</p>\n<p>Two</p>"


paragraphs = st.lists(st.sampled_from("abcdef"), max_size=6).map(
    lambda each: "\n".join(f"<p>{word}</p>" for word in each)
)


@given(paragraphs, paragraphs, paragraphs)
def test_merging_keeps_every_shared_and_every_new_block(base, theirs, mine):
    left, right, known = (set(each.split("\n")) for each in (theirs, mine, base))
    kept = set(joined(base, theirs, mine).split("\n"))
    assert (left & right) | ((left | right) - known) <= kept | {""}
