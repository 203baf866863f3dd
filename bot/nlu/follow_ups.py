"""The model of follow-ups: what people mean by what they write behind the answer of a topic.

It learns from messages of which the topic before is known, so it knows what usually comes next:
"they didn't pick up" means one thing behind the helpdesk's number and another behind a form.
Two halves judge a message. The first is a `bot.nlu.topic_model` whose vectors are two: of the
message, and of it behind the title. The second is the messages that are nearest to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.nlu.floats import Floats
from bot.nlu.letters import Letters
from bot.nlu.nearest_messages import NearestMessages
from bot.nlu.sentence import Encode, Sentence
from bot.nlu.topic_model import TopicModel, TopicModelSettings
from bot.nlu.topic_reader import Reading

_SETTINGS = TopicModelSettings(vector_share=0.7, vector_c=3.0, ngram_c=30.0)


@dataclass(frozen=True)
class FollowUp:
    """A message behind an answer.

    Args:
        text: with its spelling corrected.
        topic: that was answered.
        title: of that topic.
    """

    text: str
    topic: str
    title: str

    @property
    def joined(self) -> str:
        """Give the message behind the title."""
        return f"{self.title}. {self.text}"


class FollowUpModel:
    """Gives the probability of each label for a message behind an answer."""

    def __init__(self, model: TopicModel, nearest: NearestMessages) -> None:
        self._model = model
        self._nearest = nearest

    @classmethod
    def fit(
        cls, messages: Sequence[FollowUp], labels: Sequence[str], encode: Encode
    ) -> FollowUpModel:
        """Train on messages and what each of them asks for.

        Raises:
            ValueError: they ask for fewer than 3 things.
        """
        alone = np.stack([encode(message.text) for message in messages])
        behind = np.stack([encode(message.joined) for message in messages])
        joined = [message.joined for message in messages]
        model = TopicModel.fit(joined, np.hstack([alone, behind]), labels, _SETTINGS)
        topics = [message.topic for message in messages]
        return cls(model.without_examples(), NearestMessages.fit(alone, topics, labels))

    def read(self, sentence: Sentence, topic: str, title: str, labels: tuple[str, ...]) -> Reading:
        """Read a message behind the answer of a topic.

        Args:
            sentence: the message.
            topic: that was answered.
            title: of that topic.
            labels: those of the topic model; one that this model does not know is impossible.
        """
        message = FollowUp(sentence.text, topic, title)
        alone, behind = sentence.vector("small"), sentence.encoders["small"](message.joined)
        vectors = np.concatenate([alone, behind])[np.newaxis]
        [chances] = self._model.probabilities([message.joined], vectors)
        told = (chances + self._nearest.shares(alone, topic)) / 2
        known = dict(zip(self._model.labels, told, strict=True))
        found: Floats = np.array([known.get(label, 0.0) for label in labels], dtype=np.float32)
        return Reading(labels, found, float(found.max()))

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        self._model.save(folder)
        self._model.letters.save(folder)
        self._nearest.save(folder)

    @classmethod
    def load(cls, folder: Path) -> FollowUpModel:
        """Read what `save` wrote."""
        model = TopicModel.load(folder, Letters.load(folder))
        return cls(model, NearestMessages.load(folder))
