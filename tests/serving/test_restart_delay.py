"""Workers that fail at their start are replaced more and more slowly."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from portal.serving import restart_delay
from portal.serving.restart_delay import RestartDelay


@pytest.fixture
def clock(monkeypatch) -> SimpleNamespace:
    """A clock whose time a test sets."""
    clock = SimpleNamespace(now=1000.0, monotonic=lambda: clock.now)
    monkeypatch.setattr(restart_delay, "time", clock)
    return clock


def test_the_delay_doubles_up_to_its_maximum(clock):
    delay, failed = RestartDelay(), SimpleNamespace(started_at=clock.now)

    found = [delay.record_end(failed) for _ in range(9)]

    assert found == [0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_a_worker_that_ran_for_a_while_is_replaced_at_once(clock):
    delay = RestartDelay()
    for _ in range(5):
        delay.record_end(SimpleNamespace(started_at=clock.now))

    assert delay.record_end(SimpleNamespace(started_at=clock.now - 10)) == 0


def test_the_delay_is_over_when_its_seconds_have_passed(clock):
    delay = RestartDelay()
    for _ in range(2):
        delay.record_end(SimpleNamespace(started_at=clock.now))

    assert not delay.is_over
    clock.now += 1
    assert delay.is_over
