"""Two questions in one message are noticed; one question is left whole."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from bot.nlu.topic_reader import Reading
from bot.nlu.two_questions import Limits, cuts, find_two

LABELS = ("locked", "leaver", "mfa", "thanks")
TOPICS = LABELS[:3]
JOINING = frozenset({"and", "also"})
STARTING = frozenset({"how", "what", "can"})
LIMITS = Limits(JOINING, STARTING, least=0.02, most=0.1, marked=0.65, unmarked=0.8)
WORDS = {"locked": "locked", "resigned": "leaver", "code": "mfa", "cheers": "thanks"}


def _reading(confidence: float, **chances: float) -> Reading:
    given = np.array([chances.get(label, 0.0) for label in LABELS], dtype=np.float32)
    return Reading(LABELS, given, confidence)


def _reads(confidence: float) -> Callable[[str], Reading]:
    """Read each half by the words it holds, with the same confidence."""

    def read(text: str) -> Reading:
        found = [label for word, label in WORDS.items() if word in text]
        return _reading(confidence, **{label: 1.0 / len(found) for label in found})

    return read


def _halves(text: str) -> list[tuple[str, str]]:
    return [(cut.left, cut.right) for cut in cuts(text, JOINING, STARTING)]


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("it is locked. he resigned today", [("it is locked", "he resigned today")]),
        ("it is locked and also he resigned", [("it is locked", "he resigned")]),
        ("it is locked\nhe resigned", [("it is locked", "he resigned")]),
        ("it is locked how do codes work", [("it is locked", "how do codes work")]),
        ("1) it is locked 2) he resigned", [("1) it is locked", "he resigned")]),
        ("it is locked", []),
        ("locked. resigned", []),
        ("", []),
    ],
)
def test_a_message_may_fall_apart_at_marks_and_words(
    text: str, halves: list[tuple[str, str]]
) -> None:
    """Marks, joining words and the start of a question are places; halves have two words."""
    assert _halves(text) == halves


WHOLE = _reading(0.6, locked=0.6, leaver=0.4)
TWO = "it is locked and she resigned"


def test_two_clear_halves_are_two_questions() -> None:
    """Both topics are given, in the order asked."""
    assert find_two(TWO, WHOLE, TOPICS, _reads(0.7), LIMITS) == ("locked", "leaver")
    turned = find_two("she resigned and it is locked", WHOLE, TOPICS, _reads(0.7), LIMITS)
    assert turned == ("leaver", "locked")


@pytest.mark.parametrize(("confidence", "two"), [(0.65, True), (0.64, False)])
def test_an_unclear_half_is_no_question(confidence: float, two: bool) -> None:
    """From the limit on, halves at a mark count."""
    assert bool(find_two(TWO, WHOLE, TOPICS, _reads(confidence), LIMITS)) is two


@pytest.mark.parametrize(("confidence", "two"), [(0.8, True), (0.79, False)])
def test_without_a_mark_the_halves_must_be_clearer(confidence: float, two: bool) -> None:
    """Where only a question starts, the limit is higher."""
    text = "it is locked how about she resigned"

    assert bool(find_two(text, WHOLE, TOPICS, _reads(confidence), LIMITS)) is two


def test_the_whole_message_must_point_to_both() -> None:
    """A side remark that the message as a whole is not about is no question, and costs nothing."""

    def must_not_read(text: str) -> Reading:
        raise AssertionError(text)

    one = _reading(0.9, locked=0.99, leaver=0.01)

    assert find_two(TWO, one, TOPICS, must_not_read, LIMITS) is None


def test_the_same_question_twice_is_one() -> None:
    """Two halves on one topic need one answer."""
    assert find_two("it is locked and so locked", WHOLE, TOPICS, _reads(0.9), LIMITS) is None


def test_halves_that_say_the_same_are_one_question() -> None:
    """Where a half speaks of the other's topic as well, they belong together."""
    text = "it is locked, locked, locked since she resigned"

    assert find_two(text, WHOLE, TOPICS, _reads(0.9), LIMITS) is None


def test_what_cannot_be_answered_is_no_question() -> None:
    """Thanks beside a question are not a second one."""
    whole = _reading(0.6, locked=0.6, thanks=0.4)

    assert find_two("it is locked and cheers then", whole, TOPICS, _reads(0.9), LIMITS) is None
