from __future__ import annotations

from threading import Thread

import pytest

from portal.extensions import db
from portal.models import Editor, OneTimeLink, Role

pytestmark = pytest.mark.both_databases


def test_only_one_of_many_concurrent_uses_of_a_link_succeeds(app):
    with app.app_context():
        token = OneTimeLink.create(Editor.add("ada@courier.example", Role.AUTHOR)).rpartition("/")[
            2
        ]
        db.session.commit()
    taken: list[bool] = []

    def take() -> None:
        with app.app_context():
            taken.append(OneTimeLink.consume(token))
            db.session.commit()

    threads = [Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False] * 7 + [True]


def test_only_the_newest_link_of_an_editor_works(app):
    with app.app_context():
        ada = Editor.add("ada@courier.example", Role.AUTHOR)
        ben = Editor.add("ben@courier.example", Role.AUTHOR)
        for whose in (ada, ada, ben):
            OneTimeLink.create(whose)
        db.session.commit()
        assert db.session.query(OneTimeLink).count() == 2


def test_the_first_editors_links_replace_each_other_too(app):
    with app.app_context():
        OneTimeLink.create(None)
        OneTimeLink.create(None)
        db.session.commit()
        assert db.session.query(OneTimeLink).count() == 1
