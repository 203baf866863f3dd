"""Notice that a message holds two questions.

A rambling message with one question in it must get one answer, so a message counts as two only
when there is a place at which it falls into two halves that are each clear by themselves and about
different topics, and the message as a whole points to both. docs/understanding.md has the figures.
Reading a half takes as long as reading the message, so only the likeliest places are tried.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from bot.nlu.topic_model import Floats
from bot.nlu.topic_reader import Reading

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_LAST_NUMBER = re.compile(r"\d[.)]\s*$")
_STOP = re.compile(r"[.!?;,:\n]|\s[-\u2013]\s|\d[.)]")
_EDGES = " ,.;:-\n"
_FEWEST_WORDS = 2  # in each half


@dataclass(frozen=True)
class Cut:
    """A place at which a message may fall into two.

    Args:
        left: what stands before it.
        right: what stands behind it, without the joining words.
        marked: whether a mark or a joining word stands there, not only the start of a question.
    """

    left: str
    right: str
    marked: bool


@dataclass(frozen=True)
class Limits:
    """When two halves count as two questions.

    Args:
        joining: words that join two questions: "and", "also".
        starting: words with which a question starts: "how", "can".
        least: the least probability of both topics in the message as a whole.
        most: the most that a half may say for the other half's topic.
        marked: the least confidence of both halves at a mark or a joining word.
        unmarked: the same where only a question starts.
        tried: how many places are tried at most.
        likely: the least chance, by the letters alone, that the halves at a place that is tried
            are about two of the topics.
    """

    joining: frozenset[str]
    starting: frozenset[str]
    least: float
    most: float
    marked: float
    unmarked: float
    tried: int
    likely: float


class Reader(Protocol):
    """Reads parts of a message; bot.nlu.topic_reader.TopicReader does."""

    def read(self, text: str) -> Reading:
        """Read a text."""

    def glance(self, texts: list[str]) -> Floats:
        """Give the probabilities of texts, quickly: [n, labels]."""


def cuts(text: str, joining: Collection[str], starting: Collection[str]) -> Iterator[Cut]:
    """Give each place at which a message may fall into two."""
    words = list(_WORD.finditer(text))
    for before, word in pairwise(words):
        this, last = word[0].lower(), before[0].lower()
        marked = bool(_STOP.search(text[before.end() : word.start()])) or this in joining
        starts = this in starting and last not in starting
        if last not in joining and (marked or starts):
            left = _LAST_NUMBER.sub("", text[: word.start()]).strip(_EDGES)
            right = _without_joining(text[word.start() :], joining)
            if _long_enough(left) and _long_enough(right):
                yield Cut(left, right, marked)


def find_two(
    text: str, whole: Reading, topics: Iterable[str], reader: Reader, limits: Limits
) -> tuple[str, str] | None:
    """Give the topics of the two questions in the order asked, or nothing where there is one.

    Args:
        text: the message, its spelling corrected.
        whole: what the message as a whole was taken for.
        topics: the labels that can be answered.
        reader: reads the halves.
        limits: what counts as two.
    """
    possible = {
        label
        for label, chance in zip(whole.labels, whole.probabilities, strict=True)
        if chance >= limits.least
    }.intersection(topics)
    if len(possible) <= 1:
        return None
    columns = np.flatnonzero(np.isin(whole.labels, list(possible)))
    best, found = 0.0, None
    for cut in _likeliest(
        list(cuts(text, limits.joining, limits.starting)), columns, reader, limits
    ):
        needed = max(best, limits.marked if cut.marked else limits.unmarked)
        left = reader.read(cut.left)
        if left.best not in possible or left.confidence < needed:
            continue  # the other half need not be read
        right = reader.read(cut.right)
        if right.best in possible and right.confidence >= needed and _differ(left, right, limits):
            best, found = min(left.confidence, right.confidence), (left.best, right.best)
    return found


def _likeliest(
    places: Sequence[Cut], columns: npt.NDArray[np.intp], reader: Reader, limits: Limits
) -> list[Cut]:
    """Give the places whose halves are likeliest about two of the topics, the likeliest first."""
    if not places:
        return []
    halves = [*(cut.left for cut in places), *(cut.right for cut in places)]
    chances = reader.glance(halves)[:, columns]
    left, right = chances[: len(places)], chances[len(places) :]
    both = left[:, :, np.newaxis] * right[:, np.newaxis, :]
    both[:, range(len(columns)), range(len(columns))] = 0.0  # the same topic twice is one question
    likely = both.max(axis=(1, 2))
    order = np.argsort(-likely, kind="stable")[: limits.tried]
    return [places[place] for place in order if likely[place] >= limits.likely]


def _differ(left: Reading, right: Reading, limits: Limits) -> bool:
    shared = max(left.probability(right.best), right.probability(left.best))
    return left.best != right.best and shared <= limits.most


def _without_joining(text: str, joining: Collection[str]) -> str:
    word = _WORD.match(text)
    while word and word[0].lower() in joining:
        text = text[word.end() :].lstrip(_EDGES)
        word = _WORD.match(text)
    return text.strip()


def _long_enough(text: str) -> bool:
    return len(_WORD.findall(text)) >= _FEWEST_WORDS
