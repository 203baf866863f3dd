"""Answer topics, ask which one is meant, and show what a theme holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker

from actions.base import CareMailAction, knowledge
from bot.knowledge import replies


def _alternatives(tracker: Tracker) -> list[str]:
    """Give the other topics that the pipeline thinks possible."""
    decision: Mapping[str, Any] = tracker.latest_message.get("topic_decision") or {}
    return list(decision.get("alternatives", []))


def _intent(tracker: Tracker) -> str:
    return str(tracker.latest_message["intent"]["name"])


class ActionAnswerTopic(CareMailAction):
    """Gives the answer of the topic that the user asked about."""

    def name(self) -> str:
        """Name it as the domain does."""
        return "action_answer_topic"

    def reply(self, tracker: Tracker) -> Mapping[str, Any]:
        """Answer the topic that the intent names."""
        catalogue = knowledge()
        topic = catalogue.topics[_intent(tracker)]
        return replies.answer(catalogue, topic, dt.date.today(), _alternatives(tracker))


class ActionOfferChoices(CareMailAction):
    """Asks which of the likely topics is meant."""

    def name(self) -> str:
        """Name it as the domain does."""
        return "action_offer_choices"

    def reply(self, tracker: Tracker) -> Mapping[str, Any]:
        """Offer the topics that the pipeline thinks possible."""
        return replies.choices(knowledge(), _alternatives(tracker))


class ActionShowTheme(CareMailAction):
    """Offers the topics of a theme."""

    def name(self) -> str:
        """Name it as the domain does."""
        return "action_show_theme"

    def reply(self, tracker: Tracker) -> Mapping[str, Any]:
        """Offer the topics of the theme that the intent names."""
        return replies.theme_topics(
            knowledge(), _intent(tracker).removeprefix(replies.THEME_INTENT)
        )
