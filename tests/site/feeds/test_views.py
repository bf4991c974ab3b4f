from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree, html

from portal.models import Article, Correction, Image, now
from tests.site.queries import counted

ATOM = {"a": "http://www.w3.org/2005/Atom"}
RSS = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}
EVERY_FORM = ("", "atom/", "json/")


def channel(reader, address: str = "/feed/") -> etree._Element:
    return etree.fromstring(reader.get(address).data)[0]


def texts(node: etree._Element, path: str, names: dict[str, str] = RSS) -> list[str]:
    return [
        found if isinstance(found, str) else found.text
        for found in node.xpath(path, namespaces=names)
    ]


def headlines(reader, address: str) -> list[str]:
    """Return the headlines in a feed of any format."""
    answer = reader.get(address)
    if answer.mimetype == "application/feed+json":
        return [item["title"] for item in json.loads(answer.data)["items"]]
    return texts(etree.fromstring(answer.data), "//item/title | //a:entry/a:title", RSS | ATOM)


def test_the_sites_feed_is_rss(reader, newsroom):
    newsroom.settings(name="Europ Info", tagline="Read twice", language="en-GB")
    newsroom.article("River rises", standfirst="And falls again.")

    answer = reader.get("/feed/")
    feed = etree.fromstring(answer.data)

    assert answer.content_type == "application/rss+xml; charset=utf-8"
    assert feed.get("version") == "2.0"
    assert texts(feed, "channel/title | channel/description | channel/language") == [
        "Europ Info",
        "Read twice",
        "en-GB",
    ]
    assert texts(feed, "channel/link") == ["http://localhost/"]
    assert texts(feed, "channel/atom:link[@rel='self']/@href") == ["http://localhost/feed/"]
    assert texts(feed, "channel/ttl") == ["15"]
    assert texts(feed, "//item/title | //item/description") == ["River rises", "And falls again."]


def feed_ids(reader, headline: str) -> list[str]:
    """Return the ids of the stories with this headline in RSS, Atom and JSON Feed."""
    rss, atom = (
        etree.fromstring(reader.get("/feed/").data),
        etree.fromstring(reader.get("/feed/atom/").data),
    )
    named = f"[*[local-name() = 'title'] = '{headline}']/*[local-name() = '{{}}']"
    items = reader.get("/feed/json/").json["items"]
    return [
        *texts(rss, "//item" + named.format("guid")),
        *texts(atom, "//*[local-name() = 'entry']" + named.format("id")),
        *(each["id"] for each in items if each["title"] == headline),
    ]  # fmt: skip


def test_guid_is_not_the_address(reader, newsroom):
    article = newsroom.article("River rises")
    item = channel(reader).find("item")
    assert texts(item, "link") == [f"http://localhost{article.path}"]
    assert texts(item, "guid[@isPermaLink='false']") == [article.feed_id]


def test_story_keeps_its_id_when_its_address_changes(app, reader, newsroom, monkeypatch):
    article = newsroom.article("River rises", slug="river")
    before = feed_ids(reader, "River rises")
    with newsroom.at_work() as session:
        session.get(Article, article.id).change_slug("river-falls")
    newsroom.article("Other story", slug="river")
    monkeypatch.setitem(app.config, "SITE_URL", "https://paper.example")

    assert feed_ids(reader, "River rises") == before == [article.feed_id] * 3
    assert set(feed_ids(reader, "Other story")).isdisjoint(before)


def test_imported_story_keeps_the_id_that_its_old_site_sent(reader, newsroom):
    newsroom.article("River rises", feed_id="https://old.example/?p=12")
    assert feed_ids(reader, "River rises") == ["https://old.example/?p=12"] * 3


def test_id_from_before_ids_were_stored_is_still_the_address(reader, newsroom):
    article = newsroom.article("River rises", slug="river")
    with newsroom.at_work() as session:
        session.get(Article, article.id).feed_id = article.path
    assert feed_ids(reader, "River rises") == [f"http://localhost{article.path}"] * 3
    assert texts(channel(reader), "item/guid[@isPermaLink='true']")


def test_item_names_all_its_authors_in_order(reader, newsroom):
    zora, anna = newsroom.author("Zora Ilić"), newsroom.author("Anna Ek")
    newsroom.article("River rises", authors=[zora, anna])
    assert texts(channel(reader), "item/dc:creator") == ["Zora Ilić", "Anna Ek"]


