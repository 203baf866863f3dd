"""Read any text with the topic model: the message itself, a part of it, or it with its context."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from bot.nlu.examples import Size
from bot.nlu.floats import Floats
from bot.nlu.gate import Gate
from bot.nlu.sentence import Sentence
from bot.nlu.topic_model import TopicModel

_RANKED = 10
_LEAST_REST = 1e-9


@dataclass(frozen=True)
class Reading:
    """What a text was taken for.

    Args:
        labels: every label of the topic model.
        probabilities: one for each label, float32 [labels], with the sum 1.
        confidence: chance that the likeliest label is right, 0 to 1.
    """

    labels: tuple[str, ...]
    probabilities: Floats
    confidence: float

    @cached_property
    def best(self) -> str:
        """Give the likeliest label."""
        return self.labels[int(self.probabilities.argmax())]

    def probability(self, label: str) -> float:
        """Give the probability of a label."""
        return float(self.probabilities[self.labels.index(label)])

    def without(self, labels: list[str]) -> Reading:
        """Give the reading if these labels are known to be wrong."""
        left = np.where(np.isin(self.labels, labels), 0.0, self.probabilities)
        return Reading(self.labels, left / max(_LEAST_REST, float(left.sum())), self.confidence)

    def ranking(self) -> list[dict[str, Any]]:
        """Rank the likeliest labels as Rasa's intent ranking.

        The first has the confidence, the others share the rest.
        """
        order = np.argsort(-self.probabilities)[:_RANKED]
        rest = max(_LEAST_REST, 1.0 - float(self.probabilities[order[0]]))
        ranking = []
        for place, index in enumerate(order):
            share = float(self.probabilities[index])
            less = min(self.confidence, share / rest * (1 - self.confidence))
            certain = self.confidence if place == 0 else less
            name = self.labels[index]
            ranking.append({"name": name, "confidence": certain, "probability": share})
        return ranking


@dataclass(frozen=True)
class TopicReader:
    """A trained model with its encoder.

    Args:
        model: gives the probabilities.
        gate: gives the confidence.
        encode: gives a text's vector, float32 [size].
    """

    model: TopicModel
    gate: Gate
    encode: Callable[[str], Floats]

    def glance(self, texts: list[str]) -> Floats:
        """Give the probabilities of texts by their letters alone, quickly: [n, labels]."""
        return self.model.letters.shares(texts)

    def read(
        self, text: str, vector: Floats | None = None, letters: Floats | None = None
    ) -> Reading:
        """Read a text whose spelling is corrected.

        Args:
            text: the text.
            vector: its vector, where that was made already.
            letters: what its letters say, [1, labels], where that is known already.
        """
        vectors = (self.encode(text) if vector is None else vector)[np.newaxis]
        views = self.model.views([text], vectors, letters)
        confidence = self.gate.confidence(self.model, [text], vectors, views)
        return Reading(tuple(self.model.labels), views.mixed[0], float(confidence[0]))


class Cascade:
    """A message read by a small encoder, and by a large one where that is not sure.

    Args:
        readers: one of each size.
        sentence: the message.
        sure: the confidence from which the small encoder's reading holds.
    """

    def __init__(
        self, readers: Mapping[Size, TopicReader], sentence: Sentence, sure: float
    ) -> None:
        self.readers = readers
        self._sentence = sentence
        self._letters = readers["small"].glance([sentence.text])
        self._readings = {"small": self._read("small")}
        unsure = self._readings["small"].confidence < sure
        # What was encoded already for another reason costs nothing more.
        self.reading = self.whole("large" if unsure or sentence.has("large") else "small")

    def whole(self, size: Size) -> Reading:
        """Give what the message was taken for by the encoder of this size."""
        if size not in self._readings:
            self._readings[size] = self._read(size)
        return self._readings[size]

    def strangeness(self) -> float:
        """Tell how much nearer the message is to what belongs nowhere: bot.nlu.gate.Gate."""
        return self._strangeness

    @cached_property
    def _strangeness(self) -> float:
        reader = self.readers["large"]
        return reader.gate.strangeness(reader.model, self._sentence.vector("large"))

    def _read(self, size: Size) -> Reading:
        sentence = self._sentence
        return self.readers[size].read(sentence.text, sentence.vector(size), self._letters)
