"""Graph component: the chance that a message is clinical, about safeguarding or an emergency."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.activity.written_codes import without_codes
from bot.nlu.clauses import clauses
from bot.nlu.components import SENTENCE
from bot.nlu.components.examples import text_of
from bot.nlu.components.intent_detector import IntentDetector
from bot.nlu.sentence import Sentence, read_beside

CLINICAL_INTENT = "clinical_or_emergency"
CLINICAL_CHANCE = "clinical_chance"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ClinicalDetector(IntentDetector):
    """Finds what is clinical: a missed emergency is the worst error.

    A few words and phrases are enough alone, whatever the model says; so is a single clause, as
    "she is bleeding" in a question about a password.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Name the settings.

        `always`: patterns that are enough alone, as regular expressions of whole words.
        `clause`: from this chance on a clause is enough alone, in a message of at most
        `few_clauses`: a long story names many things in passing.
        `unlikely_clause`: below this chance of a clause the small encoder's word is taken.
        """
        return {
            **IntentDetector.get_default_config(),
            "intent": CLINICAL_INTENT,
            "chance": CLINICAL_CHANCE,
            "always": [],
            "clause": 0.7,
            "few_clauses": 3,
            "unlikely_clause": 0.1,
        }

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
        sentence: Sentence | None = message.get(SENTENCE)
        if sentence is None:
            return 0.0
        parts = self._parts(sentence)
        read_beside([sentence, *parts], "small")
        whole = self._of(sentence, self._config["unlikely"], thorough=thorough)
        enough = self._config["clause"]
        return whole if whole >= enough else max(whole, self._of_parts(parts))

    def _parts(self, sentence: Sentence) -> list[Sentence]:
        """Give the clauses that are read by themselves: none where there are too many."""
        found = clauses(sentence.text)
        if len(found) > self._config["few_clauses"]:
            return []
        return [Sentence(clause, sentence.encoders) for clause in found]

    def _of_parts(self, parts: list[Sentence]) -> float:
        """Give the chance of the most clinical clause, or none where it is not enough alone."""
        unlikely = self._config["unlikely_clause"]
        chance = max((self._of(part, unlikely) for part in parts), default=0.0)
        return chance if chance >= self._config["clause"] else 0.0