def test_item_has_its_direct_categories_then_its_tags(reader, newsroom):
    europe, tag = newsroom.category("Europe"), newsroom.tag("Floods")
    danube = newsroom.category("Danube", parent=europe)
    science = newsroom.category("Science")
    newsroom.article("River rises", category=danube, also=[science], tags=[tag])

    item = channel(reader).find("item")

    assert texts(item, "category") == ["Danube", "Science", "Floods"]
    assert texts(item, "category/@domain") == [
        "http://localhost/category/europe/danube/",
        "http://localhost/category/science/",
        "http://localhost/tag/floods/",
    ]


def test_content_is_the_whole_body_with_absolute_addresses(reader, newsroom):
    newsroom.article(
        body='<p>See <a href="/tag/rivers/">more</a> and <a href="https://a.example/">this</a>'
        ' and <a href="//b.example/c">that</a>.</p>'
        '<figure><img src="/media/ab/c-720.webp" alt=""></figure>'
    )

    body = html.fragment_fromstring(texts(channel(reader), "item/content:encoded")[0], "div")

    assert body.xpath("//a/@href") == [
        "http://localhost/tag/rivers/",
        "https://a.example/",
        "http://b.example/c",
    ]
    assert body.xpath("//img/@src") == ["http://localhost/media/ab/c-720.webp"]


def test_pictures_have_the_media_url_of_the_operator(app, reader, newsroom, monkeypatch):
    monkeypatch.setitem(app.config, "MEDIA_URL", "https://pictures.example/m")
    newsroom.article(
        body='<figure><img src="/media/ab/c-720.webp" alt=""></figure>', image=newsroom.image()
    )

    feed = reader.get("/feed/").text

    assert "https://pictures.example/m/ab/c-720.webp" in feed
    assert 'url="https://pictures.example/m/' in feed
    assert "/media/" not in feed


def test_lead_picture_is_an_enclosure_with_its_size(app, reader, newsroom):
    digest = "ab" + "0" * 62
    image = Image(digest=digest, format="jpeg", width=1600, height=800, credit="Ada", caption="Ice")
    folder = app.config["INSTANCE"] / "media" / "ab"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{digest[:16]}-1200.jpg").write_bytes(b"12345")
    newsroom.article("River rises", image=image)

    item = channel(reader).find("item")

    address = f"http://localhost/media/ab/{digest[:16]}-1200.jpg"
    assert dict(item.find("enclosure").attrib) == {
        "url": address,
        "length": "5",
        "type": "image/jpeg",
    }
    media = item.find("media:content", RSS)
    assert (media.get("url"), media.get("width"), media.get("height")) == (address, "1200", "600")
    assert texts(media, "media:description | media:credit") == ["Ice", "Ada"]
    assert json.loads(reader.get("/feed/json/").data)["items"][0]["image"] == address


def test_a_syndicated_story_names_its_source(reader, newsroom):
    wire = newsroom.source("Agenția Țărm", feed_address="https://tarm.example/feed")
    newsroom.article(
        "Forty lorries",
        source=wire,
        source_address="https://tarm.example/camioane",
        original_headline="Patruzeci de camioane",
        adaptation="translated",
    )

    item = channel(reader).find("item")

    assert texts(item, "dc:source") == ["https://tarm.example/camioane"]
    assert texts(item, "source[@url='https://tarm.example/feed']") == ["Agenția Țărm"]
    words = texts(item, "content:encoded")[0]
    assert "Translated." in words
    assert "Patruzeci de camioane" in words
    entry = etree.fromstring(reader.get("/feed/atom/").data).find("a:entry", ATOM)
    assert texts(entry, "a:link[@rel='via']/@href", ATOM) == ["https://tarm.example/camioane"]
    told = json.loads(reader.get("/feed/json/").data)["items"][0]
    assert told["external_url"] == "https://tarm.example/camioane"


def test_content_includes_corrections(reader, newsroom):
    newsroom.article("River rises", corrections=[Correction(text="It was 23 tonnes.")])
    assert "It was 23 tonnes." in texts(channel(reader), "item/content:encoded")[0]


