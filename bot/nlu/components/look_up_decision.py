"""Graph component: sends a message to the look-up of a site or an area, by what it names."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.activity.ods_code import CodeKind
from bot.nlu.components import is_payload
from bot.nlu.components.area_extractor import AREA, SETTING
from bot.nlu.components.clinical_detector import CLINICAL_CHANCE, CLINICAL_INTENT
from bot.nlu.components.ods_code_extractor import ODS_CODE
from bot.nlu.components.topic_decision import CHOICES_INTENT, DECISION
from bot.nlu.look_up import (
    CODE_TOPIC,
    FEW_WORDS,
    SHORT_REPLY,
    SITE_INTENT,
    Named,
    look_up_intent,
)

_YES = "affirm"
_NOT_UNDERSTOOD = (DEFAULT_NLU_FALLBACK_INTENT_NAME, CHOICES_INTENT, "follow_up")
ANOTHER_SITE = "another_site"
"""Message property: whether it asks about another site than the one before."""
SITE_ASKED = "site_asked"
"""Slot: whether the assistant waits for a site's code."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class LookUpDecision(GraphComponent):
    """Sets the intent of a look-up where a message asks for one without saying so in words."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the limits.

        `sure`: from this confidence on the words of a message say what it asks.
        `clinical`: from this chance on a message is clinical, whatever it names.
        `hardly_clinical`: below this chance a message with the code that was asked for is none.
        `own`: words of somebody who asks about a site rather than an area.
        `another`: words of somebody who asks about another site than the one before.
        `bodies`: words that belong to an area's name.
        """
        return {
            "sure": 0.7,
            "clinical": 0.7,
            "hardly_clinical": 0.07,
            "own": ["our", "my", "we", "us"],
            "another": ["another", "different", "other", "new", "next"],
            "bodies": ["nhs", "ccg", "icb", "ics"],
        }

    def __init__(self, config: dict[str, Any]) -> None:
        """Keep the limits."""
        self._sure = config["sure"]
        self._clinical = config["clinical"]
        self._hardly_clinical = config["hardly_clinical"]
        self._own = frozenset(config["own"])
        self._another = frozenset(config["another"])
        self._bodies = frozenset(config["bodies"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LookUpDecision:
        """Read the limits."""
        return cls(config)

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Change the intents; a clinical message and a pressed button stay as they are."""
        for message in messages:
            decided = message.get(DECISION) or {}
            if not is_payload(message) and not decided.get("questions"):
                _take_suggestion(message, tracker)
                words = _other_words(message)
                self._decide(message, self._named(message, words, tracker))
                message.set(ANOTHER_SITE, bool(self._another & set(words)), add_to_output=True)
        return messages

    def _decide(self, message: Message, named: Named) -> None:
        intent: Mapping[str, Any] = message.get(INTENT) or {}
        name, sure = intent.get("name"), intent.get("confidence", 0.0) >= self._sure
        if name == CLINICAL_INTENT and not self._harmless(message, named):
            return
        understood = None if name in (*_NOT_UNDERSTOOD, CLINICAL_INTENT) else name
        wanted = look_up_intent(named, understood, sure=sure)
        if named.asked and name in _NOT_UNDERSTOOD and _likeliest(message) == CODE_TOPIC:
            wanted = wanted or CODE_TOPIC  # "dunno, where is it?"
        if wanted:
            message.set(INTENT, {**intent, "name": wanted}, add_to_output=True)

    def _harmless(self, message: Message, named: Named) -> bool:
        """Tell whether a message only looked clinical because it is a code or an area."""
        chance = message.get(CLINICAL_CHANCE) or 0.0
        if named.asked and named.codes and chance < self._hardly_clinical:
            return True
        return chance < self._clinical and named.other_words <= FEW_WORDS

    def _named(self, message: Message, words: list[str], tracker: DialogueStateTracker) -> Named:
        entities = message.get(ENTITIES) or []
        kinds = {entity["entity"] for entity in entities}
        text = str(message.get(TEXT) or "")
        attempt = len(re.findall(r"\w+", text)) <= SHORT_REPLY
        return Named(
            codes=[CodeKind(e["role"]) for e in entities if e["entity"] == ODS_CODE],
            area=AREA in kinds,
            own=bool(self._own & set(words)),
            setting=SETTING in kinds,
            other_words=sum(word not in self._bodies for word in words),
            code_like=attempt and any(sign.isdigit() for sign in text),
            asked=bool(tracker.get_slot(SITE_ASKED)),
            after_area=_last_said(tracker).get("kind") == "area",
        )


def _take_suggestion(message: Message, tracker: DialogueStateTracker) -> None:
    """Where a single code was suggested, let a yes name it."""
    intent: Mapping[str, Any] = message.get(INTENT) or {}
    if intent.get("name") != _YES:
        return
    codes = [code for code in map(_code_of, _last_buttons(tracker)) if code]
    if len(codes) != 1:
        return
    named = {"entity": ODS_CODE, "role": CodeKind.SITE.value, "value": codes[0]}
    place = {"start": 0, "end": len(str(message.get(TEXT) or "")), "extractor": "suggestion"}
    message.set(ENTITIES, [{**named, **place}], add_to_output=True)
    message.set(INTENT, {**intent, "name": SITE_INTENT}, add_to_output=True)


def _code_of(button: Mapping[str, Any]) -> str | None:
    payload = str(button.get("payload") or "").removeprefix(f"/{SITE_INTENT}")
    code = json.loads(payload).get(ODS_CODE) if payload.startswith("{") else None
    return str(code) if code else None


def _likeliest(message: Message) -> str | None:
    ranking = message.get(INTENT_RANKING_KEY) or []
    return ranking[0]["name"] if ranking else None


def _other_words(message: Message) -> list[str]:
    """Give the words of a message beside its codes, areas and settings."""
    text = str(message.get(TEXT) or "")
    for start, end in {(each["start"], each["end"]) for each in message.get(ENTITIES) or []}:
        text = text[:start] + " " * (end - start) + text[end:]
    return re.findall(r"\w+", text.lower())


def _last_said(tracker: DialogueStateTracker) -> Mapping[str, Any]:
    said = (event for event in reversed(tracker.events) if isinstance(event, BotUttered))
    last = next(said, None)
    return ((last.data or {}).get("custom") or {}) if last else {}


def _last_buttons(tracker: DialogueStateTracker) -> Sequence[Mapping[str, Any]]:
    """Give the buttons of the last message: they come with its text, before its payload."""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered) and (event.data or {}).get("buttons"):
            return list(event.data["buttons"])
    return []
