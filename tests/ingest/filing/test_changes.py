"""Nothing comes in twice or comes back; drafts follow their source until somebody works on them."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from portal.models import (
    Article,
    Editor,
    ItemState,
    Presence,
    Role,
    Source,
    State,
    WireItem,
    WorkingCopy,
    now,
)
from tests.ingest.feeds import item, rss

pytestmark = pytest.mark.both_databases

LONG = "<p>" + "The river rose by a metre in one night, and the ferry did not sail. " * 3 + "</p>"


def test_what_is_here_is_not_filed_again(wire):
    wire.serves(rss(item("River rises", guid="1")))
    source = wire.follow()
    wire.fetch(source)
    wire.serves(rss(item("Bridge closes", guid="2"), item("River rises", guid="1")))

    outcome = wire.fetch(source)

    assert outcome.filed.new == 1
    assert wire.headlines() == ["River rises", "Bridge closes"]


@pytest.mark.parametrize("again", ["guid", "link", "text"])
def test_the_same_story_under_other_names_is_not_filed_again(wire, again):
    wire.serves(rss(item("River rises", guid="1", link="http://wire.example/1", text=LONG)))
    source = wire.follow()
    wire.fetch(source)
    other = {
        "guid": "2",
        "link": "http://wire.example/2",
        "text": "<p>Other.</p>",
        "title": "Other",
    }
    kept = {"guid": "1", "link": "http://wire.example/1?utm_source=x"}
    fields = other | {again: LONG if again == "text" else kept[again]}
    if again == "text":
        fields["title"] = "River rises"
    wire.serves(rss(item(**fields)))

    assert wire.fetch(source).filed.new == 0
    assert len(wire.items()) == 1


def test_one_guid_for_all_items_of_a_feed_keeps_none_out(wire):
    wire.serves(rss(*(item(f"Story {n}", guid="feed") for n in range(5))))
    source = wire.follow()
    wire.fetch(source)
    wire.serves(
        rss(item("Story 5", guid="feed"), *(item(f"Story {n}", guid="feed") for n in range(5)))
    )

    wire.fetch(source)

    assert sorted(wire.headlines()) == [f"Story {n}" for n in range(6)]


def test_one_guid_for_each_only_item_keeps_none_out(wire):
    wire.serves(rss(item("Story 1", guid="feed", date="Thu, 01 Jan 2026 06:00:00 GMT")))
    source = wire.follow()
    wire.fetch(source)
    wire.serves(rss(item("Story 2", guid="feed", text=LONG, date="Fri, 02 Jan 2026 06:00:00 GMT")))

    wire.fetch(source)

    assert wire.headlines() == ["Story 1", "Story 2"]


def test_a_story_without_guid_link_and_date_comes_in_once(wire):
    wire.serves(rss(item("River rises", link="-", date="")))
    source = wire.follow()
    wire.fetch(source)
    wire.serves(
        rss(item("Bridge closes", link="-", date=""), item("River rises", link="-", date=""))
    )

    wire.fetch(source)

    assert wire.headlines() == ["River rises", "Bridge closes"]


def test_a_story_that_another_source_brought_is_a_copy(wire):
    wire.serves(rss(item("River rises", link="https://www.wire.example/1/")), "/one")
    wire.serves(rss(item("The river rises", link="http://wire.example/1?utm_medium=rss")), "/two")
    first, second = wire.follow("/one", "One"), wire.follow("/two", "Two")

    wire.fetch(first)
    outcome = wire.fetch(second)

    original, copy = wire.items()
    assert (outcome.filed.new, outcome.filed.copies) == (0, 1)
    assert (copy.state, copy.original_id, copy.article_id) == (ItemState.COPY, original.id, None)
    assert wire.headlines() == ["River rises"]


def test_a_story_that_one_source_refused_comes_in_from_another(wire):
    wire.serves(rss(item("River rises", link="http://wire.example/1")), "/one")
    wire.serves(rss(item("River rises", link="http://wire.example/1")), "/two")
    first = wire.follow("/one", "One", refused_words="river")
    second = wire.follow("/two", "Two")

    wire.fetch(first)
    wire.fetch(second)

    assert [each.state for each in wire.items()] == [ItemState.REFUSED, ItemState.WAITING]


def test_a_changed_item_updates_its_draft_while_nobody_has_touched_it(wire):
    source, article = filed(wire)

    outcome = change(wire, source)

    (changed,), (original,) = wire.articles(), wire.items()
    assert outcome.filed.updated == 1
    assert (changed.headline, changed.standfirst) == ("River falls", "It fell again.")
    assert changed.version == article.version + 1
    assert changed.slug == "river-falls"
    assert (original.headline, original.changed) == ("River falls", None)


def test_a_draft_follows_its_source_more_than_once(wire):
    source, _ = filed(wire)
    change(wire, source)

    change(wire, source, "River stands still")

    assert wire.headlines() == ["River stands still"]


@pytest.mark.parametrize("work", ["save", "copy", "presence", "publish", "schedule"])
def test_a_changed_item_is_offered_once_somebody_has_touched_its_draft(wire, newsroom, work):
    source, article = filed(wire)
    touch(newsroom, article, work)

    outcome = change(wire, source)

    (same,), (original,) = wire.articles(), wire.items()
    assert outcome.filed.offered == 1
    assert same.headline == "River rises"
    assert (original.headline, original.changed["headline"]) == ("River rises", "River falls")
    assert original.changed_at


def test_a_change_that_the_source_takes_back_is_offered_no_more(wire, newsroom):
    source, article = filed(wire)
    touch(newsroom, article, "save")
    change(wire, source)
    change(wire, source, "River rises", "<p>The river rose by a metre.</p>")

    assert wire.items()[0].changed is None


def test_who_only_looked_at_a_draft_some_time_ago_has_not_touched_it(wire, newsroom):
    source, article = filed(wire)
    touch(newsroom, article, "presence")
    with newsroom.at_work() as session:
        session.execute(delete(Presence))

    assert change(wire, source).filed.updated == 1


@pytest.mark.parametrize("end", ["dismiss", "bin", "delete"])
@pytest.mark.parametrize("again", ["the same", "changed", "another guid", "another guid and link"])
def test_what_was_dismissed_or_deleted_never_comes_back(wire, newsroom, end, again):
    wire.serves(rss(item("River rises", guid="1", link="http://wire.example/1", text=LONG)))
    source = wire.follow()
    wire.fetch(source)
    close(newsroom, wire.items()[0], end)
    before = [(each.id, each.headline, each.binned_at) for each in wire.articles()]
    fields = {"guid": "1", "link": "http://wire.example/1", "text": LONG}
    if again == "changed":
        fields["text"] = "<p>Other words.</p>"
    if again.startswith("another guid"):
        fields["guid"] = "2"
    if again.endswith("and link"):
        fields["link"] = "http://wire.example/2"
    wire.serves(rss(item("River rises", date="Mon, 05 Jan 2026 06:00:00 GMT", **fields)))

    outcome = wire.fetch(source)

    assert (outcome.filed.new, outcome.filed.updated, outcome.filed.offered) == (0, 0, 0)
    assert [(each.id, each.headline, each.binned_at) for each in wire.articles()] == before
    assert len(wire.items()) == 1


def test_what_was_dismissed_does_not_come_back_under_one_new_name_after_the_other(wire, newsroom):
    wire.serves(rss(item("River rises", guid="1", link="http://wire.example/1", text=LONG)))
    source = wire.follow()
    wire.fetch(source)
    close(newsroom, wire.items()[0], "dismiss")
    wire.serves(
        rss(item("River rises", guid="2", link="http://wire.example/1", text="<p>New.</p>"))
    )
    wire.fetch(source)
    wire.serves(rss(item("River", guid="2", link="http://wire.example/2", text="<p>Newer.</p>")))
    wire.fetch(source)

    assert len(wire.items()) == 1


def test_a_rule_that_was_loosened_lets_refused_items_in(wire):
    wire.serves(rss(item("River rises")))
    source = wire.follow(required_words="bridge")
    wire.fetch(source)
    (refused,) = wire.items()
    assert "none of the words “bridge”" in refused.reason
    wire.change(Source, source.id, required_words="river")
    wire.serves(rss(item("River rises"), extra="<generator>x</generator>"))

    wire.fetch(source)

    assert wire.headlines() == ["River rises"]
    assert [each.state for each in wire.items()] == [ItemState.WAITING]


TOMBSTONE = '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="1"/>'


def test_a_withdrawn_item_takes_its_untouched_draft_along(wire):
    source, _ = filed(wire)
    wire.serves(rss(item("Bridge closes", guid="2"), extra=TOMBSTONE))

    outcome = wire.fetch(source)

    assert outcome.filed.withdrawn == 1
    assert wire.items()[0].state == ItemState.WITHDRAWN
    assert wire.articles()[0].state is State.BINNED


def test_a_withdrawn_item_leaves_a_live_story_as_it_is_and_says_so(wire, newsroom):
    source, article = filed(wire)
    touch(newsroom, article, "publish")
    wire.serves(rss(item("Bridge closes", guid="2"), extra=TOMBSTONE))

    wire.fetch(source)

    assert wire.items()[0].withdrawn_at
    assert wire.articles()[0].is_live


def test_a_withdrawn_item_that_returns_brings_its_draft_back(wire):
    source, _ = filed(wire)
    wire.serves(rss(item("Bridge closes", guid="2"), extra=TOMBSTONE))
    wire.fetch(source)
    wire.serves(rss(item("River rises", guid="1")))

    wire.fetch(source)

    assert (wire.items()[0].state, wire.items()[0].withdrawn_at) == (ItemState.WAITING, None)
    assert wire.articles()[0].state is State.IN_REVIEW


@pytest.mark.parametrize(
    ("status", "state"), [(404, ItemState.WITHDRAWN), (200, ItemState.WAITING)]
)
def test_an_item_that_leaves_before_older_ones_is_withdrawn_if_its_page_is_gone(wire, publisher, status, state):  # fmt: skip
    old = item("Old story", guid="1", date="Thu, 01 Jan 2026 06:00:00 GMT")
    link = publisher.serves("/page", b"A page", status)
    wire.serves(rss(item("River rises", link, "2", date="Fri, 02 Jan 2026 06:00:00 GMT"), old))
    source = wire.follow()
    wire.fetch(source)
    wire.serves(rss(item("New", guid="3", date="Sat, 03 Jan 2026 06:00:00 GMT"), old))

    wire.fetch(source)

    assert {each.headline: each.state for each in wire.items()}["River rises"] == state


def filed(wire) -> tuple[Source, Article]:
    """Follow a feed with one item; return the source and the draft that was made of it."""
    wire.serves(rss(item("River rises", guid="1")))
    source = wire.follow()
    wire.fetch(source)
    return source, wire.articles()[0]


def change(wire, source, title="River falls", text="<p>It fell again.</p>"):
    wire.serves(rss(item(title, guid="1", link="http://wire.example/river-rises", text=text)))
    return wire.fetch(source)


def touch(newsroom, article: Article, work: str) -> None:
    with newsroom.at_work() as session:
        editor = Editor.add("reka@news.example", Role.EDITOR)
        session.flush()
        mine = session.get(Article, article.id)
        if work == "save":
            assert mine.claim_version(mine.version)
        elif work == "copy":
            session.add(WorkingCopy(article_id=mine.id, editor_id=editor.id, fields={}))
        elif work == "presence":
            session.add(
                Presence(article_id=mine.id, editor_id=editor.id, since=now(), seen_at=now())
            )
        elif work == "publish":
            mine.publish("UTC")
        else:
            mine.publish("UTC", now().replace(year=2031))


def close(newsroom, original: WireItem, end: str) -> None:
    with newsroom.at_work() as session:
        mine = session.get(WireItem, original.id)
        if end == "dismiss":
            mine.state = ItemState.DISMISSED
            mine.article.bin()
        elif end == "bin":
            mine.article.bin()
        else:
            session.delete(mine.article)
