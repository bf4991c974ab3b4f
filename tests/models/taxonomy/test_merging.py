from __future__ import annotations

import pytest

from portal.extensions import db
from portal.models import Article, Author, Category, Source, Tag
from portal.models.search import Search
from portal.models.taxonomy.merging import merge_authors, merge_categories, merge_tags

pytestmark = pytest.mark.both_databases


def test_merged_tag_moves_its_stories_and_redirects(app, reader, newsroom):
    climate, weather = newsroom.tag("Climate"), newsroom.tag("Weather")
    newsroom.article("Only climate", tags=[climate])
    newsroom.article("Both", tags=[climate, weather])
    with app.app_context():
        merge_tags(db.session.get(Tag, climate.id), db.session.get(Tag, weather.id))
        db.session.commit()
    page = reader.get("/tag/climate/", follow_redirects=True)
    assert page.request.path == "/tag/weather/"
    assert "Only climate" in page.text and "Both" in page.text
    with app.app_context():
        assert {each.headline for each in Search("weather").newest()} == {"Only climate", "Both"}


def test_merged_author_moves_their_stories(app, reader, newsroom):
    one, other = newsroom.author("R. Halasz"), newsroom.author("Réka Halász")
    newsroom.article("River rises", authors=[one, other])
    with app.app_context():
        merge_authors(db.session.get(Author, one.id), db.session.get(Author, other.id))
        db.session.commit()
        article = db.session.query(Article).one()
        assert [author.name for author in article.authors] == ["Réka Halász"]
    assert reader.get("/author/r-halasz/").status_code == 301


def test_merged_category_moves_its_stories_and_subcategories(app, reader, newsroom):
    money, economy = newsroom.category("Money"), newsroom.category("Economy")
    newsroom.category("Rail", parent=money)
    newsroom.article("Budget day", category=money)
    with app.app_context():
        merge_categories(db.session.get(Category, money.id), db.session.get(Category, economy.id))
        db.session.commit()
    assert "Budget day" in reader.get("/category/economy/").text.partition("<aside")[0]
    assert reader.get("/category/economy/rail/").status_code == 200
    for old in ("/category/money/", "/category/money/rail/"):
        assert reader.get(old).status_code == 301, old


def test_merging_into_itself_or_a_descendant_is_refused(app, newsroom):
    tag = newsroom.tag()
    economy = newsroom.category("Economy")
    rail = newsroom.category("Rail", parent=economy)
    with app.app_context():
        same = db.session.get(Tag, tag.id)
        with pytest.raises(ValueError, match="itself"):
            merge_tags(same, same)
        with pytest.raises(ValueError, match="within"):
            merge_categories(
                db.session.get(Category, economy.id), db.session.get(Category, rail.id)
            )


def test_renamed_category_redirects_with_all_below_it(app, reader, newsroom):
    economy = newsroom.category("Economy")
    newsroom.category("Rail", parent=economy)
    with app.app_context():
        db.session.get(Category, economy.id).change_slug("money")
        db.session.commit()
    answer = reader.get("/category/economy/rail/", follow_redirects=True)
    assert (answer.status_code, answer.request.path) == (200, "/category/money/rail/")


def test_renamed_tag_and_author_redirect(app, reader, newsroom):
    tag, author = newsroom.tag("Climate"), newsroom.author("Anna")
    with app.app_context():
        db.session.get(Tag, tag.id).change_slug("weather")
        db.session.get(Author, author.id).change_slug("anna-weiss")
        db.session.commit()
    for old, new in (("/tag/climate/", "/tag/weather/"), ("/author/anna/", "/author/anna-weiss/")):
        assert reader.get(old).headers["Location"].endswith(new)


def test_merged_nouns_stay_named_by_the_rules_of_sources(app, newsroom):
    money, economy = newsroom.category("Money"), newsroom.category("Economy")
    one, other = newsroom.author("R. Halasz"), newsroom.author("Réka Halász")
    rules = {"category_rules": [["cup", 99], ["bank", money.id]], "author_id": one.id}
    source = newsroom.source(category_id=money.id, **rules)
    with app.app_context():
        merge_categories(db.session.get(Category, money.id), db.session.get(Category, economy.id))
        merge_authors(db.session.get(Author, one.id), db.session.get(Author, other.id))
        db.session.commit()
        saved = db.session.get(Source, source.id)
        assert (saved.category_id, saved.author_id) == (economy.id, other.id)
        assert saved.category_rules == [["cup", 99], ["bank", economy.id]]
