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
from bot.nlu.components.examples import SIZES, text_of, vectors
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
        """Encode the training examples, with a progress bar: it takes minutes the first time."""
        messages = [m for m in training_data.training_examples if _is_read(m)]
        texts = [text_of(message) for message in messages]
        known = {size: vectors(texts, size, "examples.npz") for size in SIZES}
        for message, text in zip(messages, texts, strict=True):
            found = {size: known[size][text] for size in SIZES}
            message.set(SENTENCE, Sentence(text, self._encoders, found))
        return training_data


def _is_read(message: Message) -> bool:
    return bool(text_of(message)) and not is_payload(message)
