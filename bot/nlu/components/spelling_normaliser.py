"""Graph component: sets the message's normalised text."""

from __future__ import annotations

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.activity.written_codes import without_codes
from bot.nlu.components import FOLLOW_UPS, NORMALISED_TEXT, is_payload
from bot.nlu.follow_up_files import FollowUps
from bot.nlu.pictures import in_words, without_kisses
from bot.nlu.spelling import SpellingCorrector, vocabulary

KNOWN_WORDS = "known_words"
_ANY_CODE = "VL123"  # all codes mean the same to the model, which has seen few of them


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SpellingNormaliser(GraphComponent):
    """Corrects spelling, says pictures in words, and reads every ODS code as the same one.

    It learns the domain's words from the training examples.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`protected`: words never changed. `text_speak`: short forms and what they stand for."""
        return {"protected": [], "text_speak": {}}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        domain_words: dict[str, int],
    ) -> None:
        """Keep the settings; `train` and `load` give the domain's words."""
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._corrector = self._make(domain_words)

    def _make(self, domain_words: dict[str, int]) -> SpellingCorrector:
        return SpellingCorrector(
            domain_words, self._config["protected"], self._config["text_speak"]
        )

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpellingNormaliser:
        """Create an untrained component."""
        return cls(config, model_storage, resource, {})

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SpellingNormaliser:
        """Load a trained component."""
        with model_storage.read_from(resource) as folder:
            words = json.loads((folder / "domain_words.json").read_text(encoding="utf-8"))
        return cls(config, model_storage, resource, words)

    def train(self, training_data: TrainingData) -> Resource:
        """Count the words of the examples and keep them."""
        examples = training_data.intent_examples
        texts = [m.get(TEXT) for m in examples if m.get(TEXT)]
        words = vocabulary(texts)
        self._corrector = self._make(words)
        with self._storage.write_to(self._resource) as folder:
            (folder / "domain_words.json").write_text(json.dumps(words), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the normalised text, and the share of words that were known before correction."""
        for message in messages:
            text = message.get(TEXT)
            if text and not is_payload(message):
                message.set(NORMALISED_TEXT, self._normalised(text))
                share = self._corrector.known_share(without_codes(text, ""))
                message.set(KNOWN_WORDS, share, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Treat the training examples as messages are treated."""
        self.process(training_data.training_examples)
        for message in training_data.training_examples:
            follow_ups: FollowUps | None = message.get(FOLLOW_UPS)
            if follow_ups:
                message.set(FOLLOW_UPS, follow_ups.changed(self._normalised))
        return training_data

    def _normalised(self, text: str) -> str:
        told = without_kisses(in_words(without_codes(text, _ANY_CODE)))
        return self._corrector.correct(told)
