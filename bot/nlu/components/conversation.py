"""Read from Rasa's tracker what was said before a message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.nlu.constants import INTENT_RANKING_KEY

from bot.nlu.context import Before

CORRECTION_INTENT = "not_what_i_meant"
_REMEMBERED = 3  # turns after which a topic is not what a follow-up is about


@dataclass
class _Turn:
    """A message with what the replies to it said: their `custom` payloads, in order."""

    message: UserUttered
    replies: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def shown(self) -> list[str]:
        """Give the topics that were answered or offered."""
        return [topic for reply in self.replies for topic in _topics(reply)]

    @property
    def answered(self) -> list[str]:
        """Give the topics that were answered."""
        return [reply["topic"] for reply in self.replies if reply.get("kind") == "answer"]

    @property
    def is_own_question(self) -> bool:
        """Tell whether the user asked something, rather than pressed a button or refused."""
        text = self.message.text or ""
        return not text.startswith("/") and self.message.intent_name != CORRECTION_INTENT


def before(events: Sequence[Event], titles: Mapping[str, str]) -> Before:
    """Give what was said before the next message; `titles` are those of the topics."""
    turns = list(_latest_first(events))
    topic = next((topic for topic in answered_lately(events) if topic in titles), None)
    if not turns or not turns[0].shown:
        return Before(topic, titles.get(topic or "", ""))
    place = next((n for n, turn in enumerate(turns) if turn.is_own_question), 0)
    asked = turns[place]
    shown = [topic for turn in turns[: place + 1] for topic in turn.shown]
    ranking = (asked.message.parse_data or {}).get(INTENT_RANKING_KEY) or []
    return Before(
        topic,
        titles.get(topic or "", ""),
        question=(asked.message.text or "") if asked.is_own_question else "",
        shown=tuple(shown),
        ranking=tuple(entry["name"] for entry in ranking),
    )


def answered_lately(events: Sequence[Event]) -> list[str]:
    """Give the topics that were answered not long ago, the latest first."""
    turns = islice(_latest_first(events), _REMEMBERED)
    return [topic for turn in turns for topic in reversed(turn.answered)]


def sections_shown(events: Sequence[Event], topic: str) -> frozenset[str]:
    """Give the headings of the topic's sections that were shown not long ago."""
    replies = (reply for turn in _latest_first(events) for reply in turn.replies)
    return frozenset(
        reply["section"]
        for reply in replies
        if reply.get("topic") == topic and reply.get("section")
    )


def _latest_first(events: Sequence[Event]) -> Iterator[_Turn]:
    replies: list[Mapping[str, Any]] = []
    for event in reversed(events):
        if isinstance(event, BotUttered):
            replies.insert(0, (event.data or {}).get("custom") or {})
        elif isinstance(event, UserUttered):
            yield _Turn(event, replies)
            replies = []


def _topics(reply: Mapping[str, Any]) -> list[str]:
    if reply.get("kind") == "answer":
        return [reply["topic"]]
    return list(reply.get("topics", [])) if reply.get("kind") == "choices" else []
