"""Graph component: the chance that a message is clinical, about safeguarding or an emergency."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.components.examples import text_of
from bot.nlu.components.intent_detector import IntentDetector

CLINICAL_INTENT = "clinical_or_emergency"
CLINICAL_CHANCE = "clinical_chance"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ClinicalDetector(IntentDetector):
    """Finds what is clinical: a missed emergency is the worst error.

    A few words and phrases are enough alone, whatever the model says.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`always`: patterns that are enough alone, as regular expressions of whole words."""
        return {
            **IntentDetector.get_default_config(),
            "intent": CLINICAL_INTENT,
            "chance": CLINICAL_CHANCE,
            "always": [],
        }

    def process(self, messages: list[Message]) -> list[Message]:
        """Note the chance that each message is clinical."""
        return self._note(messages)

    def _chance(self, message: Message, *, thorough: bool) -> float:
        patterns = [rf"\b(?:{pattern})\b" for pattern in self._config["always"]]
        if patterns and re.search("|".join(patterns), text_of(message), re.IGNORECASE):
            return 1.0
        return super()._chance(message, thorough=thorough)
