"""Graph component: hands on the model that knows what is asked behind each answer."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components.examples import follow_ups, vectors
from bot.nlu.follow_ups import FollowUp, FollowUpModel

FOLLOW_UP_READER = "follow_up_reader"
"""Message property: the bot.nlu.follow_ups.FollowUpModel, for who finds that it is a follow-up."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FollowUpReader(GraphComponent):
    """Learns from follow_ups/, messages of which the topic before is known."""

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, model: FollowUpModel | None = None
    ) -> None:
        """Keep what was trained."""
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
    ) -> FollowUpReader:
        """Create an untrained component."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FollowUpReader:
        """Load a trained component; where there was nothing to learn from, it reads nothing."""
        with model_storage.read_from(resource) as folder:
            trained = any(folder.iterdir())
            return cls(model_storage, resource, FollowUpModel.load(folder) if trained else None)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the messages that stand behind a topic."""
        asked = [
            (FollowUp(asked.text, each.topic), asked.intent)
            for each in follow_ups(training_data)
            for asked in each.asked
        ]
        with self._storage.write_to(self._resource) as folder:
            if asked:
                messages, labels = zip(*asked, strict=True)
                known = vectors([message.text for message in messages], "small")
                FollowUpModel.fit(messages, labels, known.__getitem__).save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Hand the reader on, if there is one."""
        for message in messages:
            message.set(FOLLOW_UP_READER, self._model)
        return messages
