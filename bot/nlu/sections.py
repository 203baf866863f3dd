"""Find the part of an answer that tells what a message asks.

An answer is a short reply, and sections behind it. Which of these tells what somebody asks, at
first or having read the reply, is learned from messages, by a kernel ridge regression for each of
the topics. A text that shares words with a question need not answer it: "it says locked" is not
told by "Not locked, but inactive".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.linalg import solve
from scipy.sparse import csc_matrix, csr_matrix, load_npz, save_npz

from bot.nlu.known_messages import KnownMessages
from bot.nlu.sentence import Encode, Sentence

_RIDGE = 0.1  # how far a known message may be taken for another part's
_FILE, _WEIGHTS = "sections.npz", "sections_weights.npz"


@dataclass(frozen=True)
class Asking:
    """A message about a topic, at first or behind its answer.

    Args:
        text: with its spelling corrected, or a heading.
        topic: that is asked about.
        part: that tells what is asked: the heading of a section, REPLY or NOT_ANSWERED.
    """

    text: str
    topic: str
    part: str


@dataclass(frozen=True, eq=False, repr=False)
class SectionModel:
    """Says which part of an answer tells what is asked.

    Args:
        known: the messages that it learned from.
        parts: each topic with each of its parts, [parts, 2].
        weights: what each message says for each part of its own topic, float32 [messages, parts].
    """

    known: KnownMessages
    parts: npt.NDArray[np.str_]
    weights: csr_matrix

    @classmethod
    def fit(cls, asked: Sequence[Asking], encode: Encode) -> SectionModel:
        """Train on what was asked, at least one message.

        Raises:
            ValueError: no n-gram stands in two of the messages.
        """
        known = KnownMessages.fit([each.text for each in asked], encode)
        pairs = np.array([(each.topic, each.part) for each in asked])
        parts, members = np.unique(pairs, axis=0, return_inverse=True)
        weights = np.zeros((len(asked), len(parts)), dtype=np.float32)
        for topic in np.unique(pairs[:, 0]):
            here = np.flatnonzero(pairs[:, 0] == topic)
            own = np.flatnonzero(parts[:, 0] == topic)
            kernel = known.alike_each(here, here) + _RIDGE * np.eye(len(here))
            said = (members[here, np.newaxis] == own).astype(np.float32)
            weights[np.ix_(here, own)] = solve(kernel, said, assume_a="pos")
        return cls(known, parts, csr_matrix(weights))

    def scores(self, sentence: Sentence, topic: str) -> dict[str, float]:
        """Say how far each part of the topic's answer tells what a message asks.

        Returns:
            about 1 for a part that surely does, 0 for one that does not; nothing where nothing is
            known of the topic.
        """
        own = np.flatnonzero(self.parts[:, 0] == topic)
        weights = self._columns[:, own]
        rows = np.unique(weights.indices)  # no other message says anything for these parts
        said = weights[rows].T @ self.known.alike(sentence, rows)
        return dict(zip(self.parts[own, 1].tolist(), said.tolist(), strict=True))

    @cached_property
    def _columns(self) -> csc_matrix:
        return self.weights.tocsc()

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        np.savez_compressed(folder / _FILE, parts=self.parts)
        save_npz(folder / _WEIGHTS, self.weights)
        self.known.save(folder)

    @classmethod
    def load(cls, folder: Path) -> SectionModel:
        """Read what `save` wrote."""
        with np.load(folder / _FILE, allow_pickle=False) as stored:
            parts = stored["parts"]
        return cls(KnownMessages.load(folder), parts, load_npz(folder / _WEIGHTS))