def test_atom_feed_has_the_required_elements(reader, newsroom):
    newsroom.settings(name="Europ Info")
    newsroom.article("River rises", standfirst="Again.", authors=[newsroom.author("Anna Ek")])

    answer = reader.get("/feed/atom/")
    feed = etree.fromstring(answer.data)

    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert (
        texts(feed, "a:id | a:link[@rel='self']/@href", ATOM) == ["http://localhost/feed/atom/"] * 2
    )
    assert texts(feed, "a:author/a:name | a:title", ATOM) == ["Europ Info", "Europ Info"]
    for stamp in texts(feed, "//a:updated | //a:published", ATOM):
        assert datetime.fromisoformat(stamp).tzinfo
    assert texts(feed, "a:entry/a:author/a:name | a:entry/a:summary", ATOM) == ["Anna Ek", "Again."]
    assert feed.find("a:entry/a:content", ATOM).get("type") == "html"


def test_json_feed_has_the_required_fields(reader, newsroom):
    newsroom.settings(name="Europ Info")
    article = newsroom.article("River rises", authors=[newsroom.author("Anna Ek")], language="de")

    answer = reader.get("/feed/json/")
    feed = json.loads(answer.data)

    assert answer.content_type == "application/feed+json; charset=utf-8"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://localhost/feed/json/"
    (item,) = feed["items"]
    assert item["id"] == article.feed_id
    assert item["url"] == f"http://localhost{article.path}"
    assert item["authors"] == [{"name": "Anna Ek", "url": "http://localhost/author/anna-ek/"}]
    assert item["language"] == "de"
    assert datetime.fromisoformat(item["date_published"]) == article.published_at


@pytest.mark.parametrize("form", EVERY_FORM)
def test_categories_tags_and_authors_have_feeds_of_their_own(reader, newsroom, form):
    europe, climate, anna = (
        newsroom.category("Europe"),
        newsroom.tag("Climate"),
        newsroom.author("Anna Ek"),
    )
    danube = newsroom.category("Danube", parent=europe)
    newsroom.article("River rises", category=danube, tags=[climate], authors=[anna])
    newsroom.article("Cup final tonight")

    for page in (
        "/category/europe/",
        "/category/europe/danube/",
        "/tag/climate/",
        "/author/anna-ek/",
    ):
        assert headlines(reader, f"{page}feed/{form}") == ["River rises"]
    assert headlines(reader, f"/feed/{form}") == ["Cup final tonight", "River rises"]


@pytest.mark.parametrize("form", EVERY_FORM)
def test_feed_without_stories_is_valid(reader, newsroom, form):
    newsroom.tag("Climate")
    answer = reader.get(f"/tag/climate/feed/{form}")
    assert answer.status_code == 200
    assert headlines(reader, f"/tag/climate/feed/{form}") == []


@pytest.mark.parametrize("form", EVERY_FORM)
def test_feed_has_only_live_stories(reader, newsroom, form):
    newsroom.draft("Not yet")
    newsroom.article("Tomorrow's", published_at=now() + timedelta(days=1))
    newsroom.bin(newsroom.article("Thrown away"))
    newsroom.article("River rises")
    assert headlines(reader, f"/feed/{form}") == ["River rises"]


def test_a_feed_carries_the_newest_twenty(reader, newsroom):
    for number in range(22):
        newsroom.article(f"Number {number}")
    assert headlines(reader, "/feed/") == [f"Number {number}" for number in range(21, 1, -1)]


@pytest.mark.parametrize("form", EVERY_FORM)
def test_characters_that_xml_excludes_are_removed(reader, newsroom, form):
    newsroom.article("Bell\x07 & <b>\ufffe😀", standfirst="a\x0bb", body="<p>]]> c\x01d</p>")
    assert (
        headlines(reader, f"/feed/{form}")[0].replace("\x07", "").replace("\ufffe", "")
        == "Bell & <b>😀"
    )


@pytest.mark.parametrize("form", EVERY_FORM)
def test_unchanged_feed_answers_304(reader, newsroom, form):
    newsroom.article("River rises")
    first = reader.get(f"/feed/{form}")
    etag = first.headers["ETag"]

    assert not etag.startswith("W/")
    assert reader.get(f"/feed/{form}", headers={"If-None-Match": etag}).status_code == 304
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert reader.get(f"/feed/{form}", headers=since).status_code == 304

    newsroom.article("River falls")
    assert reader.get(f"/feed/{form}", headers={"If-None-Match": etag}).status_code == 200


