"""Graph component: finds what to say to who asks on about the topic that was just answered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge.model import Topic
from bot.nlu.components import SENTENCE, is_payload, knowledge
from bot.nlu.components.conversation import answered_lately, sections_shown
from bot.nlu.floats import Floats
from bot.nlu.sections import nearest_section
from bot.nlu.sentence import Encode, Sentence

AGAIN = "answered_before"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AnswerSection(GraphComponent):
    """Notes on a message whose topic was answered just before which section fits it.

    Adds `answered_before` to the parsed message: `{"section": heading or None}`.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`least`: the least cosine of a section's and the message's vector (small encoder)."""
        return {"least": 0.2}

    def __init__(self, config: dict[str, Any], topics: Mapping[str, Topic]) -> None:
        """Keep the setting and the topics."""
        self._least = config["least"]
        self._topics = topics

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AnswerSection:
        """Read the topics."""
        return cls(config, knowledge().topics)

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Note the section; a pressed button asks for the whole answer."""
        lately = answered_lately(tracker.events)
        for message in messages:
            name = str((message.get(INTENT) or {}).get("name"))
            sentence: Sentence | None = message.get(SENTENCE)
            again = name in self._topics and name in lately
            if sentence and again and not is_payload(message):
                shown = sections_shown(tracker.events, name)
                found = {"section": self._section(sentence, self._topics[name], shown)}
                message.set(AGAIN, found, add_to_output=True)
        return messages

    def _section(self, sentence: Sentence, topic: Topic, shown: frozenset[str]) -> str | None:
        encode = sentence.encoders["small"]
        left = {
            heading: _vector(encode, f"{heading}. {text}")
            for heading, text in topic.sections.items()
            if heading not in shown
        }
        reply = _vector(encode, topic.reply)
        return nearest_section(sentence.vector("small"), reply, left, self._least)


@lru_cache(maxsize=512)  # more than all answers have sections
def _vector(encode: Encode, text: str) -> Floats:
    return encode(text)
