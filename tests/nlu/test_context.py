"""Follow-ups and corrections are read with what was said before."""

from __future__ import annotations

import re

import numpy as np
import pytest

from bot.nlu.context import (
    UNSURE,
    Before,
    Correcting,
    asked_instead,
    corrected,
    in_context,
)
from bot.nlu.topic_reader import Reading

LABELS = ("open", "mobile", "rename")
CORRECTING = Correcting(
    refusals=frozenset({"no", "wrong"}),
    corrections=re.compile(
        r"\b(?:i meant|i asked(?= how| where)|i didn't say[^.,]*)\b", re.IGNORECASE
    ),
    meanings=re.compile(r"\bi meant?\b", re.IGNORECASE),
)


def _reading(confidence: float, *chances: float) -> Reading:
    return Reading(LABELS, np.array(chances, dtype=np.float32), confidence)


def test_a_follow_up_is_read_behind_the_answer_and_the_question() -> None:
    """Both complete the message; alone, behind answer and behind question count 2, 15 and 3."""
    heard: list[str] = []

    def read(text: str) -> Reading:
        heard.append(text)
        return _reading(0.9, 0.2, 0.8, 0.0)

    before = Before(topic="open", question="where is it")
    alone, behind = _reading(0.1, 0.4, 0.2, 0.4), _reading(0.6, 0.1, 0.6, 0.3)
    found = in_context("and on my phone?", alone, before, read, behind)

    assert heard == ["where is it and on my phone?"]
    assert found.best == "mobile"
    weighed = [
        (2 * one + 15 * answer + 3 * question) / 20
        for one, answer, question in ((0.4, 0.1, 0.2), (0.2, 0.6, 0.8), (0.4, 0.3, 0.0))
    ]
    assert found.probabilities == pytest.approx(weighed)


def test_what_is_known_to_be_asked_behind_an_answer_counts_most() -> None:
    """The model of follow-ups weighs more than all other readings together."""
    before = Before(topic="open", question="where is it")
    other = _reading(0.9, 0.9, 0.1, 0.0)

    found = in_context("they said no", other, before, lambda _: other, _reading(0.6, 0.0, 0.0, 1.0))

    assert found.best == "rename"
    assert found.confidence == pytest.approx(0.6)


def test_a_question_without_answer_is_completed() -> None:
    """Where topics were only offered, who goes on says more about the same question."""
    before = Before(question="the mailbox thing", shown=("open", "rename"))

    found = in_context(
        "on my phone", _reading(0.1, 0.4, 0.2, 0.4), before, lambda _: _reading(0.9, 0.2, 0.8, 0.0)
    )

    assert found.best == "mobile"
    assert found.confidence == UNSURE


@pytest.mark.parametrize(
    ("before", "subjects"),
    [
        (Before(topic="open", shown=("open",)), {"open": 1.0}),
        (Before(topic="open"), {"open": 1.0}),
        (Before(topic="open", earlier="mfa"), {"open": 0.7, "mfa": 0.3}),
        (Before(shown=("open", "mfa"), earlier="mfa"), {"open": 1.0, "mfa": 1.0}),
        (Before(shown=("open", "rename")), {"open": 1.0, "rename": 1.0}),
        (Before(shown=("open", "aup"), earlier="mfa"), {"open": 0.35, "aup": 0.35, "mfa": 0.3}),
        (Before(question="where is it"), {}),
    ],
)
def test_a_follow_up_is_about_what_was_answered_or_offered(
    before: Before, subjects: dict[str, float]
) -> None:
    """What was answered, else each topic that was offered; for a smaller part the one before."""
    assert before.subjects == pytest.approx(subjects)


def test_a_question_that_was_not_understood_spoils_nothing() -> None:
    """A message that is clearer alone than behind such a question is read alone."""
    before = Before(question="hm", shown=("open", "rename"))
    alone = _reading(0.4, 0.4, 0.2, 0.4)

    assert in_context("it", alone, before, lambda _: _reading(0.1, 0.2, 0.8, 0.0)) is alone


@pytest.mark.parametrize(
    ("alone", "joined", "confidence"),
    [
        (_reading(0.1, 0.4, 0.2, 0.4), _reading(0.9, 0.2, 0.8, 0.0), UNSURE),
        (_reading(0.1, 0.4, 0.2, 0.4), _reading(0.5, 0.2, 0.8, 0.0), 0.5),
        (_reading(0.3, 0.0, 0.1, 0.9), _reading(0.5, 0.0, 0.4, 0.6), 0.5),
        (_reading(0.3, 0.5, 0.4, 0.1), _reading(0.5, 0.1, 0.4, 0.5), 0.4),
    ],
    ids=["capped", "joined", "the higher of two", "no part is for it"],
)
def test_what_the_context_makes_likely_is_never_sure(
    alone: Reading, joined: Reading, confidence: float
) -> None:
    """The confidence is the most of a reading for the same topic, and leaves room for others."""
    before = Before(topic="open", question="where is it")

    found = in_context("and on my phone?", alone, before, lambda _: joined)

    assert found.confidence == pytest.approx(confidence, abs=0.001)


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


def test_a_topic_that_may_have_been_right_is_offered_again() -> None:
    """Where nothing else is clear, what was shown is a choice: "no, the home's, not mine"."""
    labels = ("full", "open", "rename", "mobile", "owner")

    def read(text: str) -> Reading:
        return Reading(labels, np.array([0.6, 0.1, 0.1, 0.1, 0.1], dtype=np.float32), 0.9)

    found = corrected("not mine, the home's", Before(question="it is full", shown=("full",)), read)

    assert found.best == "full"
    assert 0.1 <= found.confidence < 0.45  # offered, not answered


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
        ("i didn't say forgotten, it is locked", "it is locked"),
        ("I didn't say that", None),
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
