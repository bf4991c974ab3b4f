"""A worker with more connections than another leaves new ones to that one."""

from __future__ import annotations

from portal.serving.connection_balance import ConnectionCounts


def test_only_a_worker_with_more_connections_is_above_the_minimum():
    counts = ConnectionCounts(rows=3)
    first, second = counts.worker(0), counts.worker(1)
    first.set(2)
    second.set(1)

    assert first.is_above_minimum
    assert not second.is_above_minimum
    second.set(2)
    assert not first.is_above_minimum


def test_a_closed_worker_is_not_the_minimum():
    counts = ConnectionCounts(rows=2)
    first, second = counts.worker(0), counts.worker(1)
    first.set(2)
    second.set(0)

    second.close()

    assert not first.is_above_minimum


def test_a_single_worker_is_never_above_the_minimum():
    alone = ConnectionCounts(rows=8).worker(5)
    alone.set(100)

    assert not alone.is_above_minimum
