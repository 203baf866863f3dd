"""Work is waited for until its deadline and no longer, and cannot pile up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import TimeoutError as NotInTime

import pytest

from bot.activity.directory.deadline import Deadline, TooMuchRunningError, by

MOST = 16


@pytest.fixture
def stuck() -> Iterator[threading.Event]:
    """Work that waits for this is stuck until the test ends."""
    event = threading.Event()
    yield event
    event.set()
    for thread in threading.enumerate():
        if thread.name == "ods-directory":
            thread.join()


def test_the_result_is_given() -> None:
    """What the work gives comes back."""
    assert by(Deadline.after(10), lambda: 5) == 5


def test_an_error_is_passed_on() -> None:
    """What the work raises is raised where it is waited for, not lost in its thread."""
    with pytest.raises(ZeroDivisionError):
        by(Deadline.after(10), lambda: 1 // 0)


def test_work_that_is_stuck_is_given_up(stuck: threading.Event) -> None:
    """The wait ends at the deadline although the work has not ended."""
    with pytest.raises(NotInTime):
        by(Deadline.after(0.05), stuck.wait)

    assert not stuck.is_set()


def test_stuck_work_does_not_pile_up(stuck: threading.Event) -> None:
    """With so much work given up and not ended, no more is begun; when it ends, it is again."""
    for _ in range(MOST):
        with pytest.raises(NotInTime):
            by(Deadline.after(0), stuck.wait)
    with pytest.raises(TooMuchRunningError):
        by(Deadline.after(10), lambda: 5)

    stuck.set()
    for thread in threading.enumerate():
        if thread.name == "ods-directory":
            thread.join()

    assert by(Deadline.after(10), lambda: 5) == 5


def test_nothing_is_left_after_the_deadline() -> None:
    """Time left is never less than nothing: a negative time-out would mean none."""
    assert Deadline.after(-5).left() == 0
