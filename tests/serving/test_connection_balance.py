"""Which worker a new connection is left to."""

from __future__ import annotations

from portal.serving.connection_balance import Shares


def test_who_has_more_stands_back_and_equals_do_not():
    shares = Shares(rows=3)
    first, second = shares.share(0), shares.share(1)
    first.hold(2)
    second.hold(1)

    assert first.is_larger_than_another
    assert not second.is_larger_than_another
    second.hold(2)
    assert not first.is_larger_than_another


def test_nobody_stands_back_for_one_that_takes_no_more():
    shares = Shares(rows=2)
    first, second = shares.share(0), shares.share(1)
    first.hold(2)
    second.hold(0)

    second.end()

    assert not first.is_larger_than_another


def test_one_alone_stands_back_for_nobody():
    alone = Shares(rows=8).share(5)
    alone.hold(100)

    assert not alone.is_larger_than_another
