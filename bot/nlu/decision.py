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
    CLINICAL = "clinical"
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
        known_words: the least share of words that are English; below, only a sure topic counts,
            as short misspelt messages have few.
        clinical: from this chance on a message is clinical, however sure a topic is.
        clinical_if_unsure: from this chance on it is, unless the topic is sure.
    """

    sure: float
    answer: float
    offer: float
    rival: float
    known_words: float
    clinical: float
    clinical_if_unsure: float


@dataclass(frozen=True)
class Understood:
    """What the pipeline found in a message.

    Args:
        ranking: Rasa's intent ranking, with `name`, `confidence` and `probability`.
        known_words: share of the words that are English or of the domain, 0 to 1.
        clinical: chance that the message is clinical, 0 to 1.
    """

    ranking: Sequence[Mapping[str, Any]]
    known_words: float
    clinical: float


@dataclass(frozen=True)
class Verdict:
    """A decision with the topics that go with it, likeliest first."""

    decision: Decision
    alternatives: tuple[str, ...] = ()


def decide(found: Understood, topics: Collection[str], thresholds: Thresholds) -> Verdict:
    """Decide on a message; `topics` are the intents that have an answer and can be offered."""
    confidence = found.ranking[0]["confidence"] if found.ranking else 0.0
    if _is_clinical(found.clinical, confidence, thresholds):
        return Verdict(Decision.CLINICAL)
    foreign = found.known_words < thresholds.known_words and confidence < thresholds.sure
    if not found.ranking or foreign:
        return Verdict(Decision.UNSURE)
    best = found.ranking[0]["name"]
    others = tuple(
        entry["name"]
        for entry in found.ranking[1:]
        if entry["name"] in topics and entry["probability"] >= thresholds.rival
    )
    if confidence >= thresholds.sure:
        return Verdict(Decision.ANSWER)
    if confidence >= thresholds.answer:
        return Verdict(Decision.ANSWER, others[: _MOST_CHOICES - 1])
    if confidence >= thresholds.offer and best in topics:
        return Verdict(Decision.CHOICES, (best, *others)[:_MOST_CHOICES])
    return Verdict(Decision.UNSURE)


def _is_clinical(chance: float, confidence: float, thresholds: Thresholds) -> bool:
    if chance >= thresholds.clinical:
        return True
    return chance >= thresholds.clinical_if_unsure and confidence < thresholds.sure
