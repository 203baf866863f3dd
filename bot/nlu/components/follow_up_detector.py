"""Graph component: the chance that a message can only be understood with what was said before."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.components.conversation import can_be_followed
from bot.nlu.components.intent_detector import IntentDetector

FOLLOW_UP_INTENT = "follow_up"
FOLLOW_UP_CHANCE = "follow_up_chance"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FollowUpDetector(IntentDetector):
    """Finds messages such as "and on my phone?", which the topic before completes."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """As every detector's."""
        return {
            **IntentDetector.get_default_config(),
            "intent": FOLLOW_UP_INTENT,
            "chance": FOLLOW_UP_CHANCE,
        }

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Note the chance that each message needs the topic before it.

        Where there is nothing to follow the chance changes little: the small encoder's is enough.
        """
        return self._note(messages, thorough=can_be_followed(tracker.events))
