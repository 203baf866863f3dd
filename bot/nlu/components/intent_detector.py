"""What the detectors of a single intent have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import SENTENCE, is_payload
from bot.nlu.components.examples import SIZES, labelled
from bot.nlu.examples import Size
from bot.nlu.intent_model import IntentModel
from bot.nlu.sentence import Sentence


class IntentDetector(GraphComponent):
    """Judges one intent or not, by itself, and notes the chance of it on the message.

    One more class among the topics would find fewer of such messages and draw others to itself.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Name the settings.

        `intent`: whose examples are the ones. `chance`: where it is noted. `c`: as sklearn's.
        `unlikely`: below this chance the small encoder's word is taken.
        """
        return {"intent": None, "chance": None, "c": 10.0, "unlikely": 0.01}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        models: Mapping[Size, IntentModel] | None = None,
    ) -> None:
        """Keep the settings and what was trained."""
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._models = models

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
            models = {size: IntentModel.load(folder / size) for size in SIZES}
        return cls(config, model_storage, resource, models)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the examples of the intent against all others."""
        examples, labels = labelled(training_data)
        has_it = labels == self._config["intent"]
        self._models = {
            size: IntentModel.fit(vectors, has_it, self._config["c"])
            for size, vectors in examples.vectors.items()
        }
        with self._storage.write_to(self._resource) as folder:
            for size, model in self._models.items():
                (folder / size).mkdir()
                model.save(folder / size)
        return self._resource

    def _note(self, messages: list[Message], *, thorough: bool = True) -> list[Message]:
        """Note the chance of the intent, 0 to 1; the decision comes later.

        Args:
            messages: those of a user.
            thorough: whether the large encoder reads what the small one is not sure of.
        """
        for message in messages:
            if not is_payload(message):
                chance = self._chance(message, thorough=thorough)
                message.set(self._config["chance"], chance, add_to_output=True)
        return messages

    def _chance(self, message: Message, *, thorough: bool) -> float:
        sentence: Sentence | None = message.get(SENTENCE)
        if sentence is None:
            return 0.0
        return self._of(sentence, self._config["unlikely"], thorough=thorough)

    def _of(self, sentence: Sentence, unlikely: float, *, thorough: bool = True) -> float:
        """Give the chance of a sentence; below `unlikely` the small encoder's word is taken."""
        if self._models is None:
            return 0.0
        if not sentence.has("large"):
            chance = self._models["small"].chance(sentence.vector("small"))
            if chance < unlikely or not thorough:
                return chance
        return self._models["large"].chance(sentence.vector("large"))
