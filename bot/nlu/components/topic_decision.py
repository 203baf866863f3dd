"""Graph component: turns the ranking into the intent that the rules act on."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.components import is_payload, knowledge
from bot.nlu.components.clinical_detector import CLINICAL_CHANCE, CLINICAL_INTENT
from bot.nlu.components.conversation import CORRECTION_INTENT
from bot.nlu.components.conversation_context import ALONE, OTHERS
from bot.nlu.components.follow_up_detector import FOLLOW_UP_CHANCE
from bot.nlu.components.spelling_normaliser import KNOWN_WORDS
from bot.nlu.components.two_questions import QUESTIONS
from bot.nlu.decision import Decision, Thresholds, Understood, decide

BOTH_INTENT = "two_questions"
CHOICES_INTENT = "between_topics"
DECISION = "topic_decision"
_INTENTS = {
    Decision.BOTH: BOTH_INTENT,
    Decision.CHOICES: CHOICES_INTENT,
    Decision.CORRECTION: CORRECTION_INTENT,
    Decision.CLINICAL: CLINICAL_INTENT,
    Decision.UNSURE: DEFAULT_NLU_FALLBACK_INTENT_NAME,
}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TopicDecision(GraphComponent):
    """Takes the place of Rasa's FallbackClassifier, which knows one threshold and no alternatives.

    Adds `topic_decision` to the parsed message:
    `{"alternatives": [topic, ...], "questions": [intent, intent]}`.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the thresholds: bot.nlu.decision.Thresholds."""
        return {
            "sure": 0.7,
            "answer": 0.45,
            "offer": 0.1,
            "rival": 0.02,
            "close": 0.2,
            "known_words": 0.3,
            "clinical": 0.7,
            "clinical_if_unsure": 0.06,
        }

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
        names = cls.get_default_config().keys()
        thresholds = Thresholds(**{name: config[name] for name in names})
        return cls(thresholds, frozenset(knowledge().topics))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent that the decision asks for; a pressed button needs none."""
        for message in messages:
            if not is_payload(message):
                self._decide(message)
        return messages

    def _decide(self, message: Message) -> None:
        understood = Understood(
            ranking=message.get(INTENT_RANKING_KEY) or [],
            known_words=message.get(KNOWN_WORDS) or 0.0,
            clinical=message.get(CLINICAL_CHANCE) or 0.0,
            follow_up=message.get(FOLLOW_UP_CHANCE) or 0.0,
            alone=message.get(ALONE),
            questions=tuple(message.get(QUESTIONS) or ()),
            others=tuple(message.get(OTHERS) or ()),
        )
        verdict = decide(understood, self._topics, self._thresholds)
        both = verdict.decision is Decision.BOTH
        names = list(verdict.alternatives)
        outcome = {"alternatives": [] if both else names, "questions": names if both else []}
        message.set(DECISION, outcome, add_to_output=True)
        if verdict.decision is not Decision.ANSWER:
            confidence = (message.get(INTENT) or {}).get("confidence", 0.0)
            changed = {"name": _INTENTS[verdict.decision], "confidence": confidence}
            message.set(INTENT, changed, add_to_output=True)
