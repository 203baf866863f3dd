"""Notice that a message holds two questions.

A rambling message with one question in it must get one answer, so a message counts as two only
where it falls into two halves that are clear by themselves, that say little for each other's
topic, and whose topics the message as a whole points to. docs/understanding.md has the figures.
Reading a half takes as long as reading the message. So the letters choose a few places, the small
encoder the likeliest of these, and the large one decides.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt

from bot.nlu.floats import Floats
from bot.nlu.topic_reader import Reading

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_LAST_NUMBER = re.compile(r"\d[.)]\s*$")
_STOP = re.compile(r"[.!?;,:\n]|\s[-\u2013]\s|\d[.)]")
_EDGES = " ,.;:-\n"
_FEWEST_WORDS = 2  # in each half
_NEARLY_NONE = 0.001  # a probability below it is as good as none


@dataclass(frozen=True)
class Cut:
    """A place at which a message may fall into two.

    Args:
        left: what stands before it.
        right: what stands behind it, without the joining words.
    """

    left: str
    right: str


@dataclass(frozen=True)
class Limits:
    """When two halves count as two questions.

    Args:
        joining: words that join two questions: "and", "also".
        starting: words with which a question starts: "how", "can".
        clear: how much it counts that both halves are clear.
        named: how much it counts that the message as a whole points to both topics.
        apart: how much it counts that neither half says anything for the other one's topic.
        least: the least that all three have to give.
        possible: the same for the small encoder, which only chooses places.
        tried: how many places the small encoder reads at most.
        confirmed: how many places the large encoder reads at most.
        likely: the least chance, by the letters alone, that the halves at a place that is read
            are about two of the topics.
    """

    joining: frozenset[str]
    starting: frozenset[str]
    clear: float
    named: float
    apart: float
    least: float
    possible: float
    tried: int
    confirmed: int
    likely: float

    def weight(self, confidence: float, named: float, shared: float) -> float:
        """Weigh what speaks for two questions.

        Args:
            confidence: of the half that is less clear.
            named: the probability of the topic that the whole message points to less.
            shared: the most that a half says for the other half's topic.
        """
        told = self.named * math.log(named + _NEARLY_NONE)
        return self.clear * confidence**2 + told - self.apart * math.log(shared + _NEARLY_NONE)


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
                yield Cut(left, right)


def likely_places(
    text: str, whole: Reading, topics: Collection[str], reader: Reader, limits: Limits
) -> list[Cut]:
    """Give the places at which a message may hold two questions, the likeliest first.

    Args:
        text: the message, its spelling corrected.
        whole: what the message as a whole was taken for by the same reader.
        topics: the labels that can be answered.
        reader: a quick one.
        limits: what counts as two.
    """
    possible = np.isin(whole.labels, list(topics))
    second = float(np.sort(whole.probabilities[possible])[-2])
    if limits.weight(1.0, second, 0.0) < limits.possible:
        return []
    places = list(cuts(text, limits.joining, limits.starting))
    chosen = _by_letters(places, np.flatnonzero(possible), reader, limits)
    lenient = replace(limits, least=limits.possible)
    weighed = [(_read(cut, whole, topics, reader, lenient), cut) for cut in chosen]
    found = [(read[0], cut) for read, cut in weighed if read]
    found.sort(key=lambda one: -one[0])
    return [cut for _, cut in found[: limits.confirmed]]


def find_two(
    places: Sequence[Cut], whole: Reading, topics: Collection[str], reader: Reader, limits: Limits
) -> tuple[str, str] | None:
    """Give the topics of the two questions in the order asked, or nothing where there is one.

    Args:
        places: where the message may fall into two.
        whole: what the message as a whole was taken for by the same reader.
        topics: the labels that can be answered.
        reader: a thorough one.
        limits: what counts as two.
    """
    read = [_read(cut, whole, topics, reader, limits) for cut in places]
    found = max(filter(None, read), default=None)
    return found and found[1]


def _read(
    cut: Cut, whole: Reading, topics: Collection[str], reader: Reader, limits: Limits
) -> tuple[float, tuple[str, str]] | None:
    """Give the weight and the topics of two halves, or nothing where it is less than the least."""
    left = reader.read(cut.left)
    told = whole.probability(left.best)
    if left.best not in topics or limits.weight(left.confidence, told, 0.0) < limits.least:
        return None  # the other half need not be read
    right = reader.read(cut.right)
    weight = _weight(left, right, whole, limits)
    if right.best not in topics or right.best == left.best or weight < limits.least:
        return None
    return weight, (left.best, right.best)


def _weight(left: Reading, right: Reading, whole: Reading, limits: Limits) -> float:
    return limits.weight(
        min(left.confidence, right.confidence),
        min(whole.probability(left.best), whole.probability(right.best)),
        max(left.probability(right.best), right.probability(left.best)),
    )


def _by_letters(
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


def _without_joining(text: str, joining: Collection[str]) -> str:
    word = _WORD.match(text)
    while word and word[0].lower() in joining:
        text = text[word.end() :].lstrip(_EDGES)
        word = _WORD.match(text)
    return text.strip()


def _long_enough(text: str) -> bool:
    return len(_WORD.findall(text)) >= _FEWEST_WORDS
