"""Graph component: notices that a message holds two questions."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.components import CASCADE, knowledge
from bot.nlu.components.examples import text_of
from bot.nlu.look_up import AREA_INTENT, CODE_TOPIC, SITE_INTENT
from bot.nlu.topic_reader import Cascade
from bot.nlu.two_questions import Limits, find_two, likely_places

QUESTIONS = "questions"
_SIGNPOST = "signpost_"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TwoQuestions(GraphComponent):
    """Notes both intents, in the order asked, where a message holds two questions."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the limits: bot.nlu.two_questions.Limits."""
        return {
            "joining": ["and", "also"],
            "starting": ["how", "what", "where", "who", "when", "why", "can"],
            "clear": 3.5,
            "named": 1.0,
            "apart": 0.45,
            "least": 1.8,
            "possible": -0.2,
            "tried": 3,
            "confirmed": 2,
            "likely": 0.25,
        }

    def __init__(self, limits: Limits, topics: frozenset[str]) -> None:
        """Keep the limits, and the intents that can be one of two questions."""
        self._limits = limits
        self._topics = topics

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TwoQuestions:
        """Read which topics have an answer."""
        limits = {name: config[name] for name in cls.get_default_config()}
        limits["joining"] = frozenset(limits["joining"])
        limits["starting"] = frozenset(limits["starting"])
        return cls(Limits(**limits), frozenset(knowledge().topics))

    def process(self, messages: list[Message]) -> list[Message]:
        """Note the two intents on the messages that hold two questions."""
        for message in messages:
            cascade: Cascade | None = message.get(CASCADE)
            if cascade:
                message.set(QUESTIONS, self._find(text_of(message), cascade))
        return messages

    def _find(self, text: str, cascade: Cascade) -> tuple[str, str] | None:
        quick, thorough = cascade.readers["small"], cascade.readers["large"]
        whole = cascade.whole("small")
        topics = {label for label in whole.labels if label in self._topics or _has_reply(label)}
        places = likely_places(text, whole, topics, quick, self._limits)
        if not places:
            return None
        two = find_two(places, cascade.whole("large"), topics, thorough, self._limits)
        # Who gives a code asks for the site, and not what a code is.
        return None if two and {*two} == {CODE_TOPIC, SITE_INTENT} else two


def _has_reply(label: str) -> bool:
    return label.startswith(_SIGNPOST) or label in (SITE_INTENT, AREA_INTENT)
