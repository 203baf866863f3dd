"""Graph component: finds what to say to who asks on about the topic that was just answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.model import Topic
from bot.nlu.components import SENTENCE, is_payload, knowledge
from bot.nlu.components.conversation import answered_lately, parts_shown
from bot.nlu.components.examples import follow_ups, vectors
from bot.nlu.follow_up_files import NOT_ANSWERED, REPLY
from bot.nlu.sections import AskedOn, SectionModel
from bot.nlu.sentence import Sentence

AGAIN = "answered_before"
_OFTEN = 2  # times that the reply was shown: then it is not shown once more


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AnswerSection(GraphComponent):
    """Notes on a message whose topic was answered just before which part of the answer fits it.

    Learns from follow_ups/. Adds `answered_before` to the parsed message:
    `{"section": heading or None, "known": whether the section, or the reply, tells what is asked}`.
    """

    def __init__(
        self,
        model_storage: ModelStorage,
        resource: Resource,
        topics: Mapping[str, Topic],
        model: SectionModel | None = None,
    ) -> None:
        """Keep the topics and what was trained."""
        self._storage = model_storage
        self._resource = resource
        self._topics = topics
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AnswerSection:
        """Create an untrained component."""
        return cls(model_storage, resource, knowledge().topics)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> AnswerSection:
        """Load a trained component; without anything to learn from, every reply is said again."""
        with model_storage.read_from(resource) as folder:
            model = SectionModel.load(folder) if any(folder.iterdir()) else None
        return cls(model_storage, resource, knowledge().topics, model)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the messages that ask on about the topic that was answered."""
        asked = [
            AskedOn(text, each.topic, part)
            for each in follow_ups(training_data)
            for intent, text, part in [
                *each.asked,
                *((each.topic, heading, heading) for heading in each.headings),
            ]
            if intent == each.topic
        ]
        with self._storage.write_to(self._resource) as folder:
            if asked:
                known = vectors([each.text for each in asked], "small")
                SectionModel.fit(asked, known.__getitem__).save(folder)
        return self._resource

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Note the part; a pressed button asks for the whole answer."""
        lately = answered_lately(tracker.events)
        for message in messages:
            name = str((message.get(INTENT) or {}).get("name"))
            sentence: Sentence | None = message.get(SENTENCE)
            again = name in self._topics and name in lately
            if sentence and again and not is_payload(message):
                shown = parts_shown(tracker.events, name)
                part = self._part(sentence, name, shown)
                section = None if part in (REPLY, NOT_ANSWERED) else part
                found = {"section": section, "known": part != NOT_ANSWERED}
                message.set(AGAIN, found, add_to_output=True)
        return messages

    def _part(self, sentence: Sentence, topic: str, shown: Mapping[str, int]) -> str:
        if self._model is None:
            return REPLY
        left = {part for part in self._topics[topic].sections if not shown.get(part)}
        part = self._model.part(sentence, topic, {*left, REPLY, NOT_ANSWERED})
        return NOT_ANSWERED if part == REPLY and shown.get(REPLY, 0) >= _OFTEN else part
