"""Graph component: finds which part of a topic's answer tells what a message asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.model import Topic
from bot.nlu.components import SENTENCE, is_payload, knowledge
from bot.nlu.components.conversation import answered_lately, parts_shown
from bot.nlu.components.examples import follow_ups, text_of, vectors
from bot.nlu.follow_up_files import NOT_ANSWERED, REPLY
from bot.nlu.sections import Asking, SectionModel
from bot.nlu.sentence import Sentence

ANSWER_PART = "answer_part"
"""Message property, for the actions: which part of the answer is to be shown."""

SECTION = "section"
"""Key of the metadata of examples: the heading of the section that tells what they ask."""

_OFTEN = 2  # times that the reply was shown; a section once: then it is not shown once more


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class AnswerSection(GraphComponent):
    """Notes on a message about a topic which part of the topic's answer tells what it asks.

    Learns from the examples and from follow_ups/. Adds `answer_part` to the parsed message where
    the topic was answered just before, or where a section is to stand beside the reply:
    `{"section": heading or None, "known": whether a part tells it, "again": answered before}`.
    What was shown and is asked for once more is not known any better.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`beside`: the least score of a section that is shown beside the first answer."""
        return {"beside": 0.3}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        topics: Mapping[str, Topic],
        model: SectionModel | None = None,
    ) -> None:
        """Keep the limit, the topics and what was trained."""
        self._beside = config["beside"]
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
        return cls(config, model_storage, resource, knowledge().topics)

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
        return cls(config, model_storage, resource, knowledge().topics, model)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on what is asked about each topic, at first and behind its answer."""
        asked = [*self._behind(training_data), *self._first(training_data)]
        with self._storage.write_to(self._resource) as folder:
            if asked:
                known = vectors([each.text for each in asked], "small")
                SectionModel.fit(asked, known.__getitem__).save(folder)
        return self._resource

    def _behind(self, training_data: TrainingData) -> Iterator[Asking]:
        for each in follow_ups(training_data):
            yield from (Asking(heading, each.topic, heading) for heading in each.headings)
            for asked in each.asked:
                if asked.intent == each.topic:
                    yield Asking(asked.text, each.topic, asked.part)

    def _first(self, training_data: TrainingData) -> Iterator[Asking]:
        """Give the examples of topics: under a topic alone, what the reply is enough for."""
        for message in training_data.intent_examples:
            topic = message.get(INTENT)
            if message.get(SENTENCE) and topic in self._topics:
                named = (message.get(METADATA) or {}).get(METADATA_INTENT) or {}
                yield Asking(text_of(message), topic, named.get(SECTION, REPLY))

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Note the part; a pressed button asks for the whole answer."""
        lately = answered_lately(tracker.events)
        for message in messages:
            topic = self._topics.get(str((message.get(INTENT) or {}).get("name")))
            sentence: Sentence | None = message.get(SENTENCE)
            if topic and sentence and not is_payload(message):
                again = topic.id in lately
                part = self._part(sentence, topic, tracker.events, again=again)
                section = part if part in topic.sections else None
                if again or section:
                    found = {"section": section, "known": part != NOT_ANSWERED, "again": again}
                    message.set(ANSWER_PART, found, add_to_output=True)
        return messages

    def _part(
        self, sentence: Sentence, topic: Topic, events: Sequence[Event], *, again: bool
    ) -> str:
        scores = self._model.scores(sentence, topic.id) if self._model else {}
        there = {REPLY, NOT_ANSWERED, *topic.sections}  # headings change without training, too
        best = _best({part: score for part, score in scores.items() if part in there})
        if again:
            times = _OFTEN if best == REPLY else 1
            return NOT_ANSWERED if parts_shown(events, topic.id)[best] >= times else best
        return best if scores.get(best, 0.0) >= self._beside else REPLY


def _best(scores: Mapping[str, float]) -> str:
    return max(scores, key=lambda part: scores[part], default=REPLY)
