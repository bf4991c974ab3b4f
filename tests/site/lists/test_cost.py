"""The cost of a page, in steps of SQLite, does not grow with the number of stories."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, insert

from portal.extensions import db
from portal.models import Article, Byline, CategoryLink, Tagging

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
INTERVAL = timedelta(hours=1)


class Steps:
    count = 0

    def add(self) -> None:
        self.count += 1


@contextmanager
def steps(app) -> Iterator[Steps]:
    """Count the steps of SQLite's virtual machine within the block."""
    counted = Steps()

    def watch(connection, *_rest) -> None:
        connection.set_progress_handler(counted.add, 1)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "checkout", watch)
    try:
        yield counted
    finally:
        event.remove(engine, "checkout", watch)
        with engine.connect() as connection:
            connection.connection.dbapi_connection.set_progress_handler(None, 0)


def add_stories(newsroom, numbers: range) -> None:
    """Add one story per hour, all in the first category, with the first tag, by the first author."""
    at = {number: FIRST + INTERVAL * number for number in numbers}
    articles = [
        {"id": n, "headline": f"Story {n}", "slug": f"s-{n}", "day": at[n].date(), "published_at": at[n], "category_id": 1}
        for n in numbers
    ]  # fmt: skip
    joins = [{"article_id": n, "live_from": at[n]} for n in numbers]
    with newsroom.at_work() as session:
        session.execute(insert(Article), articles)
        for join, column in (
            (CategoryLink, "category_id"),
            (Tagging, "tag_id"),
            (Byline, "author_id"),
        ):
            session.execute(insert(join), [each | {column: 1} for each in joins])


def cursor(number: int) -> str:
    at = (FIRST + INTERVAL * number).timestamp()
    return f"{int(at)}000000-{number}"


@pytest.fixture
def newspaper(app, reader, newsroom):
    """Add 500 stories and return a function that gives the cost of a page."""
    newsroom.category("Europe", id=1)
    newsroom.tag("Danube", id=1)
    newsroom.author("Dan Ionel", id=1)
    add_stories(newsroom, range(1, 501))

    def cost(path: str) -> int:
        assert reader.get(path).status_code == 200
        with steps(app) as counted:
            reader.get(path)
        return counted.count

    return cost


LISTS = ("/latest/", "/category/europe/", "/tag/danube/", "/author/dan-ionel/")


@pytest.mark.parametrize("path", LISTS)
def test_last_page_of_a_list_costs_no_more_than_its_first(newspaper, path):
    assert newspaper(f"{path}?before={cursor(22)}") <= newspaper(path) * 1.2


@pytest.mark.parametrize("path", [*LISTS, f"/latest/?before={cursor(22)}", "/2026/01/01/s-5/"])
def test_cost_does_not_grow_with_the_number_of_stories(newspaper, newsroom, app, path):
    before = newspaper(path)
    add_stories(newsroom, range(501, 1501))
    app.extensions.pop("edition", None)
    assert newspaper(path) <= before * 1.2


def test_cursor_in_the_future_shows_no_scheduled_story(reader, newsroom):
    newsroom.article("Today")
    newsroom.article("Tomorrow", published_at=datetime.now(UTC) + timedelta(days=1))
    ahead = int((datetime.now(UTC) + timedelta(days=9)).timestamp())
    page = reader.get(f"/latest/?before={ahead}000000-9").text
    assert "Today" in page
    assert "Tomorrow" not in page
