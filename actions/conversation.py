"""Talk around the answers: greetings with the themes, and messages that were not understood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from rasa_sdk import Tracker

from actions import activity
from actions.base import CareMailAction, knowledge
from bot.knowledge import replies

_ENGLISH = 0.5  # from this share of known words on, a message is taken for English


def last_outcome(events: Iterable[Mapping[str, Any]]) -> str | None:
    """Give the outcome of the reply before, where it was a notice; a reminder behind it is none."""
    kinds = groupby(
        (event for event in events if event.get("event") in ("user", "bot")),
        key=lambda event: event["event"],
    )
    turns = [list(group) for kind, group in kinds if kind == "bot"]
    custom = ((turns[-1][0].get("data") or {}).get("custom") or {}) if turns else {}
    outcome: str | None = custom.get("outcome")
    return outcome


class ActionSayWithThemes(CareMailAction):
    """Says the response named after the intent, with a button for each theme."""

    def name(self) -> str:
        """Name it as the domain does."""
        return "action_say_with_themes"

    def replies(self, tracker: Tracker) -> Iterable[Mapping[str, Any]]:
        """Add the themes to utter_<intent>."""
        intent = tracker.latest_message["intent"]["name"]
        return [{"response": f"utter_{intent}", "buttons": replies.theme_buttons(knowledge())}]


class ActionNotUnderstood(CareMailAction):
    """Says so, offers the themes, and the second time in a row tells how to reach the helpdesk."""

    def name(self) -> str:
        """Name it as the domain does."""
        return "action_not_understood"

    def replies(self, tracker: Tracker) -> Iterable[Mapping[str, Any]]:
        """Choose the phrase by what was said before and by how much of it was English."""
        english = tracker.latest_message.get("known_words", 1.0) >= _ENGLISH
        phrase: replies.NotUnderstood = "not_understood" if english else "not_english"
        if last_outcome(tracker.events) == "not_understood":
            phrase = "not_understood_again"
        yield replies.not_understood(knowledge(), phrase)
        yield from activity.reminder(tracker)
