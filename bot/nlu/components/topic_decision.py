"""Graph component: turns the ranking into the intent that the rules act on."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge.catalogue import load_catalogue
from bot.nlu.components import is_payload
from bot.nlu.components.spelling_normaliser import KNOWN_WORDS
from bot.nlu.decision import Decision, Thresholds, decide
from bot.settings import Settings

CHOICES_INTENT = "between_topics"
CLINICAL_INTENT = "clinical_or_emergency"
DECISION = "topic_decision"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TopicDecision(GraphComponent):
    """Takes the place of Rasa's FallbackClassifier, which knows one threshold and no alternatives.

    Adds `topic_decision` to the parsed message: `{"alternatives": [topic, ...]}`.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the thresholds."""
        return {"sure": 0.8, "answer": 0.5, "offer": 0.2, "rival": 0.03, "known_words": 0.3}

    def __init__(self, thresholds: Thresholds, topics: frozenset[str]) -> None:
        """Keep the thresholds and the topics that can be offered."""
        self._thresholds = thresholds
        self._topics = topics

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicDecision:
        """Read which topics have an answer."""
        names = ("sure", "answer", "offer", "rival", "known_words")
        catalogue = load_catalogue(Settings.from_environment().knowledge_folder)
        return cls(Thresholds(**{name: config[name] for name in names}), frozenset(catalogue.topics))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent to choices or fallback where the topic is not sure enough."""
        for message in messages:
            intent = message.get(INTENT) or {}
            if not is_payload(message) and intent.get("name") != CLINICAL_INTENT:
                self._decide(message, intent)
        return messages

    def _decide(self, message: Message, intent: dict[str, Any]) -> None:
        ranking = message.get(INTENT_RANKING_KEY) or []
        known = message.get(KNOWN_WORDS) or 0.0
        verdict = decide(ranking, self._topics, known, self._thresholds)
        message.set(DECISION, {"alternatives": list(verdict.alternatives)}, add_to_output=True)
        if verdict.decision is not Decision.ANSWER:
            name = (
                CHOICES_INTENT
                if verdict.decision is Decision.CHOICES
                else DEFAULT_NLU_FALLBACK_INTENT_NAME
            )
            changed = {"name": name, "confidence": intent.get("confidence", 0.0)}
            message.set(INTENT, changed, add_to_output=True)
