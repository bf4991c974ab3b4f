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
    """`kept -out- +in+`."""
    marks = {DiffKind.SAME: "", DiffKind.OUT: "-", DiffKind.IN: "+"}
    return "".join(f"{marks[how]}{words}{marks[how]}" for how, words in pieces)


def test_a_line_differs_word_by_word():
    assert shown(words_that_differ("Ferry back on Monday", "Ferry sails on Monday")) == (
        "Ferry -back-+sails+ on Monday"
    )


def test_neighbouring_changes_are_read_as_one():
    assert shown(words_that_differ("Ferry back now", "Boat sails now")) == (
        "-Ferry back-+Boat sails+ now"
    )


words = st.text(alphabet="ab ,\n", max_size=30)


@given(words, words)
def test_whatever_was_said_before_and_after_can_be_read_from_what_differs(old, new):
    pieces = words_that_differ(old, new)
    assert "".join(each.words for each in pieces if each.how is not DiffKind.IN) == old
    assert "".join(each.words for each in pieces if each.how is not DiffKind.OUT) == new


def test_a_very_long_line_is_out_and_in_as_a_whole():
    pieces = words_that_differ("old " * 2000, "new " * 2000)
    assert [each.how for each in pieces] == [DiffKind.OUT, DiffKind.IN]


def test_a_body_differs_paragraph_by_paragraph():
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


def test_a_table_differs_row_by_row_and_a_list_item_by_item():
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


def test_the_same_body_does_not_differ():
    assert bodies_that_differ("<p>One.</p>\n<hr>", "<p>One.</p><hr>") == []
    assert bodies_that_differ("", "") == []


def test_a_picture_put_in_is_seen_by_what_it_shows():
    (passage,) = bodies_that_differ("", '<figure><img src="/media/a.jpg" alt="A boat"></figure>')
    assert shown(passage.pieces) == "+A boat+"


def test_nothing_and_an_empty_value_are_the_same():
    old = {"headline": "River", "image": None, "tags": [], "also": [2, 1]}
    new = {"headline": "River", "image": "", "also": [1, 2], "kicker": "", "version": 9}
    assert parts_that_differ(old, new) == []


def test_what_an_absent_picture_shows_is_no_difference():
    assert parts_that_differ({"image": None, "alt": "A boat"}, {"image": None}) == []


def test_the_parts_that_differ_come_in_the_order_of_the_form():
    assert parts_that_differ(
        {"body": "<p>a</p>", "headline": "One", "image": 1, "alt": "A boat"},
        {"body": "<p>b</p>", "headline": "Two", "image": 1, "alt": "A ship"},
    ) == ["headline", "body", "picture"]


def test_one_text_out_of_both_has_what_either_wrote_and_not_what_either_took_out():
    base = "<p>One</p>\n<p>Two</p>\n<p>Three</p>"
    theirs = "<p>One</p>\n<p>Two, theirs</p>\n<p>Three</p>"
    mine = "<p>One</p>\n<p>Two</p>\n<p>Mine</p>"
    assert joined(base, theirs, mine) == "<p>One</p>\n<p>Two, theirs</p>\n<p>Mine</p>"


def test_what_both_wrote_in_one_place_stands_there_twice():
    assert joined("<p>One</p>", "<p>Theirs</p>", "<p>Mine</p>") == "<p>Theirs</p>\n<p>Mine</p>"


def test_without_what_both_began_from_nothing_is_taken_out():
    assert joined(None, "<p>One</p>\n<p>Two</p>", "<p>One</p>") == "<p>One</p>\n<p>Two</p>"


paragraphs = st.lists(st.sampled_from("abcdef"), max_size=6).map(
    lambda each: "\n".join(f"<p>{word}</p>" for word in each)
)


@given(paragraphs, paragraphs, paragraphs)
def test_no_paragraph_of_both_and_none_that_is_new_is_lost(base, theirs, mine):
    left, right, known = (set(each.split("\n")) for each in (theirs, mine, base))
    kept = set(joined(base, theirs, mine).split("\n"))
    assert (left & right) | ((left | right) - known) <= kept | {""}
