"""A page runs at most five queries, whatever the number of articles."""

from __future__ import annotations

import pytest

from tests.site.queries import counted

pytestmark = pytest.mark.both_databases


@pytest.fixture
def newspaper(newsroom):
    economy = newsroom.category("Economy")
    rail = newsroom.category("Rail", parent=economy)
    authors = [newsroom.author("Réka Halász"), newsroom.author("Dan Petrescu-Ionel")]
    tags = [newsroom.tag("Danube"), newsroom.tag("Drought")]
    source = newsroom.source()
    for number in range(30):
        newsroom.article(
            f"Story {number}",
            category=rail,
            authors=authors,
            tags=tags,
            source=source,
            slug=f"s-{number}",
        )
    return newsroom.article("The last", category=rail, authors=authors, tags=tags, source=source)


def test_no_page_runs_more_than_five_queries(app, reader, newspaper):
    day = f"/{newspaper.day:%Y/%m/%d}/"
    paths = ["/", newspaper.path, "/latest/", "/category/economy/", "/category/economy/rail/"]
    paths += ["/tag/danube/", "/author/reka-halasz/", "/archive/", day[:6], day[:9], day]
    paths += ["/authors/", "/categories/"]
    for path in paths:
        assert reader.get(path).status_code == 200, path
        with counted(app) as statements:
            reader.get(path)
        assert len(statements) <= 5, (path, statements)
