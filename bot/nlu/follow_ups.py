"""The model of follow-ups: what people mean by what they write behind the answer of a topic.

It learns from messages of which the topic before is known, so it knows what usually comes next:
"they didn't pick up" means one thing behind the helpdesk's number and another behind a form.
Two views are mixed, as in `bot.nlu.topic_model`: the vectors of the message, alone and behind the
topic's title, and the letters of both.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.nlu.floats import Floats
from bot.nlu.letters import Letters
from bot.nlu.sentence import Encode, Sentence
from bot.nlu.topic_reader import Reading

_MEANING_SHARE = 0.7  # the letters have the rest
_VECTOR_C, _NGRAM_C = 3.0, 30.0  # inverse regularisation of either view
_MOST_ROUNDS = 80  # of the first view's solver
_ARRAYS, _LABELS = "follow_ups.npz", "follow_ups.json"


@dataclass(frozen=True)
class FollowUp:
    """A message behind an answer.

    Args:
        text: with its spelling corrected.
        title: of the topic that was answered.
    """

    text: str
    title: str

    @property
    def joined(self) -> str:
        """Give the message behind the title."""
        return f"{self.title}. {self.text}"


class FollowUpModel:
    """Gives the probability of each label for a message behind an answer."""

    def __init__(
        self, labels: Sequence[str], weights: Floats, bias: Floats, letters: Letters
    ) -> None:
        self.labels = list(labels)
        self._weights = weights
        self._bias = bias
        self._letters = letters

    @classmethod
    def fit(
        cls, messages: Sequence[FollowUp], labels: Sequence[str], encode: Encode
    ) -> FollowUpModel:
        """Train on messages and what each of them asks for."""
        names, members = np.unique(labels, return_inverse=True)
        vectors = np.stack([_vector(message, encode) for message in messages])
        model = LogisticRegression(C=_VECTOR_C, max_iter=_MOST_ROUNDS).fit(vectors, members)
        letters = Letters.fit([message.joined for message in messages], members, _NGRAM_C)
        weights, bias = model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32)
        return cls([str(name) for name in names], weights, bias, letters)

    def read(self, sentence: Sentence, title: str, labels: tuple[str, ...]) -> Reading:
        """Read a message behind the answer of a topic.

        Args:
            sentence: the message.
            title: of the topic.
            labels: those of the topic model; one that this model does not know is impossible.
        """
        chances = self._chances(FollowUp(sentence.text, title), sentence.encoders["small"])
        told = dict(zip(self.labels, chances, strict=True))
        found: Floats = np.array([told.get(label, 0.0) for label in labels], dtype=np.float32)
        return Reading(labels, found, float(found.max()))

    def _chances(self, message: FollowUp, encode: Encode) -> Floats:
        scores = _vector(message, encode) @ self._weights + self._bias
        powers = np.exp(scores - scores.max())
        told = self._letters.shares([message.joined])[0]
        mixed: Floats = _MEANING_SHARE * powers / powers.sum() + (1 - _MEANING_SHARE) * told
        return mixed

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        np.savez_compressed(folder / _ARRAYS, weights=self._weights, bias=self._bias)
        (folder / _LABELS).write_text(json.dumps(self.labels), encoding="utf-8")
        self._letters.save(folder)

    @classmethod
    def load(cls, folder: Path) -> FollowUpModel:
        """Read what `save` wrote."""
        labels = json.loads((folder / _LABELS).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS, allow_pickle=False) as stored:
            return cls(labels, stored["weights"], stored["bias"], Letters.load(folder))


def _vector(message: FollowUp, encode: Encode) -> Floats:
    return np.concatenate([encode(message.text), encode(message.joined)])
