"""Answer topics, ask which one is meant, and show what a theme holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rasa_sdk import Tracker

from actions import activity
from actions.base import CareMailAction, knowledge
from bot.knowledge import replies
from bot.knowledge.model import Topic

_LOOK_UPS = {"site_activity": activity.site_results, "area_activity": activity.area_results}


def _decided(tracker: Tracker, what: str) -> list[str]:
    """Give what the pipeline decided: the `alternatives` or the `questions`."""
    decision: Mapping[str, Any] = tracker.latest_message.get("topic_decision") or {}
    return list(decision.get(what, []))


def _intent(tracker: Tracker) -> str:
    return str(tracker.latest_message["intent"]["name"])


def _answer(topic: Topic, part: Mapping[str, Any], others: Sequence[str]) -> replies.Reply:
    """Answer with the part that the pipeline found, if it found one."""
    catalogue, today = knowledge(), dt.date.today()
    section = part.get("section")
    if not part.get("known", True):
        return replies.not_answered(catalogue, topic, today, others)
    if part.get("again"):
        return replies.answer_again(catalogue, topic, today, section, others)
    return replies.answer(catalogue, topic, today, others, section)


class ActionAnswerTopic(CareMailAction):
    """Gives the answer of the topic that the user asked about."""

    def name(self) -> str:
        """Name it as the domain does."""
        return "action_answer_topic"

    def replies(self, tracker: Tracker) -> Iterable[Mapping[str, Any]]:
        """Answer the topic that the intent names."""
        topic = knowledge().topics[_intent(tracker)]
        part: Mapping[str, Any] = tracker.latest_message.get("answer_part") or {}
        yield _answer(topic, part, _decided(tracker, "alternatives"))
        yield from activity.reminder(tracker)


class ActionOfferChoices(CareMailAction):
    """Asks which of the likely topics is meant."""

    def name(self) -> str:
        """Name it as the domain does."""
        return "action_offer_choices"

    def replies(self, tracker: Tracker) -> Iterable[Mapping[str, Any]]:
        """Offer the topics that the pipeline thinks possible."""
        yield replies.choices(knowledge(), _decided(tracker, "alternatives"))
        yield from activity.reminder(tracker)


class ActionAnswerBoth(CareMailAction):
    """Answers both questions of a message, in the order asked."""

    def name(self) -> str:
        """Name it as the domain does."""
        return "action_answer_both"

    def replies(self, tracker: Tracker) -> Iterable[Mapping[str, Any]]:
        """Answer each topic, look up each site and area, and say the response of all else."""
        catalogue, today = knowledge(), dt.date.today()
        for intent in _decided(tracker, "questions"):
            if intent in catalogue.topics:
                yield replies.answer(catalogue, catalogue.topics[intent], today)
            elif intent in _LOOK_UPS:
                yield from _LOOK_UPS[intent](tracker)
            else:
                yield {"response": f"utter_{intent}"}
        if not _LOOK_UPS.keys() & set(_decided(tracker, "questions")):
            yield from activity.reminder(tracker)


class ActionOfferOthers(CareMailAction):
    """Offers the next best topics when the last reply was not what was meant."""

    def name(self) -> str:
        """Name it as the domain does."""
        return "action_offer_others"

    def replies(self, tracker: Tracker) -> Iterable[Mapping[str, Any]]:
        """Offer the other topics; where there are none, ask for other words."""
        others = _decided(tracker, "alternatives")
        if others:
            return [replies.choices(knowledge(), others, "sorry_did_you_mean")]
        buttons = replies.theme_buttons(knowledge())
        return [{"response": "utter_not_what_i_meant", "buttons": buttons}]


class ActionShowTheme(CareMailAction):
    """Offers the topics of a theme."""

    def name(self) -> str:
        """Name it as the domain does."""
        return "action_show_theme"

    def replies(self, tracker: Tracker) -> Iterable[Mapping[str, Any]]:
        """Offer the topics of the theme that the intent names."""
        theme = _intent(tracker).removeprefix(replies.THEME_INTENT)
        return [replies.theme_topics(knowledge(), theme)]
