"""The model of follow-ups: what people mean by what they write behind the answer of a topic.

It learns from messages of which the topic before is known, so it knows what usually comes next:
"they didn't pick up" means one thing behind the helpdesk's number and another behind a form.
It is a kernel ridge regression. Each known message counts as far as it is like the new one; one
behind the same answer counts twice as much.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve

from bot.nlu.floats import Floats
from bot.nlu.known_messages import KnownMessages
from bot.nlu.sentence import Encode, Sentence
from bot.nlu.topic_reader import Reading

_SAME_ANSWER = 1.0  # how much more a message counts that stands behind the same answer
_RIDGE = 0.1  # how far a known message may be taken for something else
_POWER = 2  # of what a label got, so that it can be taken for a probability
_LEAST = 0.03  # what each label has from the start: where little is alike, none gets far
_ROWS = 512  # compared at once in training
_FILE = "follow_ups.npz"


@dataclass(frozen=True)
class FollowUp:
    """A message behind an answer.

    Args:
        text: with its spelling corrected.
        topic: that was answered.
    """

    text: str
    topic: str


@dataclass(frozen=True, eq=False, repr=False)
class FollowUpModel:
    """Gives the probability of each label for a message behind an answer.

    Args:
        known: the messages that it learned from.
        topics: behind whose answer each of them stands.
        labels: what is asked for, each once, sorted.
        weights: what each message says for each label, float32 [messages, labels].
    """

    known: KnownMessages
    topics: npt.NDArray[np.str_]
    labels: npt.NDArray[np.str_]
    weights: Floats

    @classmethod
    def fit(
        cls, messages: Sequence[FollowUp], labels: Sequence[str], encode: Encode
    ) -> FollowUpModel:
        """Train on messages and what each of them asks for.

        The time grows with the third power of their number, the memory with the second.

        Raises:
            ValueError: no n-gram stands in two of the messages.
        """
        known = KnownMessages.fit([message.text for message in messages], encode)
        topics = np.array([message.topic for message in messages])
        names, members = np.unique(labels, return_inverse=True)
        asked = np.eye(len(names), dtype=np.float32)[members]
        kernel = _kernel(known, topics, _ROWS)
        kernel[np.diag_indices_from(kernel)] += _RIDGE
        # Transposed, its upper half is the lower one, overwritten in place: it may be a gigabyte.
        factor = cho_factor(kernel.T, lower=True, overwrite_a=True, check_finite=False)
        weights = cho_solve(factor, asked, check_finite=False)
        return cls(known, topics, names, weights)

    def read(
        self, sentence: Sentence, topics: Mapping[str, float], labels: tuple[str, ...]
    ) -> Reading:
        """Read a message behind an answer, or behind an offer of topics.

        Args:
            sentence: the message.
            topics: what it may be about, at least one, with the share of each.
            labels: those of the topic model, with all of this model; others are impossible.
        """
        alike = self.known.alike(sentence)
        anywhere = alike @ self.weights
        each = [self._shares(alike, anywhere, topic) for topic in topics]
        told = np.average(each, axis=0, weights=list(topics.values()))
        share = dict(zip(self.labels, told, strict=True))
        found: Floats = np.array([share.get(label, 0.0) for label in labels], dtype=np.float32)
        return Reading(labels, found, float(found.max()))

    def _shares(self, alike: Floats, anywhere: Floats, topic: str) -> Floats:
        here = self.topics == topic
        said = _placed(anywhere, alike[here] @ self.weights[here])
        got = (np.maximum(said, 0) + _LEAST) ** _POWER
        shares: Floats = got / got.sum()
        return shares

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        np.savez_compressed(
            folder / _FILE, topics=self.topics, labels=self.labels, weights=self.weights
        )
        self.known.save(folder)

    @classmethod
    def load(cls, folder: Path) -> FollowUpModel:
        """Read what `save` wrote."""
        with np.load(folder / _FILE, allow_pickle=False) as stored:
            return cls(KnownMessages.load(folder), **{name: stored[name] for name in stored.files})


def _kernel(known: KnownMessages, topics: npt.NDArray[np.str_], at_once: int) -> Floats:
    """Compare messages with each other, so many at once: [messages, messages], the upper half."""
    kernel = np.zeros((len(topics), len(topics)), dtype=np.float32)

    def compare(first: int) -> None:
        rows, others = slice(first, first + at_once), slice(first, None)
        alike = known.alike_each(rows, others)
        here = topics[rows, np.newaxis] == topics[others]
        kernel[rows, others] = _placed(alike, alike * here)

    with ThreadPoolExecutor(os.cpu_count()) as workers:
        list(workers.map(compare, range(0, len(topics), at_once)))
    return kernel


def _placed(anywhere: Floats, here: Floats) -> Floats:
    """Let what stands behind the same answer, which is part of what stands anywhere, count more."""
    placed: Floats = (anywhere + _SAME_ANSWER * here) / (1 + _SAME_ANSWER)
    return placed
