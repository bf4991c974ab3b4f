"""A WordPress site moves in: articles, pages, authors, terms, menus, and every old address."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.errors import PortalError
from portal.extensions import db
from portal.models import Article, Category, Page, Pin, Redirect, State
from portal.transfer import wordpress
from portal.transfer.wordpress import importer
from tests.transfer.wxr import attachment, category, export, item

pytestmark = pytest.mark.both_databases


@contextmanager
def quietly(_label: str, _length: int):
    yield lambda _step: None


@pytest.fixture
def bring_in(app, tmp_path):
    """Imports an export made of these parts; returns the report and what is broken."""

    def bring_in(*parts: str, dry_run: bool = False, media: Path | None = None, path=None):
        path = path or export(tmp_path, *parts)
        with app.app_context():
            source = wordpress.source_of(media, False)
            return wordpress.import_wordpress([path], source, dry_run, quietly)

    return bring_in


def outcomes(report) -> dict[str, int]:
    totals: dict[str, int] = {}
    for (_kind, outcome), number in report.outcomes.items():
        totals[outcome.value] = totals.get(outcome.value, 0) + number
    return {name: number for name, number in totals.items() if number}


def article(app, **which) -> Article:
    with app.app_context():
        db.session().expire_on_commit = False
        found = db.session.query(Article).filter_by(**which).one()
        _ = [author.name for author in found.authors], [tag.name for tag in found.tags]
        return found


def test_post_becomes_a_live_article_that_reads_as_it_did(app, reader, bring_in):
    report, broken = bring_in(
        category("rivers", "Rivers &amp; lakes"),
        item(
            excerpt="By a hand.",
            terms=(("category", "rivers", "Rivers & lakes"), ("post_tag", "danube", "Danube")),
        ),
    )
    assert (outcomes(report), broken) == ({"imported": 1}, [])
    story = article(app)
    assert story.path == "/2013/01/11/river-rises/"
    assert (
        story.body == "<p>First.</p>\n<p>Second.</p>"
        or "<p>First.</p><p>Second.</p>" in story.body.replace("\n", "")
    )
    assert (story.standfirst, story.authors[0].name) == ("By a hand.", "Réka Halász")
    page = reader.get(story.path).text
    assert "First." in page and "Danube" in page


def test_second_import_changes_nothing(app, bring_in):
    parts = [
        category("a", "A"),
        item(),
        item("Second", slug="second"),
        item("About", kind="page", slug="about"),
    ]
    bring_in(*parts)
    report, _ = bring_in(*parts)
    assert outcomes(report) == {"unchanged": 3}
    with app.app_context():
        assert (db.session.query(Article).count(), db.session.query(Page).count()) == (2, 1)


def test_changed_post_is_updated(app, bring_in):
    bring_in(item(id=7))
    report, _ = bring_in(item("River falls", id=7))
    assert outcomes(report) == {"updated": 1}
    assert article(app).headline == "River falls"


def test_changed_post_stands_in_the_desks_lists_as_it_is_now(app, bring_in):
    bring_in(item(id=7))
    bring_in(item("Rivers fall", id=7, date="2014-02-03 10:00:00"))
    found = article(app)
    assert (found.folded, found.sort_at) == ("rivers fall", found.published_at)
    assert found.published_at.year == 2014


def test_story_that_was_edited_here_is_not_overwritten(app, bring_in):
    bring_in(item(id=7))
    with app.app_context():
        mine = db.session.query(Article).one()
        mine.headline = "Edited at our desk"
        db.session.commit()
    report, _ = bring_in(item("Changed there", id=7))
    assert outcomes(report) == {"skipped": 1}
    assert article(app).headline == "Edited at our desk"


def test_dry_run_changes_nothing_and_says_the_same(app, bring_in):
    report, _ = bring_in(item(), dry_run=True)
    assert outcomes(report) == {"imported": 1}
    with app.app_context():
        assert db.session.query(Article).count() == 0
        assert db.session.query(Redirect).count() == 0


def test_dry_run_knows_what_menus_will_lead_to(bring_in):
    link = item("About us", "", kind="nav_menu_item", terms=(("nav_menu", "main", "Main"),), meta={
        "_menu_item_type": "post_type", "_menu_item_object": "page", "_menu_item_object_id": "8",
    })  # fmt: skip
    parts = [item("About", kind="page", slug="about", id=8), link]
    promised, _ = bring_in(*parts, dry_run=True)
    kept, _ = bring_in(*parts)
    assert promised.outcomes == kept.outcomes
    assert outcomes(kept) == {"imported": 2}


def test_links_are_led_home_by_the_run_after_one_that_was_killed(
    app, bring_in, tmp_path, monkeypatch
):
    """The first run filed the story, and not what it links to."""
    monkeypatch.setattr(importer, "BATCH_ITEMS", 1)
    parts = [
        item(id=7, body='<a href="https://old.example/?p=8">On</a>'),
        item("Sea", id=8, slug="sea"),
    ]
    whole = export(tmp_path, *parts).read_text(encoding="utf-8")
    cut = tmp_path / "cut.xml"
    cut.write_text(whole[: whole.index("<item><title>Sea") + 5], encoding="utf-8")
    bring_in(path=cut)
    report, _ = bring_in(*parts)
    assert 'href="/2013/01/11/sea/"' in article(app, slug="river-rises").body
    report, _ = bring_in(*parts)
    assert outcomes(report) == {"unchanged": 2}


def test_links_of_a_story_that_was_edited_here_stay_as_they_are(app, bring_in, tmp_path):
    first = item(id=7, body='<a href="https://old.example/?p=8">On</a>')
    bring_in(first)
    with app.app_context():
        mine = db.session.query(Article).one()
        mine.headline = "Edited at our desk"
        db.session.commit()
    bring_in(first, item("Sea", id=8, slug="sea"))
    assert "?p=8" in article(app, headline="Edited at our desk").body
    changed = first.replace("On</a>", "On and on</a>")
    report, _ = bring_in(changed, item("Sea", id=8, slug="sea"))
    assert outcomes(report) == {"skipped": 1, "unchanged": 1}


@pytest.mark.parametrize(
    "old",
    [
        "/2013/river-rises/",
        "/2013/river-rises",
        "/?p=7",
        "/2013/river-rises/amp/",
        "/2013/river-rises/feed/",
    ],
)
def test_every_old_address_leads_to_the_article(reader, bring_in, old):
    bring_in(item(id=7))
    assert reader.get(old, follow_redirects=True).request.path == "/2013/01/11/river-rises/"


def test_slug_of_long_ago_leads_to_the_article(reader, bring_in):
    bring_in(item(meta={"_wp_old_slug": "river-stays"}))
    answer = reader.get("/2013/river-stays/", follow_redirects=True)
    assert answer.request.path == "/2013/01/11/river-rises/"


@pytest.mark.parametrize("kind", ["post", "page"])
def test_address_that_was_changed_there_between_two_imports_leads_on(reader, bring_in, kind):
    bring_in(item(id=7, kind=kind))
    path = reader.get("/?p=7").location
    report, _ = bring_in(item(id=7, kind=kind, link="https://old.example/2013/river-stays/"))
    assert outcomes(report) == {"unchanged": 1}
    assert reader.get("/2013/river-stays/").location == path


@pytest.mark.parametrize(
    "changed",
    [
        ("2013-01-11 20:22:19", "0001-01-01 00:00:00"),
        ("2013-01-11 20:22:19", "9999-12-31 23:59:59"),
        ("2013-01-11 20:22:19", "2013-13-45 99:99:99"),
        ("<wp:post_id>7<", "<wp:post_id><"),
        ("<wp:post_id>7<", f"<wp:post_id>{'9' * 400}<"),
        ("<wp:post_id>7<", "<wp:post_id>٣<"),
        ("https://old.example/2013/river-rises/", "http://[::1"),
        ("https://old.example<", "http://[::1<"),
        ("https://old.example<", f"https://old.example/{'a' * 400}<"),
        ("<wp:post_type>post<", "<wp:post_type><"),
        ("<wp:post_type>post<", "<wp:post_type>attachment<"),
        ("<wp:post_parent>0<", "<wp:post_parent>-1<"),
        ("<dc:creator>reka<", f"<dc:creator>{'a' * 400}<"),
        ("First.", '[gallery ids="1,2'),
        ("First.", '<a href="https://old.example/%00">On</a>'),
        ("/river-rises/<", "/%00/<"),
    ],
)
def test_odd_values_are_brought_in_or_named(bring_in, tmp_path, changed):
    path = export(tmp_path, item(id=7), item("Sea", id=8, slug="sea"))
    text = path.read_text(encoding="utf-8")
    assert changed[0] in text
    path.write_text(text.replace(*changed), encoding="utf-8")
    for _ in range(2):
        report, broken = bring_in(path=path)
        assert not broken
        assert report.total == report.expected == 2


def test_story_that_is_no_more_stays_away_whatever_changes_there(app, reader, bring_in):
    bring_in(item(id=7))
    with app.app_context():
        db.session.delete(db.session.query(Article).one())
        db.session.commit()
    bring_in(item(id=7, link="https://old.example/2013/river-stays/"))
    assert reader.get("/2013/river-stays/").status_code == 404


def test_address_that_a_post_had_first_leads_to_it(reader, bring_in):
    bring_in(
        item(guid="https://old.example/2010/rises.html"),
        item("Sea", slug="sea", guid="https://elsewhere.example/sea-rises/"),
    )
    answer = reader.get("/2010/rises.html", follow_redirects=True)
    assert answer.request.path == "/2013/01/11/river-rises/"
    assert reader.get("/sea-rises/").status_code == 404


def test_site_that_lived_in_a_folder_is_found_at_the_top(reader, bring_in, tmp_path):
    path = export(tmp_path, item(id=7, link="https://old.example/blog/2013/river-rises/"))
    text = path.read_text(encoding="utf-8").replace("old.example<", "old.example/blog<")
    path.write_text(text, encoding="utf-8")
    bring_in(path=path)
    for old in ("/blog/2013/river-rises/2/", "/blog/?p=7", "/blog/2013/01/11/river-rises/"):
        answer = reader.get(old, follow_redirects=True)
        assert answer.request.path == "/2013/01/11/river-rises/", old
    assert reader.get("/blog/").location == "/"


@pytest.mark.parametrize(
    "status, state",
    [("draft", State.DRAFT), ("private", State.DRAFT), ("pending", State.IN_REVIEW)],
)
def test_what_readers_did_not_see_they_do_not_see_here(app, bring_in, status, state):
    bring_in(item(status=status))
    assert article(app).state == state


def test_post_with_a_password_is_a_draft(app, bring_in):
    part = item().replace(
        "<wp:post_password></wp:post_password>", "<wp:post_password>secret</wp:post_password>"
    )
    report, _ = bring_in(part)
    assert article(app).state == State.DRAFT
    assert any("password" in remark for remark in report.remarks)


def test_post_of_the_future_is_scheduled(app, bring_in):
    bring_in(item(status="future", date="2050-05-01 10:00:00"))
    assert article(app).state == State.SCHEDULED


def test_sticky_post_is_pinned(app, bring_in):
    bring_in(item(extra="<wp:is_sticky>1</wp:is_sticky>"), item("Other", slug="other"))
    with app.app_context():
        assert [pin.article.headline for pin in db.session.query(Pin)] == ["River rises"]


def test_nested_pages_and_categories_keep_their_tree(app, reader, bring_in):
    child = item("Team", kind="page", slug="team", id=9).replace(
        "<wp:post_parent>0</wp:post_parent>", "<wp:post_parent>8</wp:post_parent>"
    )
    bring_in(
        category("economy", "Economy"), category("rail", "Rail", "economy"),
        child, item("About", kind="page", slug="about", id=8),
        item(terms=(("category", "rail", "Rail"),)),
    )  # fmt: skip
    assert "First." in reader.get("/about/team/").text
    with app.app_context():
        assert (
            db.session.query(Category).filter_by(slug="rail").one().path
            == "/category/economy/rail/"
        )
    assert "River rises" in reader.get("/category/economy/").text.partition("<aside")[0]


def test_co_authors_are_named_in_their_order(app, bring_in):
    terms = (("author", "cap-dan", "Dan Ionel"), ("author", "cap-reka", "reka"))
    bring_in(item(terms=terms))
    assert len(article(app).authors) == 2


@pytest.mark.parametrize(
    "body, words",
    [
        (
            "[caption id='a' width='300']<img src='https://old.example/x.jpg' /> A map[/caption]",
            "A map",
        ),
        ("Before [mystery id=3]within[/mystery] after", "within"),
        ("<!-- wp:paragraph --><p>Block.</p><!-- /wp:paragraph -->", "Block."),
        ("First.<!--more-->Rest.", "Rest."),
        ("One.<!--nextpage-->Two.", "Two."),
        ("<script>alert(1)</script><p onclick='x()'>Safe.</p>", "Safe."),
        ("Řeka stoupá — 河が上がる", "河が上がる"),
    ],
)
def test_body_of_any_make_keeps_its_words_and_loses_what_is_unsafe(app, bring_in, body, words):
    bring_in(item(body=body))
    found = article(app).body
    assert words in found
    assert not any(bad in found for bad in ("<script", "onclick", "<!--", "[caption"))


def test_title_keeps_its_words_whole_without_their_markup(app, bring_in):
    bring_in(item("Title <em>With</em> <b>Mark<sup>up</sup></b> &amp; more"))
    assert article(app).headline == "Title With Markup & more"


@pytest.mark.parametrize(
    "around",
    [
        '<ul class="wp-block-gallery columns-2">%s</ul>',
        '<figure class="wp-block-gallery"><ul class="blocks-gallery-grid">%s</ul></figure>',
    ],
)
def test_gallery_that_was_kept_as_a_list_is_a_gallery(app, bring_in, around):
    entries = "".join(
        f'<li class="blocks-gallery-item"><figure><img src="https://elsewhere.example/{n}.jpg" alt="">'
        f"<figcaption>No. {n}</figcaption></figure></li>"
        for n in (1, 2)
    )
    bring_in(item(body=f"<!-- wp:gallery -->{around % entries}<!-- /wp:gallery -->"))
    body = article(app).body
    assert body.startswith("<figure><figure><img")
    assert body.endswith("<figcaption>No. 2</figcaption></figure></figure>")


def test_shortcode_that_nobody_knows_is_reported(bring_in):
    report, _ = bring_in(item(body="x [mystery id=3] y"))
    assert any("mystery" in remark for remark in report.remarks)


def test_terms_that_have_no_home_here_are_named(bring_in):
    terms = (("category", "news", "News"), ("series", "danube", "On the Danube"))
    report, _ = bring_in(item(terms=terms), item(terms=terms, slug="second"))
    assert report.remarks == {"the terms of “series” are not imported: no categories, no tags": 2}


def test_post_without_title_slug_or_date_is_a_draft_or_named_by_its_words(app, bring_in):
    bring_in(
        item(
            "", "The river rose in the night.", slug="", date="0000-00-00 00:00:00", status="draft"
        )
    )
    assert article(app).headline


def test_comments_are_counted_and_no_address_of_anybody_is_kept(app, bring_in):
    comment = (
        "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author_email>eve@old.example</wp:comment_author_email>"
        "<wp:comment_author_IP>10.9.8.7</wp:comment_author_IP><wp:comment_content>Hm</wp:comment_content></wp:comment>"
    )
    report, _ = bring_in(item(extra=comment))
    assert report.comments == 1
    with app.app_context(), db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            rows = repr(connection.execute(table.select()).all())
            for secret in ("eve@old.example", "reka@old.example", "10.9.8.7"):
                assert secret not in rows, table.name


def test_picture_comes_from_the_media_folder_and_a_missing_one_is_reported(
    app, reader, bring_in, tmp_path
):
    from PIL import Image

    uploads = tmp_path / "uploads" / "2013" / "01"
    uploads.mkdir(parents=True)
    Image.new("RGB", (900, 600), "navy").save(uploads / "river.jpg")

    def attachment(id: int, name: str) -> str:
        address = f"https://old.example/wp-content/uploads/2013/01/{name}"
        return item(name, "", id=id, kind="attachment", status="inherit", slug=name.partition(".")[0],
                    extra=f"<wp:attachment_url>{address}</wp:attachment_url>")  # fmt: skip

    body = "<img src='https://old.example/wp-content/uploads/2013/01/river-300x200.jpg' alt='A river' />"
    report, _ = bring_in(
        item(body=f"Text.\n\n{body}", meta={"_thumbnail_id": "51"}),
        attachment(51, "river.jpg"), attachment(52, "gone.jpg"),
        media=tmp_path / "uploads",
    )  # fmt: skip
    assert outcomes(report) == {"imported": 2, "skipped": 1}
    story = article(app)
    assert story.image_id is not None
    assert "/media/" in story.body and "old.example" not in story.body
    old = reader.get("/wp-content/uploads/2013/01/river.jpg")
    assert old.status_code == 301 and "/media/" in old.headers["Location"]


def test_report_names_animations_of_which_only_the_first_frame_is_shown(bring_in, tmp_path):
    from tests.pictures.test_animation import animation

    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "moves.gif").write_bytes(animation("GIF"))
    address = "https://old.example/wp-content/uploads/moves.gif"
    attachment = item("moves.gif", "", id=51, kind="attachment", status="inherit", slug="moves",
                      extra=f"<wp:attachment_url>{address}</wp:attachment_url>")  # fmt: skip

    report, _ = bring_in(attachment, media=tmp_path / "uploads")

    remark = "an animation of which only the first frame is shown"
    assert report.remarks[remark] == 1
    assert report.examples[remark][0].endswith("moves.gif")


def test_export_of_posts_alone_takes_no_picture_from_a_story(app, bring_in, media, tmp_path):
    from PIL import Image

    folder = tmp_path / "uploads" / "2013" / "01"
    folder.mkdir(parents=True)
    Image.new("RGB", (900, 600), "navy").save(folder / "river.jpg")
    address = "https://old.example/wp-content/uploads/2013/01/river"
    body = f'<img class="wp-image-51" src="{address}-300x200.jpg" alt="A river">'
    story = item(id=7, body=body, meta={"_thumbnail_id": "51"})
    bring_in(story, attachment(51, f"{address}.jpg"), media=tmp_path / "uploads")

    report, _ = bring_in(story)

    assert outcomes(report) == {"unchanged": 1}
    assert article(app).image_id is not None


@pytest.fixture
def uploads(media, tmp_path):
    """A copy of the old site's uploads, with a report in it."""
    folder = tmp_path / "uploads" / "2013" / "01"
    folder.mkdir(parents=True)
    (folder / "Jahresbericht-ÄÖ.pdf").write_bytes(b"%PDF-1.7 <script>")
    (folder / "page.html").write_bytes(b"<script>evil()</script>")
    return tmp_path / "uploads"


