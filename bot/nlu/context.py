"""Understand a message by what was said before it: follow-ups and corrections.

The way is small: a message that depends on the topic before is read a second time with that
topic's title in front of it, and the two readings are averaged. A correction is read together with
the question that was misunderstood, and what was shown for it is known to be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.nlu.topic_reader import Reading

Read = Callable[[str], Reading]
_FIRST_WORD = re.compile(r"\W*([^\W_]+(?:'[^\W_]+)*)\W*(.*)", re.DOTALL)
_FIRST_CLAUSE = re.compile(r"([^.!?;,:\n]+)[.!?;,:\n]+\s*(.*)", re.DOTALL)
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


def in_context(text: str, alone: Reading, before: Before, read: Read) -> Reading:
    """Read a follow-up with the title of the topic before."""
    joined = read(f"{before.title}. {text}")
    mean = (alone.probabilities + joined.probabilities) / 2
    return Reading(alone.labels, mean, joined.confidence)


def corrected(text: str, before: Before, read: Read) -> Reading:
    """Read what is asked instead, with the question that was misunderstood."""
    alone, joined = read(text), read(f"{before.question} {text}")
    mean = (alone.probabilities + joined.probabilities) / 2
    left = Reading(alone.labels, mean, 0.0).without(list(before.shown))
    return Reading(left.labels, left.probabilities, float(left.probabilities.max()))


def asked_instead(text: str, refusals: Collection[str]) -> str | None:
    """Give what stands behind a refusal ("no, I mean the shared one"); nothing without one."""
    clause = _FIRST_CLAUSE.match(text)
    if clause and len(clause[1].split()) <= _SHORT_CLAUSE and _refuses(clause[1], refusals):
        return _long_enough(clause[2])
    word = _FIRST_WORD.match(text)
    return _long_enough(word[2]) if word and word[1].lower() in refusals else None


def _refuses(text: str, refusals: Collection[str]) -> bool:
    word = _FIRST_WORD.match(text)
    return word is not None and word[1].lower() in refusals


def _long_enough(text: str) -> str | None:
    return text if len(text.split()) >= _FEWEST_WORDS else None
