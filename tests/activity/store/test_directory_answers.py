"""The directory's answers are kept for a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.activity.store import DirectoryAnswers, Store
from tests.activity.store.invented import everything

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.timezone.utc)
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)
ANSWER: dict[str, Any] = {"name": "Invented Lodge, Café", "open": True, "roles": ["RO101", None]}


@pytest.fixture
def answers(store: Store) -> DirectoryAnswers:
    """No answer yet."""
    return DirectoryAnswers(store)


def test_an_answer_comes_out_as_it_went_in(answers: DirectoryAnswers) -> None:
    """Whatever JSON can hold is kept, for its own code only."""
    answers.keep_answer("VLZ2A", ANSWER, NOW)

    assert answers.kept_answer("VLZ2A", NOW) == ANSWER
    assert answers.kept_answer("VLZ2C", NOW) is None


def test_an_answer_is_given_for_a_day(answers: DirectoryAnswers) -> None:
    """It is there a second before 24 hours are over, and not when they are."""
    answers.keep_answer("VLZ2A", ANSWER, NOW)

    assert answers.kept_answer("VLZ2A", NOW + DAY - SECOND) == ANSWER
    assert answers.kept_answer("VLZ2A", NOW + DAY) is None


def test_the_zone_of_the_clock_does_not_matter(answers: DirectoryAnswers) -> None:
    """An answer kept by a clock in another zone is as old as it is."""
    there = dt.timezone(dt.timedelta(hours=9))
    answers.keep_answer("VLZ2A", ANSWER, NOW.astimezone(there))

    assert answers.kept_answer("VLZ2A", NOW + DAY - SECOND) == ANSWER
    assert answers.kept_answer("VLZ2A", NOW.astimezone(there) + DAY) is None


def test_a_newer_answer_takes_the_place(answers: DirectoryAnswers) -> None:
    """The second answer for a code is given, for a day from then."""
    answers.keep_answer("VLZ2A", ANSWER, NOW)
    answers.keep_answer("VLZ2A", {"open": False}, NOW + 12 * 3600 * SECOND)

    assert answers.kept_answer("VLZ2A", NOW + DAY) == {"open": False}


def test_old_answers_do_not_pile_up(answers: DirectoryAnswers) -> None:
    """Keeping an answer drops those that are too old to be given, and no others."""
    answers.keep_answer("VLZ2A", ANSWER, NOW)
    answers.keep_answer("VLZ2C", ANSWER, NOW + SECOND)
    answers.keep_answer("VLZ2D", ANSWER, NOW + DAY)

    kept = everything(answers.store)["activity_directory_answer"]
    assert [code for code, *_ in kept] == ["VLZ2C", "VLZ2D"]