def test_feed_has_the_date_of_its_last_change(reader, newsroom):
    noon = datetime(2026, 1, 19, 12, tzinfo=UTC)
    newsroom.article(published_at=noon, updated_at=noon + timedelta(hours=3))
    newsroom.article(published_at=noon + timedelta(hours=1), updated_at=noon)

    answer = reader.get("/feed/")

    assert answer.last_modified == noon + timedelta(hours=3)
    built = texts(etree.fromstring(answer.data), "channel/lastBuildDate")[0]
    assert parsedate_to_datetime(built) == noon + timedelta(hours=3)


def test_number_of_queries_does_not_depend_on_the_number_of_stories(app, reader, newsroom):
    tag, anna, europe = (
        newsroom.tag("Climate"),
        newsroom.author("Anna Ek"),
        newsroom.category("Europe"),
    )
    newsroom.article(tags=[tag], authors=[anna], category=europe)
    for _ in range(5):
        newsroom.article(tags=[tag], authors=[anna], category=europe)
    reader.get("/tag/climate/feed/")
    with counted(app) as asked:
        reader.get("/tag/climate/feed/")
    assert len(asked) <= 6


@pytest.mark.parametrize(
    "address",
    [
        "/tag/nothing/feed/",
        "/author/nobody/feed/atom/",
        "/category/none/feed/json/",
        "/feed/yaml/",
        "/2026/01/19/nothing/feed/",
        "/2026/13/19/nothing/feed/",
    ],
)
def test_feed_of_an_unknown_list_is_not_found(reader, address):
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/feed/rss2/", "/feed/"),
        ("/feed/rss/", "/feed/"),
        ("/feed/rdf/", "/feed/"),
        ("/comments/feed/", "/feed/"),
        ("/comments/feed/rss2/", "/feed/"),
        ("/?feed=rss2", "/feed/"),
        ("/?feed=atom", "/feed/atom/"),
        ("/?feed=comments-rss2", "/feed/"),
        ("/tag/climate/feed/rss2/", "/tag/climate/feed/"),
        ("/category/danube/feed/", "/category/europe/danube/feed/"),
        ("/category/danube/feed/atom/", "/category/europe/danube/feed/atom/"),
        ("/about/feed/", "/about/"),
        ("/hello-world/feed/", "/about/"),
    ],
)
def test_wordpress_feed_addresses_redirect(reader, newsroom, old, new):
    newsroom.category("Danube", parent=newsroom.category("Europe"))
    newsroom.tag("Climate")
    newsroom.redirect("/hello-world/", page=newsroom.page("About"))
    answer = reader.get(old)
    assert (answer.status_code, answer.location) == (301, new)


def test_feed_of_a_story_s_comments_redirects_to_the_story(reader, newsroom):
    path = newsroom.article("River rises").path
    answer = reader.get(f"{path}feed/")
    assert (answer.status_code, answer.location) == (301, path)


def test_pages_link_their_feeds(reader, newsroom):
    newsroom.settings(name="Europ Info")
    newsroom.article("River rises", tags=[newsroom.tag("Climate")])

    page = html.fromstring(reader.get("/tag/climate/").text)

    found = page.xpath("//head/link[@rel='alternate']")
    assert [(link.get("type").split("/")[1].split("+")[0], link.get("href")) for link in found] == [
        ("rss", "http://localhost/tag/climate/feed/"),
        ("atom", "http://localhost/tag/climate/feed/atom/"),
        ("feed", "http://localhost/tag/climate/feed/json/"),
        ("rss", "http://localhost/feed/"),
        ("atom", "http://localhost/feed/atom/"),
        ("feed", "http://localhost/feed/json/"),
    ]
    assert found[0].get("title") == "Climate – RSS"


def test_rss_descriptions_are_html(reader, newsroom):
    text = "Below <0 °C; if x<y then z>w; use the <video> tag; AT&T, &copy"
    newsroom.settings(tagline="News & <views>")
    newsroom.article("River rises", standfirst=text)
    feed = channel(reader)

    assert texts(feed, "description") == ["News &amp; &lt;views&gt;"]
    assert texts(feed, "item/description") == [
        "Below &lt;0 °C; if x&lt;y then z&gt;w; use the &lt;video&gt; tag; AT&amp;T, &amp;copy"
    ]
    atom = etree.fromstring(reader.get("/feed/atom/").data)
    assert texts(atom, "//a:entry/a:summary", ATOM) == [text]
    assert reader.get("/feed/json/").json["items"][0]["summary"] == text
