"""Follow-ups and corrections are read with what was said before."""

from __future__ import annotations

import re

import numpy as np
import pytest

from bot.nlu.context import UNSURE, Before, Correcting, asked_instead, corrected, in_context
from bot.nlu.topic_reader import Reading

LABELS = ("open", "mobile", "rename")
CORRECTING = Correcting(
    refusals=frozenset({"no", "wrong"}),
    corrections=re.compile(r"\b(?:i meant|i asked(?= how| where))\b", re.IGNORECASE),
    meanings=re.compile(r"\bi meant?\b", re.IGNORECASE),
)


def _reading(confidence: float, *chances: float) -> Reading:
    return Reading(LABELS, np.array(chances, dtype=np.float32), confidence)


def test_a_follow_up_is_read_behind_the_title() -> None:
    """The title of the topic before completes the message, and both readings count."""
    heard: list[str] = []

    def read(text: str) -> Reading:
        heard.append(text)
        return _reading(0.9, 0.2, 0.8, 0.0)

    before = Before(topic="open", title="Open the shared mailbox")
    found = in_context("and on my phone?", _reading(0.1, 0.4, 0.2, 0.4), before, read)

    assert heard == ["Open the shared mailbox. and on my phone?"]
    assert found.best == "mobile"
    assert found.probabilities == pytest.approx([0.3, 0.5, 0.2])


@pytest.mark.parametrize(
    ("alone", "joined", "confidence"),
    [
        (_reading(0.1, 0.4, 0.2, 0.4), _reading(0.9, 0.2, 0.8, 0.0), UNSURE),
        (_reading(0.1, 0.4, 0.2, 0.4), _reading(0.5, 0.2, 0.8, 0.0), 0.5),
        (_reading(0.3, 0.0, 0.1, 0.9), _reading(0.5, 0.0, 0.6, 0.4), 0.3),
        (_reading(0.3, 0.5, 0.4, 0.1), _reading(0.5, 0.1, 0.4, 0.5), 0.4),
    ],
)
def test_what_the_context_makes_likely_is_never_sure(
    alone: Reading, joined: Reading, confidence: float
) -> None:
    """The confidence is that of a reading for the same topic, and leaves room for others."""
    before = Before(topic="open", title="Open the shared mailbox")

    found = in_context("and on my phone?", alone, before, lambda _: joined)

    assert found.confidence == pytest.approx(confidence)


def test_a_correction_never_gives_what_was_shown() -> None:
    """What was refused is out, however likely it looks, and the question before still counts."""
    heard: list[str] = []

    def read(text: str) -> Reading:
        heard.append(text)
        return _reading(0.9, 0.7, 0.2, 0.1)

    before = Before(question="how do I open it", shown=("open",))
    found = corrected("the one on my phone", before, read)

    assert heard == ["the one on my phone", "how do I open it the one on my phone"]
    assert found.best == "mobile"
    assert found.probability("open") == 0.0
    assert found.confidence == pytest.approx(2 / 3)


def test_the_next_best_are_those_that_were_not_shown() -> None:
    """What was shown is not offered again."""
    before = Before(shown=("open",), ranking=("open", "rename", "mobile"))

    assert before.others == ["rename", "mobile"]


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("no, I mean the shared one", "the shared one"),
        ("no I meant: the shared one", "the shared one"),
        ("That's for phones. I asked where to find it", "where to find it"),
        ("I meant the other one, I meant the shared one", "the shared one"),
        ("I asked the helpdesk and they do not know", None),
        ("I meant", None),
        ("I mean, does it cost anything?", None),
        ("No not that. The shared one", "The shared one"),
        ("no i mean the shared one", "the shared one"),
        ("wrong one, that is about moving", "that is about moving"),
        ("no", None),
        ("no!", None),
        ("nobody can open it", None),
        ("how do I open it", None),
        ("", None),
    ],
)
def test_what_is_asked_instead(text: str, instead: str | None) -> None:
    """Behind a refusal or a correction stands what is meant, if it is more than a word."""
    assert asked_instead(text, CORRECTING) == instead
