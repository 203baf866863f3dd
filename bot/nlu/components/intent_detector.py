"""What the detectors of a single intent have in common."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import is_payload
from bot.nlu.components.examples import labelled, sentence_vector
from bot.nlu.intent_model import IntentModel


class IntentDetector(GraphComponent):
    """Judges one intent or not, by itself, and notes the chance of it on the message.

    One more class among the topics would find fewer of such messages and draw others to itself.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """The sentence vectors come from a featurizer."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`intent`: whose examples are the ones. `chance`: where it is noted. `c`: as sklearn's."""
        return {"intent": None, "chance": None, "c": 10.0}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
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
    ) -> IntentDetector:
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
    ) -> IntentDetector:
        """Load a trained component."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the examples of the intent against all others."""
        examples, labels = labelled(training_data)
        has_it = labels == self._config["intent"]
        self._model = IntentModel.fit(examples.vectors, has_it, self._config["c"])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Note the chance of the intent, 0 to 1; the decision comes later."""
        for message in messages:
            if not is_payload(message):
                message.set(self._config["chance"], self._chance(message), add_to_output=True)
        return messages

    def _chance(self, message: Message) -> float:
        vector = sentence_vector(message)
        return 0.0 if self._model is None or vector is None else self._model.chance(vector)
