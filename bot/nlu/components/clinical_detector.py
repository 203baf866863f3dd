"""Graph component: the chance that a message is clinical, about safeguarding or an emergency."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.activity.written_codes import without_codes
from bot.nlu.components import SENTENCE
from bot.nlu.components.examples import labelled, text_of
from bot.nlu.components.intent_detector import IntentDetector
from bot.nlu.passages import Passages
from bot.nlu.sentence import Sentence

CLINICAL_INTENT = "clinical_or_emergency"
CLINICAL_CHANCE = "clinical_chance"
_PASSAGES = "passages"  # the folder of what was trained on them


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ClinicalDetector(IntentDetector):
    """Finds what is clinical: a missed emergency is the worst error.

    A few words and phrases are enough alone, whatever the model says; so is a passage of a longer
    message, as "she is bleeding" in a question about a password.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Name the settings.

        `always`: patterns that are enough alone, as regular expressions of whole words.
        `passage`: from this chance on a passage is enough alone. The `passages` likeliest by their
        letters are read, those whose log-odds are at least `likely_passage`.
        `unlikely_passage`: below this chance of a passage the small encoder's word is taken.
        `passage_c`: as sklearn's, of the letters.
        """
        return {
            **IntentDetector.get_default_config(),
            "intent": CLINICAL_INTENT,
            "chance": CLINICAL_CHANCE,
            "always": [],
            "passage": 0.8,
            "passages": 3,
            "likely_passage": -1.5,
            "unlikely_passage": 0.1,
            "passage_c": 10.0,
        }

    _passages: Passages | None = None

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ClinicalDetector:
        """Load a trained component."""
        detector = super().load(config, model_storage, resource, execution_context, **kwargs)
        with model_storage.read_from(resource) as folder:
            detector._passages = Passages.load(folder / _PASSAGES)
        return detector

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the examples of the intent against all others, whole and in passages."""
        super().train(training_data)
        examples, labels = labelled(training_data)
        has_it = labels == self._config["intent"]
        self._passages = Passages.fit(list(examples.texts), has_it, self._config["passage_c"])
        with self._storage.write_to(self._resource) as folder:
            (folder / _PASSAGES).mkdir()
            self._passages.save(folder / _PASSAGES)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Note the chance that each message is clinical."""
        return self._note(messages)

    def _chance(self, message: Message, *, thorough: bool) -> float:
        patterns = [rf"\b(?:{pattern})\b" for pattern in self._config["always"]]
        # As it was typed, too: a rare word may be "corrected" to another.
        typed = without_codes(str(message.get(TEXT) or ""), "")
        texts = f"{text_of(message)}\n{typed}"
        if patterns and re.search("|".join(patterns), texts, re.IGNORECASE):
            return 1.0
        whole = super()._chance(message, thorough=thorough)
        return whole if whole >= self._config["passage"] else max(whole, self._of_passages(message))

    def _of_passages(self, message: Message) -> float:
        """Give the chance of the most clinical passage, or none where it is not enough alone."""
        sentence: Sentence | None = message.get(SENTENCE)
        if sentence is None or self._passages is None:
            return 0.0
        count, likely = self._config["passages"], self._config["likely_passage"]
        found = self._passages.likeliest(sentence.text, count, likely)
        parts = (Sentence(part, sentence.encoders) for part in found)
        unlikely, enough = self._config["unlikely_passage"], self._config["passage"]
        chance = max((self._of(part, unlikely) for part in parts), default=0.0)
        return chance if chance >= enough else 0.0
