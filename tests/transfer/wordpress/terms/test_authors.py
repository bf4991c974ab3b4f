"""The old site's people: nobody's e-mail address becomes a name, an address or a row."""

from __future__ import annotations

import pytest

from portal.extensions import db
from portal.models import Author
from portal.transfer.wordpress.terms.guests import public_slug
from portal.transfer.wordpress.terms.names import signature_of
from tests.transfer.wxr import guest, item, person

pytestmark = pytest.mark.both_databases

MAIL = "dora@mail.example"


@pytest.fixture
def names(app):
    """Return the names and slugs of all authors but the one in every export's head."""

    def names() -> dict[str, str]:
        with app.app_context():
            rows = db.session.execute(db.select(Author.name, Author.slug))
            return {name: slug for name, slug in rows if name != "Réka Halász"}

    return names


@pytest.mark.parametrize(
    ("listed", "name", "slug"),
    [
        (person(MAIL, MAIL), "dora", "dora"),
        (person(MAIL, ""), "dora", "dora"),
        (person(MAIL, "Dora Kern"), "Dora Kern", "dora-kern"),
        (person(MAIL, MAIL, "Dora", "Kern"), "Dora Kern", "dora-kern"),
        (person(MAIL, "", "Dora", ""), "Dora", "dora"),
        (person(MAIL, f"Dora Kern &lt;{MAIL}&gt;"), "Dora Kern", "dora-kern"),
        (person(MAIL, "other@mail.example"), "other", "other"),
    ],
)
def test_a_person_named_by_an_address_signs_with_a_name(
    import_parts, article, names, stored_text, reader, listed, name, slug
):
    import_parts(listed.replace("&amp;lt;", "&lt;").replace("&amp;gt;", "&gt;"), item(creator=MAIL))
    assert [each.name for each in article().authors] == [name]
    assert names() == {name: slug}
    assert "mail.example" not in stored_text()
    assert "mail-example" not in stored_text()
    page = reader.get(article().path).text + reader.get("/authors/").text
    assert "mail.example" not in page and "mail-example" not in page


def test_a_person_who_is_not_in_the_head_signs_with_a_name(import_parts, names, stored_text):
    import_parts(item(creator=MAIL))
    assert names() == {"dora": "dora"}
    assert "mail.example" not in stored_text()


def test_an_address_as_display_name_leads_from_the_sign_in_name(import_parts, names, reader):
    import_parts(
        person("berta25", "berta25@mail.example", "Berta", "Beispiel"), item(creator="berta25")
    )
    assert names() == {"Berta Beispiel": "berta-beispiel"}
    assert reader.get("/author/berta25/").location == "/author/berta-beispiel/"


@pytest.mark.parametrize(
    "part",
    [
        guest("doramail-example", MAIL, user_email=MAIL),
        guest("dora-mail-example", "", user_login=MAIL),
        guest("doramail-example", MAIL, first_name="Dora", last_name="Kern"),
        "",
    ],
)
def test_a_guest_named_by_an_address_signs_with_a_name(
    import_parts, names, stored_text, reader, part
):
    slug = "cap-dora-mail-example" if "cap-dora-mail" in part else "cap-doramail-example"
    import_parts(part, item(terms=(("author", slug, MAIL),)))
    assert set(names()) <= {"dora", "Dora Kern"}
    assert len(names()) == 1
    assert "mail.example" not in stored_text()
    assert "mail-example" not in stored_text()


def test_a_guest_who_is_linked_to_a_person_is_one_author(import_parts, article, names, reader):
    import_parts(
        person("anna24", "Anna Autor"),
        guest("anna-guest", "Anna Autor", linked_account="anna24", description="Writes on rivers."),
        item("One", slug="one", terms=(("author", "cap-anna-guest", "anna-guest"),)),
        item("Two", slug="two", creator="anna24"),
    )
    assert names() == {"Anna Autor": "anna-autor"}
    assert [each.bio for each in article(slug="one").authors] == ["Writes on rivers."]
    assert [each.name for each in article(slug="two").authors] == ["Anna Autor"]
    for old in ("/author/anna24/", "/author/anna-guest/"):
        assert reader.get(old).location == "/author/anna-autor/"


def test_a_linked_guest_names_a_person_who_has_only_an_address(import_parts, names):
    import_parts(person(MAIL, MAIL), guest("dora-kern", "Dora Kern", linked_account=MAIL), item())
    assert names() == {"Dora Kern": "dora-kern"}


def test_a_byline_keeps_its_order_and_its_guests(import_parts, article):
    import_parts(
        person("red24", "Redaktion24"),
        guest("gisela", "Gisela Gast", description="A bio."),
        item(terms=(("author", "cap-gisela", "gisela"), ("author", "cap-red24", "red24"))),
    )
    assert [each.name for each in article().authors] == ["Gisela Gast", "Redaktion24"]
    assert article().authors[0].bio == "A bio."


def test_a_second_import_creates_no_author(import_parts, names):
    parts = (
        person(MAIL, MAIL),
        person("anna24", "Anna Autor"),
        guest("anna", "Anna A.", linked_account="anna24"),
        guest("doramail-example", MAIL),
        item(creator=MAIL),
    )
    import_parts(*parts)
    before = names()
    report = import_parts(*parts)
    assert names() == before
    assert {outcome for _, outcome in report.outcomes} == {"unchanged"}


@pytest.mark.parametrize(
    ("names", "signature"),
    [
        (("Dora",), "Dora"),
        (("a@b.example", "Dora"), "Dora"),
        (("a@b.example",), "a"),
        (("Dora (a@b.example)",), "Dora"),
        (("<a@b.example>", ""), "a"),
        (("",), "Author"),
        (("Dora @ home",), "Dora @ home"),
        (("@dora",), "@dora"),
    ],
)
def test_signature(names, signature):
    assert signature_of(*names) == signature


def test_a_slug_made_of_an_address_is_not_public():
    assert public_slug("cap-doramail-example", MAIL) == ""
    assert public_slug("cap-dora-mail-example", MAIL) == ""
    assert public_slug("cap-dora-kern", MAIL) == "dora-kern"
    assert public_slug("cap-dora-kern", "Dora Kern") == "dora-kern"
