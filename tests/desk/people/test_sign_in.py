from __future__ import annotations

from datetime import timedelta

import pytest

from portal.desk.shared.forms import safe_desk_address
from portal.extensions import db
from portal.models import DeskSession, Editor, FailedSignIn, now
from portal.models.people.session import LONG, SHORT
from portal.models.people.tokens import hash_of
from tests.desk.cast import PASSWORD, browser, has_passed, known, sign_in, token_in


@pytest.fixture
def mara(app) -> Editor:
    return known(app, "mara@courier.example")


def test_signing_in_leads_to_today(visitor, mara):
    answer = sign_in(visitor, mara.email)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/")
    assert visitor.get("/desk/").status_code == 200


def test_signing_in_returns_to_the_requested_page(visitor, mara):
    asked = visitor.get("/desk/account")
    assert asked.headers["Location"] == "/desk/sign-in?next=/desk/account"
    answer = sign_in(visitor, mara.email, next="/desk/account")
    assert answer.headers["Location"] == "/desk/account"


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example/desk/",
        "/\\evil.example",
        "/\t/evil.example",
        "/desk/\\..\\..",
        "https://evil.example/desk/",
        "javascript:alert(1)",
        "/deskevil",
        "/desk/\r\nSet-Cookie: a=b",
        "/desk/../admin",
        "",
        None,
    ],
)
def test_the_next_address_never_leaves_the_desk(address):
    assert safe_desk_address(address) == "/desk/"


@pytest.mark.parametrize("address", ["/desk/articles/7/edit", "/desk/articles?state=live&q=a%20b"])
def test_a_next_address_inside_the_desk_is_followed(address):
    assert safe_desk_address(address) == address


def test_an_email_is_accepted_in_any_case_and_with_spaces(visitor, mara):
    assert sign_in(visitor, "  MARA@Courier.example ").status_code == 303


def test_the_cookie_is_limited_to_the_desk_and_http_only(visitor, mara):
    cookie = sign_in(visitor, mara.email).headers["Set-Cookie"]
    assert cookie.startswith("desk=")
    for word in ("Path=/desk", "HttpOnly", "SameSite=Lax"):
        assert word in cookie
    assert "Secure" not in cookie


def test_staying_signed_in_outlives_the_browser(visitor, mara):
    assert "Expires" not in sign_in(visitor, mara.email).headers["Set-Cookie"]
    assert (
        "Expires"
        in sign_in(browser(visitor.application), mara.email, remember="y").headers["Set-Cookie"]
    )


def test_only_the_hash_of_the_token_is_stored(app, visitor, mara):
    sign_in(visitor, mara.email)
    token = visitor.get_cookie("desk", path="/desk").value
    with app.app_context():
        kept = db.session.query(DeskSession).one()
        assert kept.token_hash == hash_of(token)
        assert token not in str(kept.values)


def test_signing_in_changes_the_cookie(visitor, mara):
    visitor.get("/desk/sign-in")
    before = visitor.get_cookie("desk", path="/desk").value
    sign_in(visitor, mara.email)
    assert visitor.get_cookie("desk", path="/desk").value != before


def test_the_sign_in_page_stores_nothing_in_the_database(app, visitor):
    visitor.get("/desk/sign-in")
    with app.app_context():
        assert db.session.query(DeskSession).count() == 0


def test_readers_pages_open_no_session_for_a_signed_in_editor(editor, newsroom):
    article = newsroom.article()
    editor.set_cookie("desk", editor.get_cookie("desk", path="/desk").value, path="/")
    for path in ("/", article.path, "/latest/", "/search/", "/nothing/", "/deskwork/"):
        answer = editor.get(path)
        assert "Set-Cookie" not in answer.headers, path
        assert "Cookie" not in answer.headers.get("Vary", ""), path
        assert (
            "no-store" not in answer.headers.get("Cache-Control", "") or answer.status_code != 200
        )


@pytest.mark.parametrize("path", ["/desk/", "/desk/sign-in", "/desk/account", "/desk/nothing"])
def test_desk_responses_are_not_cacheable(editor, visitor, path):
    for who in (editor, visitor):
        answer = who.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_wrong_password_an_unknown_address_and_a_deactivated_person_get_one_answer(
    app, visitor, mara
):
    known(app, "gone@courier.example", disabled_at=now())
    known(app, "invited@courier.example", password=None)
    pages = []
    for email in (
        mara.email,
        "nobody@courier.example",
        "gone@courier.example",
        "invited@courier.example",
    ):
        answer = sign_in(visitor, email, "not the password")
        assert answer.status_code == 422
        assert "The e-mail address or the password is wrong" in answer.text
        pages.append(answer.text.replace(email, "").replace(token_in(answer), ""))
    assert len(set(pages)) == 1


def test_an_unknown_address_takes_as_long_as_a_known_one(visitor, mara, monkeypatch):
    verified = []

    class Hasher:
        def verify(self, hashed: str, password: str) -> bool:
            verified.append(hashed)
            return False

    monkeypatch.setattr("portal.models.people.editor.hasher", Hasher())
    sign_in(visitor, mara.email, "wrong")
    sign_in(visitor, "nobody@courier.example", "wrong")
    assert len(verified) == 2
    assert verified[0].split("$")[:4] == verified[1].split("$")[:4]


