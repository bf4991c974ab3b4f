"""A draft is filed as its source's rules say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.models import Article, ItemState, SiteVersion, Source, State, now
from tests.ingest.feeds import item, rss

pytestmark = pytest.mark.both_databases

WHOLE = "<p>" + "The river rose by a metre in one night. " * 10 + "</p>"


def test_a_draft_has_the_category_tags_and_author_of_its_source(wire, newsroom):
    world = newsroom.category("World")
    europe = newsroom.category("Europe", parent=world)
    sport = newsroom.category("Sport")
    author = newsroom.author("Pannon Wire")
    wire.serves(rss(item("Cup final"), item("River rises")))
    source = wire.follow(
        category_id=europe.id, category_rules=[["cup", sport.id]], author_id=author.id,
        tag_rules=[["river", "Rivers"], ["river, sea", "Water"]],
    )  # fmt: skip

    wire.fetch(source)

    river, cup = newsroom.saved("River rises"), newsroom.saved("Cup final")
    assert (river.category.name, cup.category.name) == ("Europe", "Sport")
    assert {each.category_id for each in river.category_links} == {world.id, europe.id}
    assert [tag.name for tag in river.tags] == ["Rivers", "Water"]
    assert [each.name for each in river.authors] == ["Pannon Wire"]


def test_a_rule_for_a_category_that_is_gone_files_nothing_there(wire):
    wire.serves(rss(item("Cup final")))

    wire.fetch(wire.follow(category_rules=[["cup", 99_999]]))

    assert wire.articles()[0].category_id is None


@pytest.mark.parametrize(
    ("rule", "standfirst", "body", "adaptation"),
    [("nothing", False, False, None), ("excerpt", True, False, "excerpt"), ("full", False, True, "verbatim")],
)  # fmt: skip
def test_a_draft_has_as_much_text_as_the_licence_allows(wire, rule, standfirst, body, adaptation):
    wire.serves(rss(item(text=WHOLE)))

    wire.fetch(wire.follow(text_rule=rule))

    (article,), (original,) = wire.articles(), wire.items()
    assert (bool(article.standfirst), bool(article.body)) == (standfirst, body)
    assert article.adaptation == adaptation
    assert bool(original.body or original.summary) is (rule != "nothing")


def test_a_foreign_language_is_noted(wire):
    wire.serves(rss(item(), extra="<language>hu-HU</language>"))

    wire.fetch(wire.follow())

    (article,) = wire.articles()
    assert (article.language, article.original_language) == ("hu-HU", "hu-HU")


def test_drafts_wait_in_the_order_in_which_they_were_published(wire):
    wire.serves(
        rss(
            item("Undated", date=""),
            item("Second", date="Fri, 02 Jan 2026 06:00:00 GMT"),
            item("First", date="Thu, 01 Jan 2026 06:00:00 GMT"),
        )
    )

    wire.fetch(wire.follow())

    assert wire.headlines() == ["First", "Second", "Undated"]
    times = [each.submitted_at for each in wire.articles()]
    assert times == sorted({*times})


def test_drafts_do_not_make_the_pages_of_readers_new(wire, app):
    wire.serves(rss(item()))
    source = wire.follow()
    with app.app_context():
        before = SiteVersion.current()

    wire.fetch(source)

    with app.app_context():
        assert SiteVersion.current() == before


def test_a_source_may_publish_so_many_stories_a_day_by_itself(wire, app):
    wire.serves(rss(*(item(f"Story {n}") for n in range(3))))
    source = wire.follow(daily_auto_publish=4)
    with app.app_context():
        before = SiteVersion.current()
    wire.fetch(source)
    wire.serves(rss(*(item(f"Story {n}") for n in range(6))))
    wire.fetch(source)

    live = [each for each in wire.articles() if each.is_live]
    assert len(live) == 4
    assert all(each.path and each.indexing_rule == "noindex" for each in live)
    assert [each.state for each in wire.items()] == [ItemState.TAKEN] * 4 + [ItemState.WAITING] * 2
    with app.app_context():
        assert SiteVersion.current() > before


def test_the_limit_of_a_day_begins_again_the_next(wire):
    wire.serves(rss(item("Story 1")))
    source = wire.follow(daily_auto_publish=1)
    wire.fetch(source)
    (first,) = wire.items()
    wire.change(type(first), first.id, auto_published_at=now() - timedelta(days=1))
    wire.serves(rss(item("Story 2")))

    wire.fetch(source)

    assert all(each.is_live for each in wire.articles())


def test_an_auto_published_story_is_not_changed_by_its_source(wire):
    wire.serves(rss(item("River rises", guid="1")))
    source = wire.follow(daily_auto_publish=1)
    wire.fetch(source)
    wire.serves(rss(item("River falls", guid="1")))

    assert wire.fetch(source).filed.offered == 1
    assert wire.headlines() == ["River rises"]


def test_an_aggregators_item_is_of_its_own_publisher(wire, newsroom, monkeypatch):
    monkeypatch.setattr("portal.ingest.sources.aggregators.HOSTS", {"127.0.0.1": "Google News"})
    known = newsroom.source("Danube Post")
    extra = '<source url="https://{}.example">{}</source>'
    wire.serves(
        rss(
            item("River rises - Danube Post", "-", "1", extra=extra.format("post", "Danube Post")),
            item("Bridge closes - New Wire", "-", "2", extra=extra.format("new", "New Wire")),
        )
    )
    source = wire.follow(name="Google News: Danube")

    wire.fetch(source)

    bridge, river = newsroom.saved("Bridge closes"), newsroom.saved("River rises")
    assert river.source_id == known.id
    assert (bridge.source.name, bridge.source.address) == ("New Wire", "https://new.example")
    assert wire.state(source).aggregator == "Google News"
    assert [each["name"] for each in wire.state(source).publishers] == ["Danube Post", "New Wire"]


def test_a_hostile_story_shows_nothing_unsafe_to_readers(wire, reader):
    evil = (
        "<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>x</a>"
    )
    text = f"<p>{evil}The river rose.</p><iframe src='//evil.example'></iframe>{WHOLE}"
    wire.serves(rss(item(f"River {evil} rises", "http://wire.example/1?<script>", text=text)))
    wire.fetch(wire.follow(text_rule="full", daily_auto_publish=1))

    (article,) = wire.articles()
    for path in (article.path, "/", "/feed/", "/feed/json/", f"{article.path}?lite=1"):
        page = reader.get(path).text
        assert "River" in page
        for trace in ("alert(1)<", "onerror=alert", "javascript:alert", "<iframe src='//evil"):
            assert trace not in page, path


def test_a_source_can_be_deleted_while_its_feed_is_fetched(wire, newsroom, app):
    from portal.ingest.filing.filing import file_items

    with app.app_context():
        assert file_items(99_999, []).new == 0


def test_the_desks_forms_still_save_a_draft_that_came_in(wire, app):
    from portal.models.article.fields import fields_of

    wire.serves(rss(item()))
    wire.fetch(wire.follow())

    with app.app_context():
        article = app.extensions["sqlalchemy"].session.get(Article, wire.articles()[0].id)
        assert fields_of(article)["source"] == "Pannon Wire"
        assert article.state is State.IN_REVIEW


def test_deleting_a_source_takes_its_feed_and_items_along(wire, newsroom):
    wire.serves(rss(item()))
    source = wire.follow(refused_words="river")
    wire.fetch(source)
    with newsroom.at_work() as session:
        session.delete(session.get(Source, source.id))

    assert wire.items() == []
    assert wire.state(source) is None
