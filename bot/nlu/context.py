"""Understand a message by what was said before it: follow-ups and corrections.

The way is small: a message that depends on what was said before is read again, behind the answer
and behind the question before, and the readings are averaged. A correction is read together with
the question that was misunderstood, and what was shown for it is known to be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.nlu.topic_reader import Reading

Read = Callable[[str], Reading]
UNSURE = 0.69
"""The most confidence that a reading in context may have, just below what needs no context."""
REFUSING = ("not_what_i_meant", "deny")
"""Intents that say no more than that the last reply was wrong."""
_EARLIER = 0.3
"""The share of the topic before the last one, of what a follow-up may stand behind."""
_ALONE, _BEHIND_ANSWER, _BEHIND_QUESTION = 2, 15, 3
"""How much each reading of a follow-up counts."""
_CLEAR = 0.45  # from this confidence on it is known what is asked instead
_OFFERED = 0.44  # topics are offered
_WORDS_SHARE = 0.7  # of what is asked instead; the question before has the rest
_FIRST_WORD = re.compile(r"\W*([^\W_]+(?:'[^\W_]+)*)\W*(.*)", re.DOTALL)
_FIRST_CLAUSE = re.compile(r"([^.!?;,:\n]+)[.!?;,:\n]+\s*(.*)", re.DOTALL)
_PUNCTUATION = " ,:;.-"
_FEWEST_WORDS = 2  # of what is asked instead
_SHORT_CLAUSE = 3  # words: "no not that", and then what is meant


@dataclass(frozen=True)
class Before:
    """What was said before a message.

    Args:
        topic: the topic that was answered last, not long ago; None where the last reply only
            offered topics.
        earlier: the topic that was answered before that, not long ago either. People come back to
            it, above all if the last reply was not what they meant.
        question: the question that led to that answer or to the last reply.
        shown: the topics that the last reply answered or offered; empty after other replies.
        ranking: the topics that the question might have meant, likeliest first.
    """

    topic: str | None = None
    earlier: str | None = None
    question: str = ""
    shown: tuple[str, ...] = ()
    ranking: tuple[str, ...] = ()

    @property
    def subjects(self) -> dict[str, float]:
        """Give what a follow-up may be about, with the share of each.

        That is what was answered, or else what was offered, and the topic before.
        """
        last = (self.topic,) if self.topic else self.shown
        if not last or self.earlier is None or self.earlier in last:
            return dict.fromkeys(last, 1.0)
        return {**dict.fromkeys(last, (1 - _EARLIER) / len(last)), self.earlier: _EARLIER}

    @property
    def others(self) -> list[str]:
        """Give what the question might have meant beside what was shown."""
        return [label for label in self.ranking if label not in self.shown]


@dataclass(frozen=True)
class Correcting:
    """How people say that they meant something else.

    Args:
        refusals: first words, such as "no".
        corrections: what says so by itself, with what is asked behind it, such as "I asked".
        meanings: behind a refusal, what stands before what is meant, such as "I mean".
    """

    refusals: frozenset[str]
    corrections: re.Pattern[str]
    meanings: re.Pattern[str]


def in_context(
    text: str, alone: Reading, before: Before, read: Read, behind: Reading | None = None
) -> Reading:
    """Read a follow-up behind the answer and behind the question before.

    What only the context makes likely is never sure: other topics stand beside it.

    Args:
        text: the follow-up.
        alone: what it says by itself.
        before: what was said before.
        read: reads any text.
        behind: what the model of follow-ups says, where topics were answered or offered before.
    """
    readings, counts = [alone], [_ALONE]
    if behind:
        readings.append(behind)
        counts.append(_BEHIND_ANSWER)
    if before.question:
        readings.append(read(f"{before.question} {text}"))
        counts.append(_BEHIND_QUESTION)
    mixed = _averaged(readings, counts)
    confidence = _confidence(mixed, *readings)
    if before.topic is None and confidence < alone.confidence:
        return alone  # the question was not understood: it may not help
    return replace(mixed, confidence=confidence)


def _averaged(readings: Sequence[Reading], counts: Sequence[int]) -> Reading:
    told = [reading.probabilities for reading in readings]
    return Reading(readings[0].labels, np.average(told, axis=0, weights=counts), 0.0)


def corrected(text: str, before: Before, read: Read) -> Reading:
    """Read what is asked instead, with the question that was misunderstood."""
    alone, joined = read(text), read(f"{before.question} {text}")
    mixed = _WORDS_SHARE * alone.probabilities + (1 - _WORDS_SHARE) * joined.probabilities
    asked = Reading(alone.labels, mixed, 0.0).without(list(REFUSING))
    left = asked.without(list(before.shown))
    other = replace(left, confidence=_confidence(left, alone, joined))
    if other.confidence < _CLEAR <= _confidence(asked, alone, joined):
        # "No, mine, not the home's": the topic may have been right, so it is offered once more.
        return replace(asked, confidence=_OFFERED)
    return other


def _confidence(mixed: Reading, *parts: Reading) -> float:
    """Give the most confidence of a part that is for the same label, as far as it may be."""
    same = (part.confidence for part in parts if part.best == mixed.best)
    return min(max(same, default=float(mixed.probabilities.max())), UNSURE)


def asked_instead(text: str, correcting: Correcting) -> str | None:
    """Give what is asked instead of what was understood; nothing where nothing is.

    It stands behind a refusal ("no, the shared one") or behind words that correct ("that is for
    phones, I asked how to open it").
    """
    refused = _behind_refusal(text, correcting.refusals)
    if refused is None:
        instead = _behind(correcting.corrections, text)
    else:
        instead = _behind(correcting.meanings, refused) or refused
    return instead if instead and len(instead.split()) >= _FEWEST_WORDS else None


def _behind(words: re.Pattern[str], text: str) -> str | None:
    ends = [found.end() for found in words.finditer(text)]
    return text[ends[-1] :].lstrip(_PUNCTUATION) if ends else None


def _behind_refusal(text: str, refusals: Collection[str]) -> str | None:
    clause = _FIRST_CLAUSE.match(text)
    if clause and len(clause[1].split()) <= _SHORT_CLAUSE and _refuses(clause[1], refusals):
        return clause[2]
    word = _FIRST_WORD.match(text)
    return word[2] if word and word[1].lower() in refusals else None


def _refuses(text: str, refusals: Collection[str]) -> bool:
    word = _FIRST_WORD.match(text)
    return word is not None and word[1].lower() in refusals
