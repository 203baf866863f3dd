"""Graph component: adds the sentence vector of the normalised text."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import is_payload
from bot.nlu.components.examples import text_of
from bot.nlu.encoder import SentenceEncoder, load_encoder
from bot.nlu.encoder.kept_vectors import encode_all
from bot.nlu.encoder.sentence_encoder import VERSION, Vector
from bot.settings import Settings


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturiser(DenseFeaturizer, GraphComponent):
    """Encodes each message with the sentence encoder. Holds nothing that was trained."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Rasa asks every featurizer for a tokenizer."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`threads`: how many a message may use."""
        return {**DenseFeaturizer.get_default_config(), "threads": 1}

    def __init__(self, config: dict[str, Any], name: str, encoder: SentenceEncoder) -> None:
        """Keep the encoder."""
        super().__init__(name, config)
        self._encoder = encoder

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturiser:
        """Load the encoder, which is built first where it is missing."""
        encoder = load_encoder(Settings.from_environment().encoder_folder, config["threads"])
        return cls(config, execution_context.node_name, encoder)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to check beyond what Rasa checks."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the sentence vector, [1, 768], to each message that has a text."""
        for message in messages:
            if _is_read(message):
                self._add(message, self._encoder.encode(text_of(message)))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encode the training examples, with a progress bar: it takes minutes the first time."""
        messages = [m for m in training_data.training_examples if _is_read(m)]
        kept = Settings.from_environment().encoder_folder / VERSION / "examples.npz"
        vectors = encode_all(map(text_of, messages), self._encoder.encode, kept)
        for message in messages:
            self._add(message, vectors[text_of(message)])
        return training_data

    def _add(self, message: Message, vector: Vector) -> None:
        alias = self._config[FEATURIZER_CLASS_ALIAS]
        message.add_features(Features(vector[np.newaxis], FEATURE_TYPE_SENTENCE, TEXT, alias))


def _is_read(message: Message) -> bool:
    return bool(text_of(message)) and not is_payload(message)
