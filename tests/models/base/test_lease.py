"""One of many workers gets a lease, until it runs out or is given back."""

from __future__ import annotations

import pytest

from portal.extensions import db
from portal.models import Lease

pytestmark = pytest.mark.both_databases


def test_one_holder_gets_the_lease_and_may_renew_it(app):
    assert acquire(app, "one")
    assert not acquire(app, "two")
    assert acquire(app, "one")


def test_a_lease_that_ran_out_goes_to_the_next(app):
    acquire(app, "one", seconds=-1)

    assert acquire(app, "two")
    assert not acquire(app, "one")


def test_a_released_lease_is_free_at_once(app):
    acquire(app, "one")
    with app.app_context():
        Lease.release("fetching", "two")
        Lease.release("fetching", "one")
        db.session.commit()

    assert acquire(app, "two")


def acquire(app, holder: str, seconds: float = 60) -> bool:
    with app.app_context():
        is_held = Lease.acquire("fetching", holder, seconds)
        db.session.commit()
    return is_held
