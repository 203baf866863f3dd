"""Requests follow each other slowly enough, and never wait beyond their deadline."""

from __future__ import annotations

import threading

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.activity.directory.deadline import Deadline
from bot.activity.directory.pace import Pace

NEVER = Deadline(float("inf"))


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        """Start at some moment that is not 0."""
        self.now = 100.0

    def read(self) -> float:
        """Give the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        assert seconds >= 0
        self.now += seconds


@settings(deadline=None)
@given(st.integers(1, 6), st.lists(st.floats(0, 2), max_size=40))
def test_no_second_holds_more_than_the_limit(limit: int, pauses: list[float]) -> None:
    """Whenever requests come, any limit + 1 of them in a row span at least a second."""
    clock = Clock()
    pace = Pace(limit, clock.read, clock.sleep)
    turns = []
    for pause in pauses:
        clock.sleep(pause)
        assert pace.wait_for_turn(NEVER)
        turns.append(clock.now)

    spans = [late - early for early, late in zip(turns, turns[limit:], strict=False)]

    assert all(span > 1 - 1e-9 for span in spans)


def test_the_first_do_not_wait() -> None:
    """Up to the limit nobody waits at all."""
    clock = Clock()
    pace = Pace(5, clock.read, clock.sleep)

    assert [pace.wait_for_turn(NEVER) for _ in range(5)] == [True] * 5
    assert clock.now == 100.0


def test_a_turn_after_the_deadline_is_refused_at_once_and_not_used_up() -> None:
    """Who cannot wait so long is told without waiting, and does not make the next wait longer."""
    clock = Clock()
    pace = Pace(1, clock.read, clock.sleep)
    pace.wait_for_turn(NEVER)

    assert not pace.wait_for_turn(Deadline(100.5))
    assert not pace.wait_for_turn(Deadline(101.0))
    assert clock.now == 100.0
    assert pace.wait_for_turn(Deadline(101.1))
    assert clock.now == 101.0


def test_threads_share_the_limit() -> None:
    """Of threads that come together, one reckons at a time and no more than the limit go."""
    clock = Clock()
    reckoning = threading.Lock()
    clash = threading.Event()

    def read_unless_another_does() -> float:
        if not reckoning.acquire(blocking=False):
            clash.set()
            return clock.now
        clash.wait(0.01)
        reckoning.release()
        return clock.now

    pace = Pace(3, read_unless_another_does, clock.sleep)
    together = threading.Barrier(12)
    went: list[bool] = []

    def ask() -> None:
        together.wait()
        went.append(pace.wait_for_turn(Deadline(100.9)))

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not clash.is_set()
    assert sorted(went) == [False] * 9 + [True] * 3
