from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest

from portal.extensions import db
from portal.models import FailedSignIn, now

pytestmark = pytest.mark.both_databases

MARA, HOME = "mara@courier.example", "192.0.2.7"


def count(email: str = MARA, address: str = HOME) -> timedelta | None:
    wait = FailedSignIn.count_attempt(email, address)
    db.session.commit()
    return wait


def test_the_fourth_failure_makes_one_wait(app):
    with app.app_context():
        assert [count() for _ in range(4)] == [None] * 4
        assert timedelta(0) < count() <= timedelta(seconds=2)


def test_an_attempt_that_is_too_early_is_not_counted(app):
    with app.app_context():
        for _ in range(9):
            count()
        assert db.session.get(FailedSignIn, f"account:{MARA}").number == 4


def test_a_success_clears_the_account_and_one_attempt_of_the_address(app):
    with app.app_context():
        for email in (MARA, MARA, "ada@courier.example"):
            count(email)
        FailedSignIn.undo_attempt(MARA, HOME)
        db.session.commit()
        numbers = {row.key: row.number for row in db.session.query(FailedSignIn)}
    assert numbers == {"account:ada@courier.example": 1, f"address:{HOME}": 2}


def test_failures_expire_after_a_day(app):
    with app.app_context():
        for _ in range(4):
            count()
        db.session.query(FailedSignIn).update(
            {
                "failed_at": now() - timedelta(days=1, minutes=1),
                "opens_at": now() + timedelta(hours=1),
            }
        )
        db.session.commit()
        assert count() is None


def test_concurrent_attempts_are_all_counted(app):
    """Only the free ones and one more are allowed."""
    waits: list[timedelta | None] = []

    def ask() -> None:
        with app.app_context():
            waits.append(count())

    threads = [Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert waits.count(None) == 4
    assert len(waits) == 12
