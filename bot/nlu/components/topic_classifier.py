"""Graph component: sets the intent, its confidence and the intent ranking."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import CASCADE, READING, SENTENCE
from bot.nlu.components.examples import SIZES, examples, labelled
from bot.nlu.encoder import KINDS, load_encoder
from bot.nlu.examples import Size
from bot.nlu.gate import Gate, fit_models
from bot.nlu.letters import Letters
from bot.nlu.sentence import Sentence
from bot.nlu.topic_model import TopicModel, TopicModelSettings
from bot.nlu.topic_reader import Cascade, TopicReader
from bot.settings import Settings


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(GraphComponent, IntentClassifier):
    """Finds the topic of a message. Its confidence is the gate's chance that the topic is right."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Name the settings.

        `negatives`: an intent whose examples teach the gate what belongs nowhere.
        `set_apart`: intents that have a detector of their own: as one more label among the topics
        they would be found less often, and draw other messages to themselves.
        `sure`: the confidence from which the small encoder's word is taken.
        """
        return {
            "vector_share": 0.7,
            "vector_c": 10.0,
            "ngram_c": 30.0,
            "negatives": "out_of_scope",
            "set_apart": ["clinical_or_emergency", "follow_up"],
            "sure": 0.85,
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        readers: Mapping[Size, TopicReader] | None = None,
    ) -> None:
        """Keep the settings and what was trained."""
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._readers = readers

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
        encoders = Settings.from_environment().encoder_folder
        with model_storage.read_from(resource) as folder:
            letters = Letters.load(folder)
            readers = {
                size: TopicReader(
                    TopicModel.load(folder / size, letters),
                    Gate.load(folder / size),
                    load_encoder(encoders, KINDS[size]).encode,
                )
                for size in SIZES
            }
        return cls(config, model_storage, resource, readers)

    def train(self, training_data: TrainingData) -> Resource:
        """Train the topic models and their gates."""
        settings = TopicModelSettings(
            self._config["vector_share"], self._config["vector_c"], self._config["ngram_c"]
        )
        texts, labels = labelled(training_data)
        negative = labels == self._config["negatives"]
        kept = ~negative & ~np.isin(labels, self._config["set_apart"])
        known = examples([text for text, used in zip(texts, kept | negative, strict=True) if used])
        shown, strange = (known.take(part[kept | negative]) for part in (kept, negative))
        with ThreadPoolExecutor(1) as beside:  # a core is free while the gate's last fold ends
            fitted = beside.submit(fit_models, shown, labels[kept], settings)
            gates = Gate.fit(shown, labels[kept], strange, settings)
            models = fitted.result()
        with self._storage.write_to(self._resource) as folder:
            models["large"].letters.save(folder)
            for size in SIZES:
                (folder / size).mkdir()
                models[size].save(folder / size)
                gates[size].save(folder / size)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `intent` and `intent_ranking`; leave alone what already has an intent.

        Hands the cascade on, so that later components can read parts of the message.
        """
        for message in messages:
            sentence: Sentence | None = message.get(SENTENCE)
            if self._readers is None or sentence is None or message.get(INTENT):
                continue
            cascade = Cascade(self._readers, sentence, self._config["sure"])
            ranking = cascade.reading.ranking()
            message.set(CASCADE, cascade)
            message.set(READING, cascade.reading)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages
