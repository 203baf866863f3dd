"""The model of follow-ups: what people mean by what they write behind the answer of a topic.

It learns from messages of which the topic before is known, so it knows what usually comes next:
"they didn't pick up" means one thing behind the helpdesk's number and another behind a form.
It is a kernel ridge regression. Each known message counts as far as it is like the new one, in
meaning (the sentence vector) and in letters. One behind the same answer counts twice as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix, load_npz, save_npz

from bot.nlu.floats import Floats
from bot.nlu.ngrams import Ngrams
from bot.nlu.sentence import Encode, Sentence
from bot.nlu.topic_reader import Reading

_NARROWNESS = 3.0  # how quickly a message counts less the further off its meaning is
_LETTERS_SHARE = 0.5  # of how much two messages are alike; their meaning has the rest
_SAME_ANSWER = 1.0  # how much more a message counts that stands behind the same answer
_RIDGE = 0.1  # how far a known message may be taken for something else
_POWER = 2  # of what a label got, so that it can be taken for a probability
_LEAST = 0.03  # what each label has from the start: where little is alike, none gets far
_ROWS = 512  # compared at once in training
_ARRAYS, _TABLE = "follow_ups.npz", "follow_ups_table.npz"


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
        vectors: of the known messages, each of length 1, float32 [messages, size].
        table: what each has of the n-grams, float32 [n-grams, messages].
        ngrams: that the table has.
        topics: behind whose answer each stands.
        labels: what is asked for, each once, sorted.
        weights: what each message says for each label, float32 [messages, labels].
    """

    vectors: Floats
    table: csr_matrix
    ngrams: Ngrams
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
        vectors = np.stack([encode(message.text) for message in messages])
        ngrams, table = Ngrams.fit([message.text for message in messages])
        topics = np.array([message.topic for message in messages])
        names, members = np.unique(labels, return_inverse=True)
        asked = np.eye(len(names), dtype=np.float32)[members]
        kernel = _kernel(vectors, table, topics, _ROWS)
        kernel[np.diag_indices_from(kernel)] += _RIDGE
        # Transposed, it is overwritten in place: it may be a gigabyte.
        factor = cho_factor(kernel.T, lower=True, overwrite_a=True, check_finite=False)
        weights = cho_solve(factor, asked, check_finite=False)
        return cls(vectors, table.T.tocsr(), ngrams, topics, names, weights)

    def read(self, sentence: Sentence, topics: Sequence[str], labels: tuple[str, ...]) -> Reading:
        """Read a message behind an answer, or behind an offer of topics.

        Args:
            sentence: the message.
            topics: the one that was answered, or those that were offered: it may be about each.
            labels: those of the topic model, with all of this model; others are impossible.
        """
        meaning = self.vectors @ sentence.vector("small")
        numbers, values = self.ngrams.of(sentence.text)
        alike = _alike(meaning, self.table[numbers].T @ values)
        anywhere = alike @ self.weights
        told = np.mean([self._shares(alike, anywhere, topic) for topic in topics], axis=0)
        known = dict(zip(self.labels, told, strict=True))
        found: Floats = np.array([known.get(label, 0.0) for label in labels], dtype=np.float32)
        return Reading(labels, found, float(found.max()))

    def _shares(self, alike: Floats, anywhere: Floats, topic: str) -> Floats:
        here = self.topics == topic
        said = _placed(anywhere, alike[here] @ self.weights[here])
        got = (np.maximum(said, 0) + _LEAST) ** _POWER
        shares: Floats = got / got.sum()
        return shares

    def save(self, folder: Path) -> None:
        """Write the model into a folder, its vectors in half the precision: it is enough."""
        np.savez_compressed(
            folder / _ARRAYS,
            vectors=self.vectors.astype(np.float16),
            topics=self.topics,
            labels=self.labels,
            weights=self.weights,
        )
        save_npz(folder / _TABLE, self.table)
        self.ngrams.save(folder)

    @classmethod
    def load(cls, folder: Path) -> FollowUpModel:
        """Read what `save` wrote."""
        with np.load(folder / _ARRAYS, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        vectors = arrays.pop("vectors").astype(np.float32)
        return cls(vectors, load_npz(folder / _TABLE), Ngrams.load(folder), **arrays)


def _kernel(
    vectors: Floats, table: csr_matrix, topics: npt.NDArray[np.str_], at_once: int
) -> Floats:
    """Compare messages with each other, so many at once: [messages, messages]."""
    kernel = np.empty((len(vectors), len(vectors)), dtype=np.float32)
    for first in range(0, len(vectors), at_once):
        rows = slice(first, first + at_once)
        alike = _alike(vectors[rows] @ vectors.T, (table[rows] @ table.T).toarray())
        kernel[rows] = _placed(alike, alike * (topics[rows, np.newaxis] == topics))
    return kernel


def _alike(meaning: Floats, letters: Floats) -> Floats:
    """Say how much messages are alike, 0 to 1, by their cosines."""
    near = np.exp(_NARROWNESS * (meaning - 1))
    alike: Floats = (1 - _LETTERS_SHARE) * near + _LETTERS_SHARE * letters
    return alike


def _placed(anywhere: Floats, here: Floats) -> Floats:
    """Let what stands behind the same answer, which is part of what stands anywhere, count more."""
    placed: Floats = (anywhere + _SAME_ANSWER * here) / (1 + _SAME_ANSWER)
    return placed
