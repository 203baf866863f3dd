"""The model of follow-ups: what people mean by what they write behind the answer of a topic.

It learns from messages of which the topic before is known, so it knows what usually comes next:
"they didn't pick up" means one thing behind the helpdesk's number and another behind a form.
It is a `bot.nlu.topic_model` whose vectors are two: of the message, and of it behind the title.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.nlu.floats import Floats
from bot.nlu.letters import Letters
from bot.nlu.sentence import Encode, Sentence
from bot.nlu.topic_model import TopicModel, TopicModelSettings
from bot.nlu.topic_reader import Reading

_SETTINGS = TopicModelSettings(vector_share=0.7, vector_c=3.0, ngram_c=30.0)


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

    def __init__(self, model: TopicModel) -> None:
        self._model = model

    @classmethod
    def fit(
        cls, messages: Sequence[FollowUp], labels: Sequence[str], encode: Encode
    ) -> FollowUpModel:
        """Train on messages and what each of them asks for.

        Raises:
            ValueError: they ask for fewer than 3 things.
        """
        vectors = np.stack([_vector(message, encode) for message in messages])
        joined = [message.joined for message in messages]
        return cls(TopicModel.fit(joined, vectors, labels, _SETTINGS))

    def read(self, sentence: Sentence, title: str, labels: tuple[str, ...]) -> Reading:
        """Read a message behind the answer of a topic.

        Args:
            sentence: the message.
            title: of the topic.
            labels: those of the topic model; one that this model does not know is impossible.
        """
        message = FollowUp(sentence.text, title)
        vector = _vector(message, sentence.encoders["small"])
        [chances] = self._model.probabilities([message.joined], vector[np.newaxis])
        told = dict(zip(self._model.labels, chances, strict=True))
        found: Floats = np.array([told.get(label, 0.0) for label in labels], dtype=np.float32)
        return Reading(labels, found, float(found.max()))

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        self._model.save(folder)
        self._model.letters.save(folder)

    @classmethod
    def load(cls, folder: Path) -> FollowUpModel:
        """Read what `save` wrote."""
        return cls(TopicModel.load(folder, Letters.load(folder)))


def _vector(message: FollowUp, encode: Encode) -> Floats:
    return np.concatenate([encode(message.text), encode(message.joined)])