OLD_REPORT = "https://old.example/wp-content/uploads/2013/01/Jahresbericht-%C3%84%C3%96.pdf"


def test_pdf_is_kept_and_handed_out_as_a_download_from_where_it_was(app, reader, bring_in, uploads):
    parts = (item(body=f'<a href="{OLD_REPORT}">Our report</a>'), attachment(51, OLD_REPORT))
    report, _ = bring_in(*parts, media=uploads)
    assert outcomes(report) == {"imported": 2}
    answer = reader.get("/wp-content/uploads/2013/01/Jahresbericht-ÄÖ.pdf", follow_redirects=True)
    assert answer.data == b"%PDF-1.7 <script>"
    assert answer.headers["Content-Disposition"] == "attachment; filename=jahresbericht-ao.pdf"
    assert f'<a href="{answer.request.path}">Our report</a>' in article(app).body
    assert reader.get("/?attachment_id=51").location == answer.request.path
    report, _ = bring_in(*parts, media=uploads)
    assert outcomes(report) == {"unchanged": 2}


def test_file_that_could_be_a_page_is_left_out_and_named(reader, bring_in, uploads):
    old = "https://old.example/wp-content/uploads/2013/01/page.html"
    report, _ = bring_in(
        item(), attachment(51, old), attachment(52, OLD_REPORT), media=uploads / "2013"
    )
    assert report.reasons["attachment", "a .html file, which Portal does not serve"] == 1
    assert reader.get("/wp-content/uploads/2013/01/page.html").status_code == 404


