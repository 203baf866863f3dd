"""Graph component: understands follow-ups and corrections by what was said before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.components import READING, TOPIC_READER, knowledge
from bot.nlu.components.conversation import CORRECTION_INTENT, before
from bot.nlu.components.examples import text_of
from bot.nlu.components.follow_up_detector import FOLLOW_UP_CHANCE
from bot.nlu.components.two_questions import QUESTIONS
from bot.nlu.context import Before, asked_instead, corrected, in_context
from bot.nlu.topic_reader import Reading, TopicReader

ALONE = "confidence_alone"
OTHERS = "other_topics"
_UNSURE = 0.69
_REFUSING = (CORRECTION_INTENT, "deny")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ConversationContext(GraphComponent):
    """Reads a message again with what was said before, where it needs that.

    Sets the reading that holds, the confidence of the message by itself (`confidence_alone`), and
    for a bare refusal the next best topics (`other_topics`).
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the limits and the words of refusal.

        `sure`: a message that is this clear by itself needs no context.
        `follow_up`: from this chance on a message may be a follow-up.
        `refusals`: first words of a correction.
        """
        return {"sure": 0.7, "follow_up": 0.03, "refusals": ["no", "nope"]}

    def __init__(self, config: dict[str, Any], titles: Mapping[str, str]) -> None:
        """Keep the limits and the topics' titles."""
        self._sure: float = config["sure"]
        self._follow_up: float = config["follow_up"]
        self._refusals = frozenset(config["refusals"])
        self._titles = titles

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ConversationContext:
        """Read the titles of the topics."""
        titles = {name: topic.header.title for name, topic in knowledge().topics.items()}
        return cls(config, titles)

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Take what was said before into account."""
        for message in messages:
            reader: TopicReader | None = message.get(TOPIC_READER)
            if reader:
                self._take_into_account(message, reader, before(tracker.events, self._titles))
        return messages

    def _take_into_account(self, message: Message, reader: TopicReader, said: Before) -> None:
        alone: Reading = message.get(READING)
        text = text_of(message)
        message.set(ALONE, alone.confidence)
        instead = asked_instead(text, self._refusals) if said.shown else None
        clear = alone.confidence >= self._sure and alone.best not in said.shown
        if said.shown and alone.best in _REFUSING and not instead:
            message.set(
                OTHERS, [x for x in said.ranking if x in self._titles and x not in said.shown]
            )
        elif instead and (not clear or alone.best in _REFUSING):
            _replace(message, corrected(instead, said, reader.read))
            message.set(QUESTIONS, None)
        elif said.topic and alone.confidence < self._sure and self._depends(message):
            reading = in_context(text, alone, said, reader.read)
            # What only the context makes likely is never sure: other topics stand beside it.
            _replace(message, replace(reading, confidence=min(reading.confidence, _UNSURE)))

    def _depends(self, message: Message) -> bool:
        chance: float = message.get(FOLLOW_UP_CHANCE) or 0.0
        return chance >= self._follow_up


def _replace(message: Message, reading: Reading) -> None:
    ranking = reading.ranking()
    message.set(READING, reading)
    message.set(INTENT, ranking[0], add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
