"""Graph component: the chance that a message is clinical, about safeguarding or an emergency."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.activity.written_codes import without_codes
from bot.nlu.components import SENTENCE, is_payload
from bot.nlu.components.examples import follow_ups, labelled, stacked, text_of
from bot.nlu.passages import Passages
from bot.nlu.screened_model import ScreenedModel
from bot.nlu.sentence import Sentence

CLINICAL_INTENT = "clinical_or_emergency"
CLINICAL_CHANCE = "clinical_chance"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ClinicalDetector(GraphComponent):
    """Finds what is clinical: a missed emergency is the worst error.

    A few words and phrases are enough alone, whatever the model says; so is a passage of a longer
    message, as "she is bleeding" in a question about a password.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Name the settings.

        `intent`: whose examples are the clinical ones.
        `always`: patterns that are enough alone, as regular expressions of whole words.
        `c`, `unlikely`, `steepness`: as bot.nlu.screened_model has them.
        `passage`: from this chance on a passage is enough alone. The `passages` likeliest by their
        letters are read, those whose log-odds are at least `likely_passage`.
        `unlikely_passage`: as `unlikely`, for a passage.
        `passage_c`: as sklearn's, of the letters.
        """
        return {
            "intent": CLINICAL_INTENT,
            "always": [],
            "c": 10.0,
            "unlikely": 0.01,
            "steepness": 6.0,
            "passage": 0.8,
            "passages": 3,
            "likely_passage": -1.5,
            "unlikely_passage": 0.1,
            "passage_c": 10.0,
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        trained: tuple[ScreenedModel, Passages] | None = None,
    ) -> None:
        """Keep the settings and what was trained."""
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._trained = trained

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ClinicalDetector:
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
    ) -> ClinicalDetector:
        """Load a trained component."""
        with model_storage.read_from(resource) as folder:
            trained = ScreenedModel.load(folder), Passages.load(folder)
        return cls(config, model_storage, resource, trained)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the examples of the intent against all others and all that is asked in context.

        The passages are learned from the examples alone.
        """
        texts, labels = labelled(training_data)
        behind = [asked for each in follow_ups(training_data) for asked in each.asked]
        c = self._config["passage_c"]
        # The judge learns on one core. Neither draws from a generator that both would share.
        with ThreadPoolExecutor(1) as beside:
            fitted = beside.submit(Passages.fit, texts, self._has_it(labels), c)
            model = ScreenedModel.fit(
                [*texts, *(asked.text for asked in behind)],
                self._has_it([*labels, *(asked.intent for asked in behind)]),
                stacked,
                **{name: self._config[name] for name in ("c", "unlikely", "steepness")},
            )
            passages = fitted.result()
        with self._storage.write_to(self._resource) as folder:
            model.save(folder)
            passages.save(folder)
        return self._resource

    def _has_it(self, intents: Sequence[str] | npt.NDArray[np.str_]) -> npt.NDArray[np.bool_]:
        found: npt.NDArray[np.bool_] = np.asarray(intents) == self._config["intent"]
        return found

    def process(self, messages: list[Message]) -> list[Message]:
        """Note the chance that each message is clinical."""
        for message in messages:
            if not is_payload(message):
                message.set(CLINICAL_CHANCE, self._chance(message), add_to_output=True)
        return messages

    def _chance(self, message: Message) -> float:
        patterns = [rf"\b(?:{pattern})\b" for pattern in self._config["always"]]
        # As it was typed, too: a rare word may be "corrected" to another.
        typed = without_codes(str(message.get(TEXT) or ""), "")
        texts = f"{text_of(message)}\n{typed}"
        if patterns and re.search("|".join(patterns), texts, re.IGNORECASE):
            return 1.0
        sentence: Sentence | None = message.get(SENTENCE)
        return self._of(sentence, *self._trained) if sentence and self._trained else 0.0

    def _of(self, sentence: Sentence, model: ScreenedModel, passages: Passages) -> float:
        whole, enough = model.chance(sentence, self._config["unlikely"]), self._config["passage"]
        if whole >= enough:
            return whole
        count, likely = self._config["passages"], self._config["likely_passage"]
        found = passages.likeliest(sentence.text, count, likely)
        parts = (Sentence(part, sentence.encoders) for part in found)
        unlikely = self._config["unlikely_passage"]
        chance = max((model.chance(part, unlikely) for part in parts), default=0.0)
        return chance if chance >= enough else whole
