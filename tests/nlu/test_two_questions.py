"""Two questions in one message are noticed; one question is left whole."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.floats import Floats
from bot.nlu.topic_reader import Reading
from bot.nlu.two_questions import Limits, cuts, find_two, likely_places

LABELS = ("locked", "leaver", "mfa", "thanks")
TOPICS = LABELS[:3]
JOINING = frozenset({"and", "also"})
STARTING = frozenset({"how", "what", "can"})
LIMITS = Limits(
    JOINING,
    STARTING,
    clear=3.0,
    named=1.0,
    apart=0.5,
    least=3.0,
    possible=1.0,
    tried=3,
    confirmed=2,
    likely=0.2,
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


def _two(
    text: str, whole: Reading = WHOLE, confidence: float = 0.9, limits: Limits = LIMITS
) -> tuple[str, str] | None:
    reader = Halves(confidence)
    places = likely_places(text, whole, TOPICS, reader, limits)
    return find_two(places, whole, TOPICS, reader, limits)


def test_two_clear_halves_are_two_questions() -> None:
    """Both topics are given, in the order asked."""
    assert _two(TWO) == ("locked", "leaver")
    assert _two("she resigned and it is locked") == ("leaver", "locked")
    assert _two("it is locked how about she resigned") == ("locked", "leaver")


# 3 c^2 + ln 0.401 - 0.5 ln 0.001 is 3.0 for a confidence c of 0.391.
@pytest.mark.parametrize(("confidence", "two"), [(0.40, True), (0.38, False)])
def test_an_unclear_half_is_no_question(confidence: float, two: bool) -> None:
    """From the least weight on, halves count."""
    assert bool(_two(TWO, confidence=confidence)) is two


@pytest.mark.parametrize(("chance", "two"), [(0.1, True), (0.04, False)])
def test_the_clearer_the_halves_the_less_the_whole_must_point_to_both(
    chance: float, two: bool
) -> None:
    """What speaks for two questions is weighed together: no number decides alone."""
    whole = _reading(0.9, locked=1 - chance, leaver=chance)

    assert bool(_two(TWO, whole, confidence=0.9)) is two
    assert _two(TWO, whole, confidence=0.5) is None


def test_a_side_remark_costs_nothing() -> None:
    """Where the message as a whole is about one topic alone, no half is read."""
    one, halves = _reading(0.9, locked=0.999, leaver=0.0001), Halves(0.9)

    assert likely_places(TWO, one, TOPICS, halves, LIMITS) == []
    assert halves.heard == []


def test_only_the_likeliest_places_are_read() -> None:
    """Of many places those are read whose halves look most like two topics by their letters."""
    text = "well, you see, it is locked, and she resigned, and so on, and so on"
    halves = Halves(0.9)

    places = likely_places(text, WHOLE, TOPICS, halves, LIMITS)

    assert 1 <= len(places) <= LIMITS.confirmed
    assert len(halves.heard) <= 2 * LIMITS.tried
    assert find_two(places, WHOLE, TOPICS, halves, LIMITS) == ("locked", "leaver")


def test_places_that_look_like_one_topic_are_not_read() -> None:
    """Where no half looks like another topic, the slow reading is spared."""
    halves = Halves(0.9)

    assert likely_places("it is locked, I am sure", WHOLE, TOPICS, halves, LIMITS) == []
    assert halves.heard == []


def test_a_possible_place_is_not_yet_two_questions() -> None:
    """The small encoder only chooses: what it finds possible, the large one may refuse."""
    places = likely_places(TWO, WHOLE, TOPICS, Halves(0.2), LIMITS)

    assert places
    assert find_two(places, WHOLE, TOPICS, Halves(0.2), LIMITS) is None


def test_the_same_question_twice_is_one() -> None:
    """Two halves on one topic need one answer."""
    assert _two("it is locked and so locked") is None


def test_halves_that_say_the_same_are_one_question() -> None:
    """Where a half speaks of the other's topic as well, they belong together."""
    assert _two("it is locked, locked, locked since she resigned", confidence=0.6) is None


def test_what_cannot_be_answered_is_no_question() -> None:
    """Thanks beside a question are not a second one."""
    whole = _reading(0.6, locked=0.6, thanks=0.4)

    assert _two("it is locked and cheers then", whole) is None
