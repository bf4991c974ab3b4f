"""Every address of the desk with every role, compared with the policy of `policy.py`."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from portal.desk.shared.guard import NOUNS
from portal.models import now
from tests.desk.cast import an_editor, browser
from tests.desk.shared.policy import MAY_CHANGE, ROLES, SCOPES, rows

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
OTHER_ARGUMENTS = {"anything": "no-such-page", "token": "x", "slot": "lead", "number": 1, "item": 1}


@pytest.fixture
def nouns(app, newsroom) -> dict[str, int]:
    """One of each noun that an address can name. None is the editor's own."""
    made = {
        "article": newsroom.draft("Someone else’s"),
        "author": newsroom.author(),
        "category": newsroom.category(),
        "page": newsroom.page(),
        "source": newsroom.source(),
        "tag": newsroom.tag(),
        "image": newsroom.image(),
        "placement": newsroom.placement(),
        "redirect": newsroom.redirect("/old/", address="/"),
        "editor": an_editor(app, "contributor", name="Someone else"),
    }
    assert made.keys() == NOUNS.keys()
    return {name: noun.id for name, noun in made.items()}


def fill(address: str, ids: dict[str, int]) -> str:
    return re.sub(r"<(\w+)>", lambda name: str((OTHER_ARGUMENTS | ids)[name[1]]), address)


def is_refused(app, who, method: str, address: str) -> bool:
    """Return True if the guard answers 403. Past it, a POST stops at its missing token (400)."""
    answer = browser(app, who).open(address, method=method, without_token=True)
    if answer.status_code == 403:
        return True
    allowed = {"GET": {200, 303, 404, 410, 422}, "POST": {400, 404}}[method]
    assert answer.status_code in allowed, (method, address, answer.status_code)
    return False


def test_the_policy_names_every_address_of_the_desk(app):
    served = {
        (method, re.sub(r"<(?:\w+:)?_?(\w+)>", r"<\1>", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/desk")
        for method in rule.methods & METHODS
    }
    written = [(method, address) for _right, method, address in rows()]
    assert set(written) == served
    assert len(written) == len(served), "an address has two rights"


@pytest.mark.parametrize("role", ROLES)
def test_each_role_reaches_exactly_the_addresses_of_the_policy(app, newsroom, nouns, role):
    who = an_editor(app, role)
    own = nouns | {
        "article": newsroom.draft("One’s own", created_by_id=who.id).id,
        "image": newsroom.image(created_by_id=who.id).id,
    }
    wrong = []
    for right, method, address in rows():
        scope = SCOPES[right][ROLES.index(role)]
        can_be_own = "<article>" in address or "<image>" in address
        for ids, is_own in ((own, True), (nouns, False)) if can_be_own else ((nouns, False),):
            may = scope == "all" or (scope == "own" and (is_own or not can_be_own))
            if is_refused(app, who, method, fill(address, ids)) == may:
                wrong.append((method, address, "own" if is_own else "other", f"should be {may}"))
    assert wrong == []


@pytest.mark.parametrize(("whose", "state"), MAY_CHANGE)
def test_an_article_is_changed_only_by_those_of_the_policy(app, newsroom, whose, state):
    for role, may in zip(ROLES, MAY_CHANGE[whose, state], strict=True):
        who = an_editor(app, role)
        article = story_in(newsroom, state, created_by_id=who.id if whose == "own" else None)
        answer = browser(app, who).post(
            f"/desk/articles/{article.id}", data={"headline": "Changed", "version": article.version}
        )
        assert answer.status_code == (303 if may else 403), (role, whose, state)


def story_in(newsroom, state: str, **values):
    if state == "draft":
        return newsroom.draft("Ferry", **values)
    if state == "in review":
        return newsroom.draft("Ferry", submitted_at=now(), **values)
    if state == "scheduled":
        return newsroom.article("Ferry", published_at=now() + timedelta(days=1), **values)
    article = newsroom.article("Ferry", **values)
    if state == "binned":
        newsroom.bin(article)
    return article


def test_without_a_session_only_the_sign_in_is_reached(nouns, visitor):
    for right, method, address in rows():
        if right == "no session":
            continue
        answer = visitor.open(fill(address, nouns), method=method, without_token=True)
        if method == "GET":
            assert answer.status_code == 303, address
            assert answer.headers["Location"].startswith("/desk/sign-in"), address
        else:
            assert answer.status_code == 401, address


@pytest.mark.parametrize("role", ROLES)
def test_own_stories_are_those_one_began_or_is_the_author_of(app, newsroom, role):
    leyla = newsroom.author("Leyla Aydin")
    who = an_editor(app, role, author=leyla)
    begun = newsroom.draft("Begun by her", created_by_id=who.id)
    written = newsroom.draft("Written by her", authors=[leyla])
    foreign = newsroom.draft("Neither")
    may_open = [
        browser(app, who).get(f"/desk/articles/{each.id}").status_code == 200
        for each in (begun, written, foreign)
    ]
    assert may_open == [True, True, role in ("editor", "admin")]


def test_an_unknown_address_of_the_desk_is_404(editor):
    answer = editor.get("/desk/no-such-room")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
