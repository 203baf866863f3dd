"""Graph component: gives each message its sentence, which knows its vectors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import SENTENCE, is_payload
from bot.nlu.components.examples import SIZES, text_of
from bot.nlu.encoder import KINDS, SentenceEncoder, load_encoder
from bot.nlu.examples import Size
from bot.nlu.sentence import Sentence
from bot.settings import Settings


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturiser(GraphComponent):
    """Sets the sentence of each message that has a text. Holds nothing that was trained."""

    def __init__(self, encoders: Mapping[Size, SentenceEncoder]) -> None:
        """Keep the encoders."""
        self._encoders = {size: encoder.encode for size, encoder in encoders.items()}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturiser:
        """Load the encoders, which are built first where they are missing."""
        folder = Settings.from_environment().encoder_folder
        return cls({size: load_encoder(folder, KINDS[size]) for size in SIZES})

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the sentence; its vectors are made when they are asked for."""
        for message in messages:
            if _is_read(message):
                message.set(SENTENCE, Sentence(text_of(message), self._encoders))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Treat the training examples as messages are treated; who learns from them reads them."""
        self.process(training_data.training_examples)
        return training_data


def _is_read(message: Message) -> bool:
    return bool(text_of(message)) and not is_payload(message)