@pytest.mark.parametrize(
    ("email", "password", "message"),
    [
        ("", PASSWORD, "Enter your e-mail address."),
        ("mara@courier.example", "", "Enter your password."),
        ("m" * 300 + "@courier.example", PASSWORD, "Shorten it to 254"),
        ("mara@courier.example", "p" * 1001, "Shorten it to 1000"),
    ],
)
def test_a_missing_field_has_a_message(visitor, mara, email, password, message):
    answer = sign_in(visitor, email, password)
    assert answer.status_code == 422
    assert message in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_each_failure_after_the_third_doubles_the_wait(app, visitor, mara):
    for _ in range(4):
        assert sign_in(visitor, mara.email, "wrong").status_code == 422
    early = sign_in(visitor, mara.email)
    assert early.status_code == 429
    assert int(early.headers["Retry-After"]) in (1, 2)
    assert "Too many failed attempts. You can try again in" in early.text
    assert 'value="mara@courier.example"' in early.text

    let_time_pass(app)
    sign_in(visitor, mara.email, "wrong")
    assert 2 < int(sign_in(visitor, mara.email).headers["Retry-After"]) <= 4


def test_after_the_wait_the_right_password_signs_in(app, visitor, mara):
    for _ in range(12):
        sign_in(visitor, mara.email, "wrong")
        let_time_pass(app)
    assert sign_in(visitor, mara.email).status_code == 303


def test_the_wait_never_grows_past_five_minutes_for_an_account(app, mara):
    with app.app_context():
        for _ in range(60):
            FailedSignIn.count_attempt(mara.email, "192.0.2.7")
            db.session.query(FailedSignIn).update({"opens_at": now()})
        row = db.session.get(FailedSignIn, "account:mara@courier.example")
        row.add_failure(3, timedelta(minutes=5))
        assert row.opens_at - row.failed_at == timedelta(minutes=5)


def test_a_successful_sign_in_clears_the_failures(app, visitor, mara):
    for _ in range(3):
        sign_in(visitor, mara.email, "wrong")
    sign_in(visitor, mara.email)
    other = browser(app)
    for _ in range(3):
        assert sign_in(other, mara.email, "wrong").status_code == 422
    assert sign_in(other, mara.email).status_code == 303


def test_one_address_cannot_try_many_accounts(app, visitor, mara):
    for number in range(16):
        sign_in(visitor, f"nobody-{number}@courier.example", "wrong")
    assert sign_in(visitor, mara.email).status_code == 429
    elsewhere = browser(app)
    elsewhere.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert sign_in(elsewhere, mara.email).status_code == 303


def test_an_ipv6_64_network_counts_as_one_address(app, mara):
    with app.app_context():
        FailedSignIn.count_attempt("a@courier.example", "2001:db8::1")
        FailedSignIn.count_attempt("b@courier.example", "2001:db8::2")
        assert db.session.get(FailedSignIn, "address:2001:db8::/64").number == 2


def test_signing_out_ends_the_session_in_the_database(app, visitor, mara):
    sign_in(visitor, mara.email)
    token = visitor.get_cookie("desk", path="/desk").value
    answer = visitor.post("/desk/sign-out", data={"csrf_token": token_in(visitor.get("/desk/"))})
    assert answer.headers["Location"] == "/desk/sign-in"
    assert "You are signed out." in visitor.get("/desk/sign-in").text

    thief = browser(app)
    thief.set_cookie("desk", token, path="/desk")
    assert thief.get("/desk/").status_code == 303


def test_signing_out_needs_a_post(editor):
    assert editor.get("/desk/sign-out").status_code == 404
    assert editor.get("/desk/").status_code == 200


@pytest.mark.parametrize("remembered", [False, True])
def test_a_session_ends_when_it_is_idle_or_old(app, editor_client, remembered):
    idle, lasts = LONG if remembered else SHORT
    who = editor_client("editor")
    has_passed(who, is_remembered=remembered, seen_at=now() - idle + timedelta(minutes=5))
    assert who.get("/desk/").status_code == 200
    has_passed(who, seen_at=now() - idle)
    assert who.get("/desk/").status_code == 303
    has_passed(who, seen_at=now(), expires_at=now())
    assert who.get("/desk/").status_code == 303
    assert lasts > idle


def test_a_visit_extends_the_session(app, editor):
    has_passed(editor, seen_at=now() - timedelta(hours=11))
    editor.get("/desk/")
    with app.app_context():
        assert now() - db.session.query(DeskSession).one().seen_at < timedelta(minutes=1)


def test_a_made_up_cookie_opens_nothing(visitor):
    for made_up in ("x" * 43, "nonsense", "", "a.b.c", "e30.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb"):
        visitor.set_cookie("desk", made_up, path="/desk")
        assert visitor.get("/desk/").status_code == 303, made_up


def test_a_deactivated_person_is_signed_out_at_once(app, editor):
    with app.app_context():
        db.session.get(Editor, editor.who.id).disabled_at = now()
        db.session.commit()
    assert editor.get("/desk/").status_code == 303


def test_https_makes_the_cookie_secure(tmp_path):
    from tests.conftest import new_app

    app = new_app(tmp_path, SITE_URL="https://courier.example")
    answer = app.test_client().get("/desk/sign-in", base_url="https://courier.example")
    with app.app_context():
        db.engine.dispose()
    assert "Secure" in answer.headers["Set-Cookie"]


def let_time_pass(app) -> None:
    """Move the failed sign-ins into the past by the wait of the next attempt."""
    with app.app_context():
        db.session.query(FailedSignIn).update({"opens_at": now()})
        db.session.commit()
