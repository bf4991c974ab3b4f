"""The list of articles, and bulk actions."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from portal.extensions import db
from portal.models import Article, now


def state_of(app, article) -> str:
    with app.app_context():
        return db.session.get(Article, article.id).state


def chosen(client, do, *articles, **fields):
    data = {"do": do, "article": [article.id for article in articles]} | fields
    return client.post("/desk/articles/chosen", data=data)


@pytest.mark.both_databases
def test_each_tab_lists_its_state(editor, newsroom):
    newsroom.draft("A draft")
    newsroom.draft("One to read", submitted_at=now())
    newsroom.article("One to come", published_at=now() + timedelta(hours=3))
    newsroom.article("One to see")
    newsroom.bin(newsroom.article("One thrown away"))
    names = ["A draft", "One to read", "One to come", "One to see", "One thrown away"]
    for state, listed in (
        ("", names[:4]), ("draft", names[:1]), ("in review", names[1:2]), ("scheduled", names[2:3]),
        ("live", names[3:4]), ("binned", names[4:]), ("nonsense", names[:4]),
    ):  # fmt: skip
        page = editor.get("/desk/articles/", query_string={"state": state}).text
        assert [name for name in names if f">{name}</a>" in page] == listed, state


def listed(client, **asked) -> list[str]:
    page = client.get("/desk/articles/", query_string=asked).text
    return re.findall(r'class="table__title"[^>]*>([^<]*)<', page)


@pytest.mark.both_databases
def test_each_filter_narrows_the_list(editor, newsroom):
    rail, ada, wire = newsroom.category("Rail"), newsroom.author("Ada Quill"), newsroom.source()
    night = newsroom.article("Gecə qatarı", category=rail, source=wire)
    newsroom.article("River rises", authors=[ada], tags=[newsroom.tag("Ferries")])
    newsroom.draft("Begun by me", created_by_id=editor.who.id)
    for asked, found in (
        ({"q": "GECE qatari"}, "Gecə qatarı"),
        ({"q": night.path}, "Gecə qatarı"),
        ({"q": f"https://courier.example{night.path}"}, "Gecə qatarı"),
        ({"category": rail.id}, "Gecə qatarı"),
        ({"source": wire.id}, "Gecə qatarı"),
        ({"author": "ada quill"}, "River rises"),
        ({"tag": "FERRIES"}, "River rises"),
        ({"whose": "mine"}, "Begun by me"),
        ({"source": "ours", "state": "live"}, "River rises"),
    ):
        assert listed(editor, **asked) == [found], asked
    assert listed(editor, q="%") == []


@pytest.mark.both_databases
def test_the_search_works_in_the_bin_too(editor, newsroom):
    newsroom.bin(newsroom.article("One thrown away"))
    assert listed(editor, state="binned", q="thrown") == ["One thrown away"]


@pytest.mark.both_databases
def test_a_period_has_the_days_of_the_papers_zone(editor, newsroom):
    newsroom.settings(time_zone="Asia/Baku")
    newsroom.article("Late on the second", published_at=datetime(2026, 3, 2, 19, 59, tzinfo=UTC))
    newsroom.article("Early on the third", published_at=datetime(2026, 3, 2, 20, 0, tzinfo=UTC))
    assert listed(editor, until="2026-03-02") == ["Late on the second"]
    assert listed(editor, since="2026-03-03") == ["Early on the third"]
    assert listed(editor, since="2026-03-02", until="2026-03-03", sort="headline") == [
        "Early on the third", "Late on the second",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"author": "Nobody Here"}, "There is no author called “Nobody Here”."),
        ({"tag": "Nothing"}, "There is no tag called “Nothing”."),
        ({"since": "2026-02-30"}, "Choose a day."),
        (
            {"since": "2026-03-03", "until": "2026-03-02"},
            "an end day that is not before the start day",
        ),
        ({"category": "999"}, "Choose one from the list"),
        ({"source": "x"}, "There is no source called “x”."),
        ({"q": "x" * 501}, "Shorten it to 500"),
    ],
)
def test_an_invalid_filter_has_a_message_beside_its_field(editor, newsroom, asked, words):
    newsroom.draft("A draft")
    newsroom.source()
    answer = editor.get("/desk/articles/", query_string=asked)
    assert answer.status_code == 422
    assert words in answer.text
    assert "A draft" in answer.text


@pytest.mark.both_databases
def test_each_tab_has_its_orders(editor, newsroom):
    hour, long_ago = timedelta(hours=1), now() - timedelta(days=9)
    newsroom.article("élan", published_at=now() - 5 * hour, updated_at=now() - hour)
    newsroom.article("Dawn", published_at=now() - 2 * hour, updated_at=long_ago)
    newsroom.article("Zebra", published_at=now() + 9 * hour, updated_at=long_ago - hour)
    newsroom.article("apples", published_at=now() + 3 * hour, updated_at=now() - 4 * hour)
    newsroom.draft("Middle", submitted_at=now() - 3 * hour, updated_at=long_ago - 2 * hour)
    newsroom.draft("Old", submitted_at=now() - 8 * hour, updated_at=long_ago - 3 * hour)
    for state, sort, expected in (
        ("", "", ["Zebra", "apples", "Dawn", "Middle", "élan", "Old"]),
        ("", "changed", ["élan", "apples", "Dawn", "Zebra", "Middle", "Old"]),
        ("", "published", ["Dawn", "élan"]),
        ("", "next", ["apples", "Zebra"]),
        ("", "headline", ["apples", "Dawn", "élan", "Middle", "Old", "Zebra"]),
        ("scheduled", "", ["apples", "Zebra"]),
        ("live", "changed", ["élan", "Dawn"]),
        ("in review", "", ["Middle", "Old"]),
        ("in review", "waiting", ["Old", "Middle"]),
        ("live", "nonsense", ["Dawn", "élan"]),
    ):
        assert listed(editor, state=state, sort=sort) == expected, (state, sort)


@pytest.mark.both_databases
@pytest.mark.parametrize("sort", ["", "changed", "headline"])
def test_pages_follow_each_other_without_a_gap(editor, newsroom, monkeypatch, sort):
    monkeypatch.setattr("portal.desk.articles.index.PAGE_SIZE", 2)
    names = {newsroom.draft("Same headline", category=newsroom.category("Rail")).headline}
    names |= {newsroom.draft(f"Same headline {number}").headline for number in range(4)}
    seen, address = [], f"/desk/articles/?sort={sort}&q=same"
    for _ in range(3):
        page = editor.get(address).text
        seen += re.findall(r'class="table__title"[^>]*>([^<]*)<', page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = unescape(older[1]) if older else None
    assert address is None
    assert len(seen) == 5 and {*seen} == names
    assert "First page" in page


def test_an_invalid_cursor_is_404(editor):
    for sort, bad in (
        ("", "x"),
        ("", "1-2-3"),
        ("headline", "É-1"),
        ("headline", "a-b"),
        ("", "9" * 40),
    ):
        query = {"sort": sort, "before": bad}
        assert editor.get("/desk/articles/", query_string=query).status_code == 404, bad


def test_a_changed_headline_is_found_and_sorted_by_its_new_text(app, editor, newsroom):
    story = newsroom.draft("Autumn")
    with newsroom.at_work() as session:
        session.merge(story).headline = "Winter"
    assert listed(editor, q="winter") == ["Winter"]
    assert listed(editor, q="autumn") == []


def test_offline_stories_are_among_the_drafts(editor, newsroom):
    newsroom.draft("Taken down", unpublished_at=now())
    assert listed(editor, state="draft") == ["Taken down"]


def test_htmx_gets_only_the_filter_and_the_rows(editor, newsroom):
    newsroom.draft("A draft")
    page = editor.get("/desk/articles/?q=draft", headers={"HX-Request": "true"}).text
    assert "A draft" in page and "<html" not in page


def test_counting_stops_at_a_limit(editor, newsroom, monkeypatch):
    monkeypatch.setattr("portal.desk.articles.index.COUNT_LIMIT", 2)
    for _ in range(3):
        newsroom.draft()
    assert re.search(r'Drafts <span class="count">2\+</span>', editor.get("/desk/articles/").text)


@pytest.mark.parametrize("who", ["contributor", "author"])
def test_contributors_and_authors_see_only_their_own_stories(editor_client, newsroom, who):
    client = editor_client(who)
    newsroom.draft("Mine", created_by_id=client.who.id)
    newsroom.draft("Somebody else’s")
    page = client.get("/desk/articles/").text
    assert "Mine</a>" in page and "Somebody else’s" not in page


def test_a_contributors_live_story_links_to_its_public_page(contributor, newsroom):
    story = newsroom.article("Live", created_by_id=contributor.who.id)
    assert f'href="{story.path}">Live</a>' in contributor.get("/desk/articles/").text


def test_an_editor_publishes_bins_and_restores_several_stories(app, editor, newsroom):
    one, two = newsroom.draft("One"), newsroom.draft("Two", submitted_at=now())
    for do, state in (("publish", "live"), ("bin", "binned"), ("restore", "live")):
        assert chosen(editor, do, one, two).status_code == 303
        assert {state_of(app, one), state_of(app, two)} == {state}, do


def test_refused_stories_are_named_and_the_others_changed(app, editor, newsroom):
    bare = newsroom.draft("Bare picture", image=newsroom.image(""))
    sound = newsroom.draft("Sound")
    chosen(editor, "publish", bare, sound)
    assert (state_of(app, bare), state_of(app, sound)) == ("draft", "live")
    page = editor.get("/desk/articles/").text
    assert "Not changed: “Bare picture”: its picture has no alt text." in page
    assert "One story changed." in page


def test_stories_refused_for_the_same_reason_are_named_together(editor, newsroom):
    chosen(editor, "publish", newsroom.article("One"), newsroom.article("Two"))
    assert "“One”, “Two”: it is live already, or in the bin." in editor.get("/desk/articles/").text


def test_binning_several_stories_can_be_undone(app, editor, newsroom):
    one, two = newsroom.article(), newsroom.draft()
    chosen(editor, "bin", one, two)
    back = re.search(r'action="([^"]+do=restore[^"]+)"', editor.get("/desk/articles/").text)
    editor.post(unescape(back[1]))
    assert (state_of(app, one), state_of(app, two)) == ("live", "draft")


def test_stories_in_review_are_sent_back(app, editor, newsroom):
    sent = newsroom.draft(submitted_at=now())
    chosen(editor, "back", sent)
    assert state_of(app, sent) == "draft"


def test_several_stories_are_moved_to_a_category(app, editor, newsroom):
    rail = newsroom.category("Rail")
    story = newsroom.article(category=newsroom.category("Europe"))
    chosen(editor, "move", story, category=rail.id)
    with app.app_context():
        assert db.session.get(Article, story.id).category_id == rail.id
    chosen(editor, "move", story, category="x")
    assert "choose the category to move it to." in editor.get("/desk/articles/").text


def tags_of(app, article) -> list[str]:
    with app.app_context():
        return [tag.name for tag in db.session.get(Article, article.id).tags]


@pytest.mark.both_databases
def test_several_stories_are_tagged_and_untagged(app, editor, newsroom, reader):
    ferries = newsroom.tag("Ferries")
    one, two = newsroom.article("One", tags=[ferries]), newsroom.article("Two")
    chosen(editor, "tag", one, two, tag=" Night  trains ")
    assert tags_of(app, one) == ["Ferries", "Night trains"]
    assert "Two" in reader.get("/tag/night-trains/").text
    chosen(editor, "tag", one, tag="ferries")
    assert tags_of(app, one) == ["Ferries", "Night trains"]
    chosen(editor, "untag", one, two, tag="FERRIES")
    assert (tags_of(app, one), tags_of(app, two)) == (["Night trains"], ["Night trains"])
    assert "“Two”: it does not have this tag." in editor.get("/desk/articles/").text


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_an_empty_or_too_long_tag_is_refused(app, editor, newsroom, name):
    story = newsroom.draft("One")
    for do in ("tag", "untag"):
        chosen(editor, do, story, tag=name)
        assert "“One”: enter a tag" in editor.get("/desk/articles/").text
    assert tags_of(app, story) == []


@pytest.mark.parametrize("do", ["tag", "untag", "move"])
def test_a_bulk_change_makes_open_forms_stale(app, editor, newsroom, do):
    story = newsroom.draft(
        "One", tags=[newsroom.tag("Ferries")], category=newsroom.category("Rail")
    )
    fields = {"tag": "Ferries" if do == "untag" else "New", "category": newsroom.category("Sea").id}
    chosen(editor, do, story, **fields)
    old = {"headline": "One", "version": story.version}
    assert editor.post(f"/desk/articles/{story.id}", data=old).status_code == 409
    assert "as imported" in editor.get(f"/desk/articles/{story.id}/revisions").text


@pytest.mark.parametrize(
    ("who", "own", "do", "left"),
    [
        ("contributor", True, "publish", "draft"),
        ("contributor", False, "bin", "draft"),
        ("author", True, "publish", "live"),
        ("author", False, "publish", "draft"),
        ("author", False, "bin", "draft"),
        ("contributor", True, "bin", "binned"),
    ],
)
def test_bulk_actions_need_the_same_rights(app, editor_client, newsroom, who, own, do, left):
    client = editor_client(who)
    story = newsroom.draft(created_by_id=client.who.id if own else None)
    chosen(client, do, story)
    assert state_of(app, story) == left


def test_a_contributor_neither_bins_nor_restores_live_stories(app, contributor, newsroom):
    live = newsroom.article(created_by_id=contributor.who.id)
    chosen(contributor, "bin", live)
    assert state_of(app, live) == "live"
    newsroom.bin(live)
    chosen(contributor, "restore", live)
    assert state_of(app, live) == "binned"


def test_bulk_publication_and_scheduling_are_in_the_revisions(editor, newsroom):
    story = newsroom.article("Ferry sails", published_at=now() + timedelta(days=1))
    form = {"date": f"{now().year + 1}-01-20", "time": "06:00"}
    editor.post(f"/desk/articles/{story.id}/schedule", data=form)
    chosen(editor, "publish", story)
    revisions = editor.get(f"/desk/articles/{story.id}/revisions").text
    assert "<span>published</span>" in revisions
    assert "<span>scheduled</span>" in revisions


def test_a_bulk_action_without_stories_or_with_an_unknown_one_has_a_message(app, editor, newsroom):
    story = newsroom.draft()
    for do, articles in (("publish", []), ("burn", [story])):
        assert chosen(editor, do, *articles).status_code == 303
        assert (
            "Select stories, then choose what to do with them."
            in editor.get("/desk/articles/").text
        )
    assert state_of(app, story) == "draft"
