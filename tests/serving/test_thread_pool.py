"""The threads that make answers: one in turn, others where that one is held up."""

from __future__ import annotations

from threading import Event, get_ident

import pytest

from portal.serving import thread_pool
from portal.serving.thread_pool import Crew


class Answer:
    """What is to be made: it tells when it has begun, waits until it may end, and who made it."""

    def __init__(self, *, at_once: bool = False) -> None:
        self.begun, self.may_end, self.ended = Event(), Event(), Event()
        self.is_cancelled = False
        self.made_by = 0
        if at_once:
            self.may_end.set()

    def service(self) -> None:
        self.made_by = get_ident()
        self.begun.set()
        assert self.may_end.wait(30)
        self.ended.set()

    def cancel(self) -> None:
        self.is_cancelled = True


@pytest.fixture
def hire():
    hired: list[Crew] = []

    def made(size: int, at_once: int) -> Crew:
        hired.append(Crew(size, at_once))
        return hired[-1]

    yield made
    for each in hired:
        each.shutdown()


def given(pool: Crew, *answers: Answer) -> None:
    for answer in answers:
        pool.add_task(answer)


def test_one_makes_what_comes_in_turn(hire):
    pool, answers = hire(4, 1), [Answer() for _ in range(3)]

    given(pool, *answers)
    assert answers[0].begun.wait(30)
    assert len(pool.queue) == 2
    for answer in answers:
        answer.may_end.set()
    assert all(answer.ended.wait(30) for answer in answers)

    assert len({answer.made_by for answer in answers}) == 1


def test_another_steps_in_where_the_first_is_held_up(hire, monkeypatch):
    crew_of_two, slow, next_one = hire(2, 1), Answer(), Answer(at_once=True)
    given(crew_of_two, slow, next_one)
    assert slow.begun.wait(30)

    crew_of_two.step_in()
    assert not next_one.begun.is_set()
    monkeypatch.setattr(thread_pool, "HELD_UP", 0)
    crew_of_two.step_in()

    assert next_one.ended.wait(30)
    assert not slow.ended.is_set()
    slow.may_end.set()


def test_no_more_go_to_work_than_there_are(hire, monkeypatch):
    monkeypatch.setattr(thread_pool, "HELD_UP", 0)
    crew_of_two, answers = hire(2, 1), [Answer() for _ in range(3)]
    given(crew_of_two, *answers)

    for _ in range(5):
        crew_of_two.step_in()
    assert answers[1].begun.wait(30)
    assert not answers[2].begun.is_set()

    for answer in answers:
        answer.may_end.set()
    assert answers[2].ended.wait(30)


def test_all_go_at_once_where_they_wait_for_a_server(hire):
    pool, answers = hire(3, 3), [Answer() for _ in range(3)]

    given(pool, *answers)
    assert all(answer.begun.wait(30) for answer in answers)

    for answer in answers:
        answer.may_end.set()


def test_one_goes_to_work_again_after_a_rest(hire):
    pool = hire(2, 1)
    for _ in range(20):
        answer = Answer(at_once=True)
        given(pool, answer)
        assert answer.ended.wait(30)


def test_answer_that_fails_does_not_end_the_work(hire, caplog):
    class Broken(Answer):
        def service(self) -> None:
            raise RuntimeError("the press is on fire")

    pool, sound = hire(1, 1), Answer(at_once=True)
    given(pool, Broken(), sound)

    assert sound.ended.wait(30)
    assert "the press is on fire" in caplog.text


def test_what_nobody_has_begun_is_cancelled_at_the_end(hire):
    pool, begun, left = hire(1, 1), Answer(), Answer()
    given(pool, begun, left)
    assert begun.begun.wait(30)
    begun.may_end.set()

    pool.shutdown()

    assert left.is_cancelled or left.begun.is_set()