def test_file_that_was_taken_away_at_the_desk_does_not_come_back(app, reader, bring_in, uploads):
    parts = (item(), attachment(51, OLD_REPORT))
    bring_in(*parts, media=uploads)
    with app.app_context():
        db.session.delete(Redirect.find("/wp-content/uploads/2013/01/Jahresbericht-ÄÖ.pdf"))
        db.session.commit()
    report, _ = bring_in(*parts, media=uploads)
    assert outcomes(report) == {"unchanged": 1, "skipped": 1}
    old = "/wp-content/uploads/2013/01/Jahresbericht-ÄÖ.pdf"
    assert reader.get(old, follow_redirects=True).status_code == 404


def test_rehearsal_of_a_file_keeps_nothing(app, bring_in, uploads, tmp_path):
    report, _ = bring_in(item(), attachment(51, OLD_REPORT), media=uploads, dry_run=True)
    assert outcomes(report) == {"imported": 2}
    assert not [*tmp_path.rglob("jahresbericht*")]


BROKEN = {
    "empty": b"",
    "no XML": b"Dear reader",
    "binary": bytes(range(256)),
    "in UTF-16": "<rss/>".encode("utf-16"),
    "cut off in the first item": b"<rss><channel><item><content><![CDATA[One.\nTwo.\n",
    "packed": b"PK\x03\x04 and more",
    "gzipped": b"\x1f\x8b\x08 and more",
    "another format": b"<?xml version='1.0'?><html><body/></html>",
    "with a DOCTYPE": b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><rss><channel/></rss>",
}


