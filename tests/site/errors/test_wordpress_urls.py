"""WordPress's addresses and their suffixes redirect to the same content."""

from __future__ import annotations

import pytest


@pytest.fixture
def river(newsroom):
    """Return a story that had another address, with a picture that had one too."""
    article = newsroom.article("River rises")
    newsroom.redirect("/2013/river", article=article)
    newsroom.redirect("/?p=12", article=article)
    newsroom.redirect("/wp-content/uploads/2013/01/river.jpg", address="/media/ri/ver.jpg")
    newsroom.redirect("/wp-content/uploads/2020/sea-scaled.jpg", address="/media/s/ea.jpg")
    return article


@pytest.mark.parametrize(
    "behind",
    ["", "amp/", "2/", "3", "page/2/", "comment-page-1/", "embed/", "trackback/", "feed/", "feed/rss2/",
     "feed/atom/", "2/amp/"],
)  # fmt: skip
def test_wordpress_suffixes_of_an_old_address_redirect_to_the_story(reader, river, behind):
    answer = reader.get(f"/2013/river/{behind}")
    assert (answer.status_code, answer.location) == (301, river.path)


@pytest.mark.parametrize("behind", ["2/", "amp/", "page/2/", "feed/atom/", "comment-page-1/"])
def test_wordpress_suffixes_of_a_current_address_redirect_to_it(reader, newsroom, river, behind):
    for path in (river.path, newsroom.page("About").path):
        answer = reader.get(path + behind)
        assert (answer.status_code, answer.location) == (301, path)


@pytest.mark.parametrize("old", ["/?p=12", "/?page_id=12", "/?attachment_id=12", "/index.php?p=12"])
def test_number_redirects_under_each_of_its_parameters(reader, river, old):
    answer = reader.get(old, follow_redirects=True)
    assert answer.request.path == river.path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/?tag=climate", "/tag/climate/"),
        ("/?category_name=economy/rail", "/category/economy/rail/"),
        ("/?author_name=reka-halasz", "/author/reka-halasz/"),
        ("/?pagename=about/team", "/about/team/"),
        ("/?tag=//evil.example", "/tag/evil.example/"),
        ("/?pagename=//evil.example/", "/evil.example/"),
        ("/category/economy/page/2/", "/category/economy/"),
        ("/author/reka-halasz/page/2/", "/author/reka-halasz/"),
        ("/tag/climate/feed/rss2/", "/tag/climate/feed/"),
        ("/2013/01/page/2/", "/2013/01/"),
        ("/search/river+rises/", "/search/?q=river%2Brises"),
        ("/search/river/page/2/", "/search/?q=river"),
        ("/rss/", "/feed/"),
        ("/atom/", "/feed/atom/"),
        ("/index.php/2013/01/11/river/", "/2013/01/11/river/"),
        ("/index.php", "/"),
    ],
)
def test_wordpress_list_redirects_to_ours(reader, old, new):
    answer = reader.get(old)
    assert (answer.status_code, answer.location) == (301, new)


def test_every_form_of_a_moved_list_s_address_redirects(reader, newsroom):
    tag = newsroom.tag("Climate")
    newsroom.redirect("/tag/klima", tag=tag)
    for old in ("/tag/klima/", "/?tag=klima", "/tag/klima/page/3/"):
        assert reader.get(old).location == tag.path, old
    assert reader.get("/tag/klima/feed/").location == f"{tag.path}feed/"
    assert reader.get("/tag/klima/feed/atom/").location == f"{tag.path}feed/atom/"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2013/01/river.jpg", "/media/ri/ver.jpg"),
        ("2013/01/river-300x200.jpg", "/media/ri/ver.jpg"),
        ("2020/sea-1024x683.jpg", "/media/s/ea.jpg"),
        ("2020/sea.jpg", "/media/s/ea.jpg"),
    ],
)
def test_upload_of_any_size_redirects_to_our_picture(reader, river, old, new):
    answer = reader.get(f"/wp-content/uploads/{old}")
    assert (answer.status_code, answer.location) == (301, new)


def test_old_site_in_a_folder_redirects_without_the_folder(reader, newsroom, river):
    newsroom.redirect("/blog", address="/")
    assert reader.get("/blog/").location == "/"
    assert reader.get("/blog/?p=12").location == river.path
    assert reader.get("/blog" + river.path).location == river.path
    assert reader.get("/blog/tag/climate/page/2/").location == "/tag/climate/"


@pytest.mark.parametrize(
    "path",
    [
        "/2013/none/2/",
        "/none/feed/",
        "/2013/02/31/river/2/",
        "/wp-content/uploads/none-300x200.jpg",
        "/tag/%C3%BC/feed/",
        "/blog/about/",
        "/feed" * 130 + "/",
        "/1" * 300,
        "/feed" * 5000 + "/",
    ],
)
def test_unknown_address_is_not_found_with_few_queries(reader, path):
    assert reader.get(path).status_code == 404
