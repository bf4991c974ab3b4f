"""E-mail of the desk, and what happens if it cannot be sent."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage

import pytest

from portal.desk.people import invitation, mail
from portal.extensions import db
from portal.models import OneTimeLink
from tests.desk.cast import known, token_in


class Post:
    """A fake mail server that records its calls in order."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.letters: list[EmailMessage] = []
        self.offers_tls = True
        self.error: Exception | None = None

    def __call__(self, host: str, port: int, timeout: float, **options) -> Post:
        if self.error:
            raise self.error
        self.said.append(f"{host}:{port}{' TLS' if 'context' in options else ''}")
        assert timeout
        return self

    def __enter__(self) -> Post:
        return self

    def __exit__(self, *_error) -> None:
        self.said.append("quit")

    def ehlo(self) -> None:
        self.said.append("ehlo")

    def has_extn(self, name: str) -> bool:
        return self.offers_tls

    def starttls(self, context) -> None:
        self.said.append("starttls")

    def login(self, user: str, password: str) -> None:
        self.said.append(f"login {user} {password}")

    def send_message(self, letter: EmailMessage) -> None:
        self.said.append("letter")
        self.letters.append(letter)


@pytest.fixture
def post(app, monkeypatch) -> Post:
    post = Post()
    monkeypatch.setattr(smtplib, "SMTP", post)
    monkeypatch.setattr(smtplib, "SMTP_SSL", post)
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://mail.example")
    monkeypatch.setattr(invitation, "Thread", AtOnce)
    return post


class AtOnce:
    """A thread that runs its target when it is started."""

    def __init__(self, target, args, daemon: bool) -> None:
        self.target, self.args = target, args

    def start(self) -> None:
        self.target(*self.args)


@pytest.mark.parametrize(
    ("url", "offers_tls", "said"),
    [
        ("smtp://mail.example", True, ["mail.example:587", "ehlo", "starttls", "letter", "quit"]),
        ("smtp://mail.example:25", False, ["mail.example:25", "ehlo", "letter", "quit"]),
        (
            "smtp://desk:p%40ss@mail.example",
            False,
            ["mail.example:587", "ehlo", "starttls", "login desk p@ss", "letter", "quit"],
        ),
        (
            "smtps://desk:secret@mail.example",
            True,
            ["mail.example:465 TLS", "login desk secret", "letter", "quit"],
        ),
    ],
)
def test_no_password_is_sent_before_tls(app, post, monkeypatch, url, offers_tls, said):
    monkeypatch.setitem(app.config, "SMTP_URL", url)
    post.offers_tls = offers_tls
    with app.app_context():
        mail.send("ada@courier.example", "Hello", "Come in.")
    assert post.said == said


def test_a_mailed_invitation_does_not_show_its_link(app, admin, post):
    answer = admin.post("/desk/people", data={"email": "ada@courier.example", "role": "author"})
    assert "sent to ada@courier.example" in answer.text
    assert "/desk/links/" not in answer.text
    (letter,) = post.letters
    assert (letter["To"], letter["From"]) == ("ada@courier.example", "desk@localhost")
    assert "http://localhost/desk/links/" in letter.get_content()


@pytest.mark.parametrize(
    "error",
    [TimeoutError("timed out"), smtplib.SMTPException("no"), ConnectionRefusedError("refused")],
)
def test_a_mail_error_is_named_and_the_link_shown(admin, post, error):
    post.error = error
    answer = admin.post("/desk/people", data={"email": "ada@courier.example", "role": "author"})
    assert answer.status_code == 200
    assert f"The mail server refused the invitation ({error})" in answer.text
    assert "http://localhost/desk/links/" in answer.text


def forget(visitor, email: str):
    token = token_in(visitor.get("/desk/forgotten"))
    return visitor.post("/desk/forgotten", data={"email": email, "csrf_token": token})


def test_a_password_reset_answers_known_and_unknown_addresses_alike(app, visitor, post):
    known(app, "mara@courier.example")
    answers = [
        forget(visitor, email) for email in ("mara@courier.example", "nobody@courier.example")
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    known_one, unknown = (answer.text.replace("mara@", "nobody@") for answer in answers)
    assert known_one == unknown
    assert [letter["To"] for letter in post.letters] == ["mara@courier.example"]


def test_a_second_reset_at_once_sends_no_second_email(app, visitor, post):
    known(app, "mara@courier.example")
    forget(visitor, "mara@courier.example")
    forget(visitor, "mara@courier.example")
    assert len(post.letters) == 1


def test_a_deactivated_person_gets_no_email(app, visitor, post):
    from portal.models import now

    known(app, "mara@courier.example", disabled_at=now())
    forget(visitor, "mara@courier.example")
    assert post.letters == []


def test_a_reset_that_cannot_be_sent_is_logged(app, visitor, post, caplog):
    known(app, "mara@courier.example")
    post.error = TimeoutError("timed out")
    assert forget(visitor, "mara@courier.example").status_code == 200
    assert "An e-mail could not be sent: timed out" in caplog.text


@pytest.mark.parametrize("email", ["", "mara", "mara@courier.example\nBcc: all@courier.example"])
def test_no_email_is_sent_to_an_invalid_address(visitor, post, email):
    assert forget(visitor, email).status_code == 422
    assert post.letters == []


def test_without_a_mail_server_the_page_refers_to_an_admin(app, visitor):
    known(app, "mara@courier.example")
    assert "Ask an admin for a" in visitor.get("/desk/forgotten").text
    token = token_in(visitor.get("/desk/sign-in"))
    answer = visitor.post(
        "/desk/forgotten", data={"email": "mara@courier.example", "csrf_token": token}
    )
    assert answer.status_code == 422
    with app.app_context():
        assert db.session.query(OneTimeLink).count() == 0
