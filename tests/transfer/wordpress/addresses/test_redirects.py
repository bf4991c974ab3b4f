"""Old addresses lead to what was imported, and nowhere before readers may see it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.extensions import db
from portal.models import Article, MenuItem
from tests.transfer.wordpress.conftest import no_progress
from tests.transfer.wxr import export, item

pytestmark = pytest.mark.both_databases


def test_a_scheduled_storys_old_address_leads_to_it_once_it_is_live(app, reader, import_parts):
    link = "https://old.example/2050/soon/"
    import_parts(item(id=7, status="future", date="2050-05-01 10:00:00", slug="soon", link=link))
    for old in ("/2050/soon/", "/?p=7"):
        answer = reader.get(old)
        assert "soon" not in (answer.location or "")
    assert reader.get("/2050/soon/").status_code == 404
    with app.app_context():
        story = db.session.query(Article).one()
        story.published_at = datetime.now(UTC) - timedelta(minutes=1)
        db.session.commit()
    for old in ("/2050/soon/", "/?p=7"):
        assert reader.get(old).location == "/2050/05/01/soon/"


@pytest.mark.parametrize("slug", ["u%CC%88ber", "%C3%BCber", "u\u0308ber", "über"])
@pytest.mark.parametrize("asked", ["/2013/u%CC%88ber/", "/2013/%C3%BCber/"])
def test_an_address_is_found_composed_and_decomposed(reader, import_parts, slug, asked):
    parts = (item(slug=slug, link=f"https://old.example/2013/{slug}/"),)
    import_parts(*parts)
    assert reader.get(asked).location == "/2013/01/11/uber/"
    assert {outcome for _, outcome in import_parts(*parts).outcomes} == {"unchanged"}


def test_a_decomposed_text_is_no_edit_of_ours(import_parts, article):
    import_parts(item("Re\u0301ka", "U\u0308ber.", id=7))
    assert article().headline == "Réka"
    report = import_parts(item("Re\u0301ka ke\u0301t", "U\u0308ber.", id=7))
    assert {outcome for _, outcome in report.outcomes} == {"updated"}


def test_numbers_of_two_merged_sites_lead_to_the_right_one(app, tmp_path, article):
    from portal.transfer import wordpress

    links = '<a href="https://{0}.example/?p=2">A</a> <a href="/?p=2">B</a>'
    menu = item(
        "Menu", "", kind="nav_menu_item", terms=(("nav_menu", "main", "Main"),),
        meta={"_menu_item_type": "custom", "_menu_item_url": "https://new.example/?p=2#part"},
    )  # fmt: skip
    for name in ("old", "new"):
        path = export(
            tmp_path,
            item(f"Links of {name}", links.format(name), id=1, slug=f"links-{name}"),
            item(f"Target of {name}", id=2, slug=f"target-{name}"),
            *([menu] if name == "new" else []),
            name=f"{name}.xml",
        )
        text = path.read_text(encoding="utf-8").replace(
            "https://old.example", f"https://{name}.example"
        )
        path.write_text(text, encoding="utf-8")
        with app.app_context():
            source = wordpress.source_of(None, False)
            wordpress.import_wordpress([path], source, False, no_progress)
    for name in ("old", "new"):
        body = article(slug=f"links-{name}").body
        assert body.count(f'href="/2013/01/11/target-{name}/"') == 2
    with app.app_context():
        assert db.session.query(MenuItem).one().address == "/2013/01/11/target-new/#part"


def test_footnotes_lead_to_their_notes_and_back(import_parts, article):
    mark = '<sup data-fn="n1" class="fn"><a href="#n1" id="n1-link">1</a></sup>'
    body = f"<!-- wp:paragraph --><p>Text{mark}</p><!-- /wp:paragraph -->\n<!-- wp:footnotes /-->"
    import_parts(item(body=body, meta={"footnotes": '[{"content":"A note","id":"n1"}]'}))
    body = article().body
    assert 'href="#at_n1"' in body and 'id="at_n1"' in body
    assert 'href="#at_n1-link"' in body and 'id="at_n1-link"' in body
