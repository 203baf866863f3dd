"""Understand a message by what was said before it: follow-ups and corrections.

The way is small: a message that depends on the topic before is read a second time with that
topic's title in front of it, and the two readings are averaged. A correction is read together with
the question that was misunderstood, and what was shown for it is known to be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from bot.nlu.topic_reader import Reading

Read = Callable[[str], Reading]
UNSURE = 0.69
"""The most confidence that a reading in context may have, just below what needs no context."""
REFUSING = ("not_what_i_meant", "deny")
"""Intents that say no more than that the last reply was wrong."""
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
        topic: the topic that was answered last, not long ago.
        title: its title.
        question: the question that led to the last reply.
        shown: the topics that the last reply answered or offered; empty after other replies.
        ranking: the topics that the question might have meant, likeliest first.
    """

    topic: str | None = None
    title: str = ""
    question: str = ""
    shown: tuple[str, ...] = ()
    ranking: tuple[str, ...] = ()

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


def in_context(text: str, alone: Reading, before: Before, read: Read) -> Reading:
    """Read a follow-up with the title of the topic before.

    What only the context makes likely is never sure: other topics stand beside it.
    """
    joined = read(f"{before.title}. {text}")
    mean = Reading(alone.labels, (alone.probabilities + joined.probabilities) / 2, 0.0)
    return replace(mean, confidence=_confidence(mean, joined, alone))


def corrected(text: str, before: Before, read: Read) -> Reading:
    """Read what is asked instead, with the question that was misunderstood."""
    alone, joined = read(text), read(f"{before.question} {text}")
    mixed = _WORDS_SHARE * alone.probabilities + (1 - _WORDS_SHARE) * joined.probabilities
    left = Reading(alone.labels, mixed, 0.0).without([*before.shown, *REFUSING])
    return replace(left, confidence=_confidence(left, alone, joined))


def _confidence(mixed: Reading, *parts: Reading) -> float:
    """Give the confidence of the first part that is for the same label, as far as it may be."""
    same = (part.confidence for part in parts if part.best == mixed.best)
    return min(next(same, float(mixed.probabilities.max())), UNSURE)


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
