"""Graph component: the chance that a message can only be understood with what was said before."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import SENTENCE, is_payload
from bot.nlu.components.examples import labelled, stacked
from bot.nlu.sentence import Sentence
from bot.nlu.support_vectors import SupportVectors

FOLLOW_UP_INTENT = "follow_up"
FOLLOW_UP_CHANCE = "follow_up_chance"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FollowUpDetector(GraphComponent):
    """Finds messages such as "and on my phone?", which the topic before completes."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`steepness`: as bot.nlu.support_vectors.SupportVectors has it."""
        return {"steepness": 2.4}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: SupportVectors | None = None,
    ) -> None:
        """Keep the settings and what was trained."""
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FollowUpDetector:
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
    ) -> FollowUpDetector:
        """Load a trained component."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, SupportVectors.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the examples of the intent against all others."""
        texts, labels = labelled(training_data)
        small, has_it = stacked(texts, "small"), labels == FOLLOW_UP_INTENT
        self._model = SupportVectors.fit(small, has_it, self._config["steepness"])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Note the chance that each message needs the topic before it."""
        for message in messages:
            if not is_payload(message):
                message.set(FOLLOW_UP_CHANCE, self._chance(message), add_to_output=True)
        return messages

    def _chance(self, message: Message) -> float:
        sentence: Sentence | None = message.get(SENTENCE)
        if sentence is None or self._model is None:
            return 0.0
        return self._model.chance(sentence.vector("small"))
