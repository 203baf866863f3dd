"""Graph component: the chance that a message is clinical, about safeguarding or an emergency."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import is_payload
from bot.nlu.components.examples import labelled, sentence_vector, text_of
from bot.nlu.topic_model import TopicModel, TopicModelSettings

CLINICAL_INTENT = "clinical_or_emergency"
CLINICAL_CHANCE = "clinical_chance"
_OTHER = "other"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ClinicalDetector(GraphComponent):
    """Judges clinical or not, by itself: a missed emergency is the worst error.

    One more class among the topics would find fewer of them and draw other long messages to
    itself. A few words and phrases are enough alone, whatever the model says.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """The sentence vectors come from a featurizer."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`intent`: whose examples are clinical. `always`: patterns that are enough alone."""
        return {"intent": CLINICAL_INTENT, "always": []}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: TopicModel | None = None,
    ) -> None:
        """Keep the settings and what was trained."""
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._model = model
        patterns = [rf"\b(?:{pattern})\b" for pattern in config["always"]]
        self._always = re.compile("|".join(patterns) or r"(?!)", re.IGNORECASE)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ClinicalDetector:
        """Create an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ClinicalDetector:
        """Load a trained component."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, TopicModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the clinical examples against all others."""
        examples, labels = labelled(training_data)
        clinical = np.where(labels == self._config["intent"], self._config["intent"], _OTHER)
        self._model = TopicModel.fit(
            list(examples.texts), examples.vectors, list(clinical), TopicModelSettings()
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the chance that a message is clinical, 0 to 1; the decision comes later."""
        for message in messages:
            if not is_payload(message):
                message.set(CLINICAL_CHANCE, self._chance(message), add_to_output=True)
        return messages

    def _chance(self, message: Message) -> float:
        vector, text = sentence_vector(message), text_of(message)
        if self._model is None or vector is None:
            return 0.0
        if self._always.search(text):
            return 1.0
        column = self._model.labels.index(self._config["intent"])
        return float(self._model.probabilities([text], vector[np.newaxis])[0, column])
