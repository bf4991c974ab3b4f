"""Every address of the desk with every role, against the one table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule

from portal.desk.shared.guard import NOUNS, action_of
from portal.desk.shared.permissions import ACTION_LABELS, ALL, NONE, OWN, RIGHTS, Action, may
from portal.extensions import db
from portal.models import Editor, Role
from tests.desk.cast import an_editor, browser

ROLES = [*Role]


def desk_rules(app) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/desk"):
            for method in sorted(rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
                yield rule, method


def address_of(rule: Rule, nouns: dict[str, int]) -> str:
    """An address that the rule takes; where it names a noun, one that is there."""
    words = {name: nouns.get(name, 1) for name in rule.arguments}
    built = rule.build(words, append_unknown=False)
    assert built, rule
    return built[1]


@pytest.fixture
def nouns(app, newsroom) -> dict[str, int]:
    """One of each noun that an address can name, none of them the cast's own."""
    made = {
        "article": newsroom.draft("Somebody else’s"),
        "author": newsroom.author(),
        "category": newsroom.category(),
        "page": newsroom.page(),
        "source": newsroom.source(),
        "tag": newsroom.tag(),
        "image": newsroom.image(),
        "placement": newsroom.placement(),
        "redirect": newsroom.redirect("/old/", address="/"),
        "editor": an_editor(app, "contributor", name="Somebody else"),
    }
    assert made.keys() == NOUNS.keys()
    return {name: noun.id for name, noun in made.items()}


def test_every_view_of_the_desk_has_a_row_in_the_table(app):
    with app.app_context():
        without = [rule.rule for rule, _ in desk_rules(app) if action_of(rule.endpoint) is None]
    assert without == []


@pytest.mark.parametrize("role", ROLES)
def test_every_role_at_every_address_gets_what_the_table_says(app, nouns, role):
    who = an_editor(app, role)
    for rule, method in desk_rules(app):
        with app.app_context():
            action = action_of(rule.endpoint)
        how_far = RIGHTS[action][ROLES.index(role)]
        names_a_noun = rule.arguments & NOUNS.keys()
        client = browser(app, who)
        answer = client.open(address_of(rule, nouns), method=method, without_token=True)
        at = (role, method, rule.rule, answer.status_code)
        if how_far is NONE or (how_far is OWN and names_a_noun):
            assert answer.status_code == 403, at
        else:
            assert answer.status_code not in (401, 403), at
            # Past the guard, what changes something stops at the token that the form must carry.
            assert method == "GET" or answer.status_code in (400, 404), at


def test_who_is_not_signed_in_gets_no_further_than_the_door(app, nouns, visitor):
    for rule, method in desk_rules(app):
        with app.app_context():
            is_open = action_of(rule.endpoint) is Action.ENTER
        if is_open:
            continue
        answer = visitor.open(address_of(rule, nouns), method=method, without_token=True)
        if method == "GET":
            assert answer.status_code == 303, rule
            assert answer.headers["Location"].startswith("/desk/sign-in"), rule
        else:
            assert answer.status_code == 401, rule


def test_every_action_is_in_words_for_the_admin_but_what_is_everybodys():
    assert ACTION_LABELS.keys() | {Action.ENTER, Action.ACCOUNT} == RIGHTS.keys()


def test_each_role_may_what_the_one_below_it_may():
    for rights in RIGHTS.values():
        reaches = [(NONE, OWN, ALL).index(each) for each in rights]
        assert reaches == sorted(reaches)


def test_own_is_what_one_began_or_wrote(app, newsroom):
    leyla = newsroom.author("Leyla Aydin")
    who = an_editor(app, "author", author=leyla)
    begun = newsroom.draft("Begun by her", created_by_id=who.id)
    written = newsroom.draft("Written by her", authors=[leyla])
    foreign = newsroom.draft("Neither")
    with app.app_context():
        her = db.session.get(Editor, who.id)
        may_publish = [
            may(her, Action.PUBLISH, db.session.merge(each)) for each in (begun, written, foreign)
        ]
    assert may_publish == [True, True, False]


def test_an_address_that_names_nothing_is_not_there(editor):
    answer = editor.get("/desk/no-such-room")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
