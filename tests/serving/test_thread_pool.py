"""One thread works through the queue; an extra one starts only if it is stalled."""

from __future__ import annotations

from threading import Event, get_ident

import pytest

from portal.serving import thread_pool
from portal.serving.thread_pool import ThreadPool


class SlowTask:
    """A task that sets `started`, waits for `may_end`, and records its thread."""

    def __init__(self, *, is_quick: bool = False) -> None:
        self.started, self.may_end, self.ended = Event(), Event(), Event()
        self.is_cancelled = False
        self.thread_id = 0
        if is_quick:
            self.may_end.set()

    def service(self) -> None:
        self.thread_id = get_ident()
        self.started.set()
        assert self.may_end.wait(30)
        self.ended.set()

    def cancel(self) -> None:
        self.is_cancelled = True


@pytest.fixture
def make_pool():
    pools: list[ThreadPool] = []

    def make(size: int, concurrent: int) -> ThreadPool:
        pools.append(ThreadPool(size, concurrent))
        return pools[-1]

    yield make
    for each in pools:
        each.shutdown()


def add(pool: ThreadPool, *tasks: SlowTask) -> None:
    for task in tasks:
        pool.add_task(task)


def test_one_thread_works_through_the_queue(make_pool):
    pool, tasks = make_pool(4, 1), [SlowTask() for _ in range(3)]

    add(pool, *tasks)
    assert tasks[0].started.wait(30)
    assert len(pool.queue) == 2
    for task in tasks:
        task.may_end.set()
    assert all(task.ended.wait(30) for task in tasks)

    assert len({task.thread_id for task in tasks}) == 1


def test_an_extra_thread_starts_if_the_first_is_stalled(make_pool, monkeypatch):
    pool, slow, next_one = make_pool(2, 1), SlowTask(), SlowTask(is_quick=True)
    add(pool, slow, next_one)
    assert slow.started.wait(30)

    pool.start_extra_thread_if_stalled()
    assert not next_one.started.is_set()
    monkeypatch.setattr(thread_pool, "STALL_SECONDS", 0)
    pool.start_extra_thread_if_stalled()

    assert next_one.ended.wait(30)
    assert not slow.ended.is_set()
    slow.may_end.set()


def test_no_more_threads_work_than_the_pool_has(make_pool, monkeypatch):
    monkeypatch.setattr(thread_pool, "STALL_SECONDS", 0)
    pool, tasks = make_pool(2, 1), [SlowTask() for _ in range(3)]
    add(pool, *tasks)

    for _ in range(5):
        pool.start_extra_thread_if_stalled()
    assert tasks[1].started.wait(30)
    assert not tasks[2].started.is_set()

    for task in tasks:
        task.may_end.set()
    assert tasks[2].ended.wait(30)


def test_all_threads_start_at_once_if_the_pool_is_concurrent(make_pool):
    pool, tasks = make_pool(3, 3), [SlowTask() for _ in range(3)]

    add(pool, *tasks)
    assert all(task.started.wait(30) for task in tasks)

    for task in tasks:
        task.may_end.set()


def test_an_idle_thread_works_again(make_pool):
    pool = make_pool(2, 1)
    for _ in range(20):
        task = SlowTask(is_quick=True)
        add(pool, task)
        assert task.ended.wait(30)


def test_a_task_that_fails_does_not_end_its_thread(make_pool, caplog):
    class Broken(SlowTask):
        def service(self) -> None:
            raise RuntimeError("the press is on fire")

    pool, sound = make_pool(1, 1), SlowTask(is_quick=True)
    add(pool, Broken(), sound)

    assert sound.ended.wait(30)
    assert "the press is on fire" in caplog.text


def test_queued_tasks_are_cancelled_at_shutdown(make_pool):
    pool, running, queued = make_pool(1, 1), SlowTask(), SlowTask()
    add(pool, running, queued)
    assert running.started.wait(30)
    running.may_end.set()

    pool.shutdown()

    assert queued.is_cancelled or queued.started.is_set()
