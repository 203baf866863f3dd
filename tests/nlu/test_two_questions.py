"""Two questions in one message are noticed; one question is left whole."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.topic_model import Floats
from bot.nlu.topic_reader import Reading
from bot.nlu.two_questions import Limits, cuts, find_two

LABELS = ("locked", "leaver", "mfa", "thanks")
TOPICS = LABELS[:3]
JOINING = frozenset({"and", "also"})
STARTING = frozenset({"how", "what", "can"})
LIMITS = Limits(
    JOINING, STARTING, least=0.02, most=0.1, marked=0.65, unmarked=0.8, tried=2, likely=0.2
)
WORDS = {"locked": "locked", "resigned": "leaver", "code": "mfa", "cheers": "thanks"}


def _reading(confidence: float, **chances: float) -> Reading:
    given = np.array([chances.get(label, 0.0) for label in LABELS], dtype=np.float32)
    return Reading(LABELS, given, confidence)


class Halves:
    """Reads each half by the words it holds, with the same confidence; notes what it read."""

    def __init__(self, confidence: float) -> None:
        """Nothing was read yet."""
        self._confidence = confidence
        self.heard: list[str] = []

    def read(self, text: str) -> Reading:
        """Read a half."""
        self.heard.append(text)
        return self._read(text)

    def glance(self, texts: list[str]) -> Floats:
        """Know the same, quickly."""
        return np.stack([self._read(text).probabilities for text in texts])

    def _read(self, text: str) -> Reading:
        found = [label for word, label in WORDS.items() if word in text]
        return _reading(self._confidence, **{label: 1.0 / len(found) for label in found})


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
    assert find_two(TWO, WHOLE, TOPICS, Halves(0.7), LIMITS) == ("locked", "leaver")
    turned = find_two("she resigned and it is locked", WHOLE, TOPICS, Halves(0.7), LIMITS)
    assert turned == ("leaver", "locked")


@pytest.mark.parametrize(("confidence", "two"), [(0.65, True), (0.64, False)])
def test_an_unclear_half_is_no_question(confidence: float, two: bool) -> None:
    """From the limit on, halves at a mark count."""
    assert bool(find_two(TWO, WHOLE, TOPICS, Halves(confidence), LIMITS)) is two


@pytest.mark.parametrize(("confidence", "two"), [(0.8, True), (0.79, False)])
def test_without_a_mark_the_halves_must_be_clearer(confidence: float, two: bool) -> None:
    """Where only a question starts, the limit is higher."""
    text = "it is locked how about she resigned"

    assert bool(find_two(text, WHOLE, TOPICS, Halves(confidence), LIMITS)) is two


def test_the_whole_message_must_point_to_both() -> None:
    """A side remark that the message as a whole is not about is no question, and costs nothing."""
    one, halves = _reading(0.9, locked=0.99, leaver=0.01), Halves(0.9)

    assert find_two(TWO, one, TOPICS, halves, LIMITS) is None
    assert halves.heard == []


def test_only_the_likeliest_places_are_read() -> None:
    """Of many places those are tried whose halves look most like two topics by their letters."""
    text = "well, you see, it is locked, and she resigned, and so on, and so on"
    halves = Halves(0.9)

    assert find_two(text, WHOLE, TOPICS, halves, LIMITS) == ("locked", "leaver")
    assert len(halves.heard) <= 2 * LIMITS.tried


def test_places_that_look_like_one_topic_are_not_read() -> None:
    """Where no half looks like another topic, the slow reading is spared."""
    halves = Halves(0.9)

    assert find_two("it is locked, I am sure", WHOLE, TOPICS, halves, LIMITS) is None
    assert halves.heard == []


def test_the_same_question_twice_is_one() -> None:
    """Two halves on one topic need one answer."""
    assert find_two("it is locked and so locked", WHOLE, TOPICS, Halves(0.9), LIMITS) is None


def test_halves_that_say_the_same_are_one_question() -> None:
    """Where a half speaks of the other's topic as well, they belong together."""
    text = "it is locked, locked, locked since she resigned"

    assert find_two(text, WHOLE, TOPICS, Halves(0.9), LIMITS) is None


def test_what_cannot_be_answered_is_no_question() -> None:
    """Thanks beside a question are not a second one."""
    whole = _reading(0.6, locked=0.6, thanks=0.4)

    assert find_two("it is locked and cheers then", whole, TOPICS, Halves(0.9), LIMITS) is None
