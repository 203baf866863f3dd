"""Graph component: adds the sentence vector of the normalised text."""

from __future__ import annotations

import os
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
from tqdm import tqdm

from bot.nlu.components import NORMALISED_TEXT, is_payload
from bot.nlu.encoder import SentenceEncoder, load_encoder
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
        return cls(config, execution_context.node_name, _load(config["threads"]))

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to check beyond what Rasa checks."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the sentence vector, [1, 768], to each message that has a text."""
        for message in messages:
            text = message.get(NORMALISED_TEXT) or message.get(TEXT)
            if text and not is_payload(message):
                vector: Any = self._encoder.encode(text)[np.newaxis]
                alias = self._config[FEATURIZER_CLASS_ALIAS]
                message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, alias))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encode the training examples on all cores, with a progress bar: it takes a minute."""
        serving, self._encoder = self._encoder, _load(os.cpu_count() or 1)
        examples = training_data.training_examples
        for message in tqdm(
            examples, desc="Reading the examples", unit="", leave=False, disable=None
        ):
            self.process([message])
        self._encoder = serving
        return training_data


def _load(threads: int) -> SentenceEncoder:
    return load_encoder(Settings.from_environment().encoder_folder, threads)
