from __future__ import annotations

from datetime import timedelta

import pytest

from portal.extensions import db
from portal.models import Article, Editor, Presence, Role
from portal.models.article.presence import PRESENCE_TIMEOUT

pytestmark = pytest.mark.both_databases


@pytest.fixture
def desk(app, newsroom):
    """Yield a draft and two editors in an app context."""
    draft = newsroom.draft("River rises")
    with app.app_context():
        two = [
            Editor.add(f"{name}@courier.example", Role.EDITOR, name=name)
            for name in ("mara", "tomas")
        ]
        db.session.flush()
        yield db.session.get(Article, draft.id), *two


def others(article, editor) -> list[str]:
    db.session.expire_all()
    return [each.editor.name for each in Presence.others(article, editor)]


def passes(time: timedelta) -> None:
    for each in db.session.query(Presence):
        each.since, each.seen_at = each.since - time, each.seen_at - time
    db.session.flush()


def test_two_editors_of_an_article_see_each_other(desk):
    draft, mara, tomas = desk
    Presence.touch(draft, mara)
    Presence.touch(draft, tomas)
    assert others(draft, mara) == ["tomas"]
    assert others(draft, tomas) == ["mara"]


def test_an_editor_who_stops_reporting_is_gone(desk):
    draft, mara, tomas = desk
    Presence.touch(draft, tomas)
    passes(PRESENCE_TIMEOUT + timedelta(seconds=1))
    assert others(draft, mara) == []


def test_since_starts_anew_after_an_absence(desk):
    draft, mara, tomas = desk
    Presence.touch(draft, tomas)
    came = Presence.others(draft, mara)[0].since
    passes(timedelta(seconds=20))
    Presence.touch(draft, tomas)
    db.session.expire_all()
    assert Presence.others(draft, mara)[0].since == came - timedelta(seconds=20)
    passes(PRESENCE_TIMEOUT * 2)
    Presence.touch(draft, tomas)
    db.session.expire_all()
    assert Presence.others(draft, mara)[0].since > came


def test_an_editor_who_closes_the_article_is_gone_at_once(desk):
    draft, mara, tomas = desk
    Presence.touch(draft, tomas)
    Presence.remove(draft, tomas)
    assert others(draft, mara) == []