@pytest.mark.parametrize("name", BROKEN)
def test_file_that_is_no_export_is_refused_in_one_line(bring_in, tmp_path, name):
    path = tmp_path / "bad.xml"
    path.write_bytes(BROKEN[name])
    with pytest.raises(PortalError) as error:
        _report, broken = bring_in(path=path)
        if broken:
            raise PortalError("; ".join(map(str, broken)))
    assert "bad.xml" in str(error.value)
    assert "whole items" not in str(error.value)
    assert "\n" not in str(error.value)


def test_second_import_beside_one_at_work_is_refused_in_one_line(app, bring_in, media, tmp_path):
    at_work = subprocess.Popen(
        [sys.executable, "-c", AT_WORK, str(tmp_path / "import.lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with at_work:
        at_work.stdout.readline()
        with pytest.raises(PortalError, match="Another import is running"):
            bring_in(item())
        at_work.stdin.close()
    report, _ = bring_in(item())
    assert outcomes(report) == {"imported": 1}


AT_WORK = """
import sys
from pathlib import Path
from portal.file_lock import try_file_lock

with try_file_lock(Path(sys.argv[1])):
    print("at work", flush=True)
    sys.stdin.read()
"""


def test_export_that_breaks_off_keeps_what_came_before_and_goes_on_later(app, bring_in, tmp_path):
    parts = [item(f"Story {n}", slug=f"story-{n}", id=1000 + n) for n in range(10)]
    whole = export(tmp_path, *parts).read_text(encoding="utf-8")
    cut = tmp_path / "cut.xml"
    cut.write_text(whole[: whole.index("Story 7") + 5], encoding="utf-8")
    report, broken = bring_in(path=cut)
    assert broken and "cut.xml" in str(broken[0])
    with app.app_context():
        before = db.session.query(Article).count()
    report, broken = bring_in(*parts)
    assert not broken
    assert outcomes(report) == {name: number for name, number in
                                (("unchanged", before), ("imported", 10 - before)) if number}  # fmt: skip


def test_a_category_named_feed_does_not_take_the_address_of_its_parents_feed(app, reader, bring_in):
    bring_in(
        category("europe", "Europe"),
        category("feed", "Feed", "europe"),
        item(terms=(("category", "feed", "Feed"),)),
    )
    with app.app_context():
        assert db.session.query(Category).filter_by(name="Feed").one().path_words == "europe/feed-2"
    assert "River rises" in reader.get("/category/europe/feed-2/").text
