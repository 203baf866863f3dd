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
    BOTH = "both"
    CORRECTION = "correction"
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
        close: from this probability on a second topic is offered even beside a sure answer.
        known_words: the least share of words that are English; below, only a sure topic counts,
            as short misspelt messages have few.
        clinical: from this chance on a message is clinical, however sure a topic is.
        clinical_if_unsure: from this chance on it is, unless the topic is sure.
    """

    sure: float
    answer: float
    offer: float
    rival: float
    close: float
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
        follow_up: chance that it depends on what was said before, 0 to 1.
        alone: the confidence of the message by itself, where the ranking has it in its context.
        questions: the intents of its two questions, where it holds two.
        others: the next best topics, where it only says that the last reply was wrong.
    """

    ranking: Sequence[Mapping[str, Any]]
    known_words: float
    clinical: float
    follow_up: float = 0.0
    alone: float | None = None
    questions: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """A decision with the topics that go with it, likeliest first."""

    decision: Decision
    alternatives: tuple[str, ...] = ()


def decide(found: Understood, topics: Collection[str], thresholds: Thresholds) -> Verdict:
    """Decide on a message; `topics` are the intents that have an answer and can be offered."""
    confidence = found.ranking[0]["confidence"] if found.ranking else 0.0
    if _is_clinical(found, confidence, thresholds):
        return Verdict(Decision.CLINICAL)
    if found.others:
        return Verdict(Decision.CORRECTION, found.others[:_MOST_CHOICES])
    if found.questions:
        return Verdict(Decision.BOTH, found.questions)
    foreign = found.known_words < thresholds.known_words and confidence < thresholds.sure
    if not found.ranking or foreign:
        return Verdict(Decision.UNSURE)
    return _by_confidence(found.ranking, topics, thresholds)


def _by_confidence(
    ranking: Sequence[Mapping[str, Any]], topics: Collection[str], thresholds: Thresholds
) -> Verdict:
    best, confidence = ranking[0]["name"], ranking[0]["confidence"]
    sure = confidence >= thresholds.sure
    least = thresholds.close if sure else thresholds.rival
    others = tuple(
        entry["name"]
        for entry in ranking[1:]
        if entry["name"] in topics and entry["probability"] >= least
    )
    if sure or confidence >= thresholds.answer:
        return Verdict(Decision.ANSWER, others[: _MOST_CHOICES - 1])
    if confidence >= thresholds.offer and best in topics:
        return Verdict(Decision.CHOICES, (best, *others)[:_MOST_CHOICES])
    return Verdict(Decision.UNSURE)


def _is_clinical(found: Understood, confidence: float, thresholds: Thresholds) -> bool:
    if found.clinical >= thresholds.clinical:
        return True
    # The topic before makes nothing less urgent: what counts is the message by itself.
    alone = confidence if found.alone is None else found.alone
    likely = found.clinical >= max(thresholds.clinical_if_unsure, found.follow_up)
    return likely and alone < thresholds.sure
