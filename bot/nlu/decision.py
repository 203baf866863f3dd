"""Decide what to do with a ranking: answer, answer with alternatives, offer choices, or neither."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

_MOST_CHOICES = 3


class Decision(str, Enum):
    """What to do with a message."""

    ANSWER = "answer"
    CHOICES = "choices"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Thresholds:
    """Confidences between which the assistant behaves differently; see docs/understanding.md.

    Args:
        sure: from here on the answer stands alone.
        answer: from here on it is given, with the other topics that may have been meant.
        offer: from here on topics are offered to choose from; below, nothing is.
        rival: the least probability of a topic that is offered beside another.
        known_words: the least share of words that are English; below, the text is not read.
    """

    sure: float
    answer: float
    offer: float
    rival: float
    known_words: float


@dataclass(frozen=True)
class Verdict:
    """A decision with the topics that go with it, likeliest first."""

    decision: Decision
    alternatives: tuple[str, ...] = ()


def decide(
    ranking: Sequence[Mapping[str, Any]],
    topics: Collection[str],
    known_words: float,
    thresholds: Thresholds,
) -> Verdict:
    """Decide on a message.

    Args:
        ranking: Rasa's intent ranking, with `name`, `confidence` and `probability`.
        topics: the intents that have an answer and can be offered.
        known_words: share of the message's words that are English or of the domain.
        thresholds: where the decisions change.
    """
    if not ranking or known_words < thresholds.known_words:
        return Verdict(Decision.UNSURE)
    best = ranking[0]
    others = tuple(
        entry["name"]
        for entry in ranking[1:]
        if entry["name"] in topics and entry["probability"] >= thresholds.rival
    )
    if best["confidence"] >= thresholds.sure:
        return Verdict(Decision.ANSWER)
    if best["confidence"] >= thresholds.answer:
        return Verdict(Decision.ANSWER, others[: _MOST_CHOICES - 1])
    if best["confidence"] >= thresholds.offer and best["name"] in topics:
        offered = (best["name"], *others)[:_MOST_CHOICES]
        return Verdict(Decision.CHOICES, offered)
    return Verdict(Decision.UNSURE)
