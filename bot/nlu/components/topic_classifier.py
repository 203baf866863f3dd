"""Graph component: sets the intent, its confidence and the intent ranking."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import READING, TOPIC_READER
from bot.nlu.components.examples import labelled, sentence_vector, text_of
from bot.nlu.encoder import load_encoder
from bot.nlu.gate import Gate
from bot.nlu.topic_model import TopicModel, TopicModelSettings
from bot.nlu.topic_reader import TopicReader
from bot.settings import Settings


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent, IntentClassifier):
    """Finds the topic of a message. Its confidence is the gate's chance that the topic is right."""

    @classmethod
    def required_components(cls) -> list[type]:
        """The sentence vectors come from a featurizer."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Name the settings.

        `negatives`: an intent whose examples teach the gate what belongs nowhere.
        `set_apart`: intents that have a detector of their own.
        """
        return {
            "vector_share": 0.7,
            "vector_c": 10.0,
            "ngram_c": 30.0,
            "negatives": "out_of_scope",
            "set_apart": ["clinical_or_emergency", "follow_up"],
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        trained: tuple[TopicModel, Gate] | None = None,
    ) -> None:
        """Keep the settings and what was trained."""
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._trained = trained
        self._encoder = load_encoder(Settings.from_environment().encoder_folder)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
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
    ) -> TopicClassifier:
        """Load a trained component."""
        with model_storage.read_from(resource) as folder:
            trained = TopicModel.load(folder), Gate.load(folder)
        return cls(config, model_storage, resource, trained)

    def train(self, training_data: TrainingData) -> Resource:
        """Train the topic model and its gate."""
        settings = TopicModelSettings(
            self._config["vector_share"], self._config["vector_c"], self._config["ngram_c"]
        )
        examples, labels = labelled(training_data)
        negative = labels == self._config["negatives"]
        kept = ~negative & ~np.isin(labels, self._config["set_apart"])
        shown = examples.take(kept)
        model = TopicModel.fit(list(shown.texts), shown.vectors, list(labels[kept]), settings)
        gate = Gate.fit(shown, labels[kept], examples.take(negative), settings)
        with self._storage.write_to(self._resource) as folder:
            model.save(folder)
            gate.save(folder)
        self._trained = model, gate
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `intent` and `intent_ranking`; leave alone what already has an intent.

        Hands the reader on, so that later components can read parts of the message.
        """
        for message in messages:
            vector = sentence_vector(message)
            if self._trained is None or vector is None or message.get(INTENT):
                continue
            reader = TopicReader(*self._trained, self._encoder.encode)
            reading = reader.read(text_of(message), vector)
            ranking = reading.ranking()
            message.set(TOPIC_READER, reader)
            message.set(READING, reading)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages
