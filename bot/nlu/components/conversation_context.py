"""Graph component: understands follow-ups and corrections by what was said before."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge.scenarios import site_texts
from bot.nlu.components import CASCADE, READING, SENTENCE, knowledge
from bot.nlu.components.conversation import before
from bot.nlu.components.examples import text_of
from bot.nlu.components.follow_up_detector import FOLLOW_UP_CHANCE
from bot.nlu.components.follow_up_reader import FOLLOW_UP_READER
from bot.nlu.components.two_questions import QUESTIONS
from bot.nlu.context import (
    REFUSING,
    Before,
    Correcting,
    asked_instead,
    corrected,
    in_context,
)
from bot.nlu.follow_ups import FollowUpModel
from bot.nlu.topic_reader import Cascade, Reading, TopicReader

ALONE = "confidence_alone"
OTHERS = "other_topics"
_ANSWERED = 0.5  # a likely follow-up is answered, with other topics beside it


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
        `refused`: from this confidence on a refusal is taken for one.
        `follow_up`: from this chance on a message may be a follow-up.
        `strange`: it is none if it is so much nearer to what belongs nowhere than to all topics (a
        difference of cosines).
        `likely_follow_up`: from this chance on it is one whatever it is near to, and is answered.
        `fair_follow_up`: from this chance on one that is not strange is answered too.
        `clear_follow_up`: from this chance on even a message that is clear by itself is one.
        `known_follow_up`: so is one that is known to mean something else behind the answer before,
        with this probability, even if its intent is `independent`.
        `refusals`: first words of a correction.
        `corrections`, `meanings`: as `Correcting`. Regular expressions, whole words.
        `independent`: intents that need no topic before them.
        `independent_from`: the least probability of such an intent for a follow-up.
        """
        return {
            "sure": 0.7,
            "refused": 0.45,
            "follow_up": 0.01,
            "strange": -0.02,
            "likely_follow_up": 0.43,
            "fair_follow_up": 0.1,
            "clear_follow_up": 0.5,
            "known_follow_up": 0.5,
            "refusals": ["no", "nope"],
            "corrections": ["i meant"],
            "meanings": ["i meant?"],
            "independent": ["greet", "thanks", "goodbye", "affirm", "deny"],
            "independent_from": 0.35,
        }

    def __init__(
        self, config: dict[str, Any], topics: Collection[str], advised: Mapping[str, str]
    ) -> None:
        """Keep the limits, the topics, and the topic of each scenario's advice."""
        self._config = config
        self._correcting = Correcting(
            frozenset(config["refusals"]), _any(config["corrections"]), _any(config["meanings"])
        )
        self._topics = topics
        self._advised = advised

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ConversationContext:
        """Read which topics there are, and what the advice to sites is about."""
        catalogue = knowledge()
        scenarios = site_texts(catalogue).scenarios
        topics = frozenset(catalogue.topics)
        return cls(config, topics, {name: each.topics[0] for name, each in scenarios.items()})

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Take what was said before into account."""
        for message in messages:
            cascade: Cascade | None = message.get(CASCADE)
            if cascade:
                said = before(tracker.events, self._topics, self._advised)
                self._take_into_account(message, cascade, said)
        return messages

    def _take_into_account(self, message: Message, cascade: Cascade, said: Before) -> None:
        reader = cascade.readers["large"]
        alone: Reading = message.get(READING)
        text = text_of(message)
        message.set(ALONE, alone.confidence)
        instead = self._instead(text, alone, reader) if said.shown else None
        if said.shown and not instead and self._refuses(alone):
            message.set(OTHERS, [x for x in said.others if x in self._topics])
        elif instead:
            if alone.best in REFUSING or not self._is_clear(alone, said):
                _replace(message, corrected(instead, said, reader.read))
        elif _has_context(said, message) and self._may_depend(message):
            behind = self._behind(message, said, alone)
            if self._depends(message, alone, behind, cascade):
                found = in_context(text, alone, said, reader.read, behind)
                answered = found is not alone and self._is_likely(message, cascade)
                found = self._dependent(found)
                _replace(message, _answered(found) if answered else found)

    def _dependent(self, found: Reading) -> Reading:
        """Take a follow-up for one, and not for what needs no topic, where that is doubtful."""
        independent = self._config["independent"]
        doubtful = found.probability(found.best) < self._config["independent_from"]
        if found.best not in independent or not doubtful:
            return found
        left = found.without(independent)
        return replace(left, confidence=min(left.confidence, float(left.probabilities.max())))

    def _instead(self, text: str, alone: Reading, reader: TopicReader) -> str | None:
        instead = asked_instead(text, self._correcting)
        if instead and self._refuses(alone) and self._refuses(reader.read(instead)):
            return None  # "no, that's not what I meant" asks for nothing else
        return instead

    def _behind(self, message: Message, said: Before, alone: Reading) -> Reading | None:
        """Give what is usually meant behind what was answered, or behind each topic offered."""
        follow_ups: FollowUpModel | None = message.get(FOLLOW_UP_READER)
        subjects = {topic: n for topic, n in said.subjects.items() if topic in self._topics}
        if follow_ups is None or not subjects:
            return None
        return follow_ups.read(message.get(SENTENCE), subjects, alone.labels)

    def _refuses(self, alone: Reading) -> bool:
        return alone.best in REFUSING and alone.confidence >= self._config["refused"]

    def _is_clear(self, alone: Reading, said: Before) -> bool:
        return alone.confidence >= self._config["sure"] and alone.best not in said.shown

    def _is_likely(self, message: Message, cascade: Cascade) -> bool:
        chance = _follow_up_chance(message)
        if chance >= self._config["likely_follow_up"]:
            return True
        return chance >= self._config["fair_follow_up"] and not self._is_strange(cascade)

    def _is_strange(self, cascade: Cascade) -> bool:
        return cascade.strangeness() >= float(self._config["strange"])

    def _may_depend(self, message: Message) -> bool:
        return _follow_up_chance(message) >= self._config["follow_up"]

    def _depends(
        self, message: Message, alone: Reading, behind: Reading | None, cascade: Cascade
    ) -> bool:
        settled = alone.confidence >= self._config["refused"]
        if settled and alone.best in self._config["independent"]:
            return self._is_known(behind, alone)
        if alone.confidence >= self._config["sure"]:
            clear = _follow_up_chance(message) >= self._config["clear_follow_up"]
            return clear or self._is_known(behind, alone)
        return self._is_likely(message, cascade) or not self._is_strange(cascade)

    def _is_known(self, behind: Reading | None, alone: Reading) -> bool:
        known = self._config["known_follow_up"]
        return behind is not None and behind.best != alone.best and behind.confidence >= known


def _has_context(said: Before, message: Message) -> bool:
    return bool(said.topic or said.question) and not message.get(QUESTIONS)


def _answered(reading: Reading) -> Reading:
    return replace(reading, confidence=max(reading.confidence, _ANSWERED))


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def _follow_up_chance(message: Message) -> float:
    chance: float = message.get(FOLLOW_UP_CHANCE) or 0.0
    return chance


def _replace(message: Message, reading: Reading) -> None:
    ranking = reading.ranking()
    message.set(READING, reading)
    message.set(QUESTIONS, None)
    message.set(INTENT, ranking[0], add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
