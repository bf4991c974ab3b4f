from __future__ import annotations

import pytest

from portal.extensions import db
from portal.models import Category, CategoryLink
from portal.models.taxonomy.merging import merge_categories

pytestmark = pytest.mark.both_databases


def filed(app, article) -> set[str]:
    with app.app_context():
        rows = db.session.query(CategoryLink).filter_by(article_id=article.id)
        return {row.category.name for row in rows}


def test_story_is_in_its_category_and_its_ancestors(app, newsroom):
    economy = newsroom.category("Economy")
    rail = newsroom.category("Rail", parent=economy)
    night = newsroom.category("Night trains", parent=rail)
    article = newsroom.article(category=night)
    assert filed(app, article) == {"Night trains", "Rail", "Economy"}


def test_moved_category_keeps_its_stories_and_redirects_its_paths(app, reader, newsroom):
    economy, europe = newsroom.category("Economy"), newsroom.category("Europe")
    rail = newsroom.category("Rail", parent=economy)
    night = newsroom.category("Night trains", parent=rail)
    article = newsroom.article(category=night)
    with app.app_context():
        moved = db.session.get(Category, rail.id)
        moved.move_to(db.session.get(Category, europe.id))
        moved.relink_articles()
        db.session.commit()
        assert db.session.get(Category, night.id).path == "/category/europe/rail/night-trains/"
    assert filed(app, article) == {"Night trains", "Rail", "Europe"}
    assert article.headline in reader.get("/category/europe/").text.partition("<aside")[0]


def test_category_cannot_be_moved_below_itself(app, newsroom):
    economy = newsroom.category("Economy")
    rail = newsroom.category("Rail", parent=economy)
    with app.app_context():
        top, within = db.session.get(Category, economy.id), db.session.get(Category, rail.id)
        with pytest.raises(ValueError, match="under itself"):
            top.move_to(within)


@pytest.mark.parametrize("how", ["created", "renamed", "moved", "moved by a merge"])
def test_a_child_never_takes_the_address_of_its_parents_feed(app, reader, newsroom, how):
    europe, asia = newsroom.category("Europe"), newsroom.category("Asia")
    parents = {"created": europe, "renamed": europe, "moved": None, "moved by a merge": asia}
    child = newsroom.category("News" if how == "renamed" else "Feed", parent=parents[how])
    with app.app_context():
        moved, into = db.session.get(Category, child.id), db.session.get(Category, europe.id)
        if how == "renamed":
            moved.change_slug("Feed")
        elif how == "moved":
            moved.move_to(into)
        elif how == "moved by a merge":
            merge_categories(db.session.get(Category, asia.id), into)
        db.session.commit()
        path = db.session.get(Category, child.id).path
    assert path == "/category/europe/feed-2/"
    assert reader.get(path).mimetype == "text/html"
    assert reader.get("/category/europe/feed/").mimetype == "application/rss+xml"
