from __future__ import annotations


def test_category_lists_its_own_stories_and_those_of_its_children(reader, newsroom):
    economy = newsroom.category("Economy")
    rail = newsroom.category("Rail", parent=economy)
    newsroom.article("Budget day", category=economy)
    newsroom.article("Night train", category=rail)
    newsroom.article("Cup final", category=newsroom.category("Sport"))
    whole = reader.get("/category/economy/").text
    assert "Budget day" in whole and "Night train" in whole
    part = reader.get("/category/economy/rail/").text.partition('<aside class="side')[0]
    assert "Night train" in part and "Budget day" not in part


def test_other_form_of_a_category_s_path_redirects_to_the_full_one(reader, newsroom):
    newsroom.category("Rail", parent=newsroom.category("Economy"))
    answer = reader.get("/category/rail/?before=1-1")
    assert (answer.status_code, answer.headers["Location"]) == (
        301,
        "/category/economy/rail/?before=1-1",
    )


def test_slug_of_two_categories_is_not_found(reader, newsroom):
    newsroom.category("News", parent=newsroom.category("Georgia"))
    newsroom.category("News", parent=newsroom.category("Armenia"))
    assert reader.get("/category/news/").status_code == 404


def test_story_is_in_each_of_its_categories(reader, newsroom):
    europe, sport = newsroom.category("Europe"), newsroom.category("Sport")
    newsroom.article("Cup final", category=europe, also=[sport])
    for path in ("/category/europe/", "/category/sport/"):
        assert "Cup final" in reader.get(path).text


def test_list_of_categories_counts_their_stories(reader, newsroom):
    economy = newsroom.category("Economy")
    newsroom.article(category=newsroom.category("Rail", parent=economy))
    newsroom.article(category=economy)
    page = reader.get("/categories/").text
    assert "2 stories" in page and "1 story" in page
