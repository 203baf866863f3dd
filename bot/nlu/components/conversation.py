"""Read from Rasa's tracker what was said before a message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.nlu.constants import INTENT_RANKING_KEY

from bot.nlu.context import Before
from bot.nlu.follow_up_files import REPLY

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

    def subjects(self, advised: Mapping[str, str]) -> list[str]:
        """Give the topics that the replies were about, the latest first."""
        found = (
            reply["topic"]
            if reply.get("kind") == "answer"
            else advised.get(reply.get("scenario") or "")
            for reply in reversed(self.replies)
        )
        return [topic for topic in found if topic]

    @property
    def question(self) -> str:
        """Give what the user asked; nothing after a button or a refusal."""
        return (self.message.text or "") if self.is_own_question else ""

    @property
    def is_own_question(self) -> bool:
        """Tell whether the user asked something, rather than pressed a button or refused."""
        text = self.message.text or ""
        return not text.startswith("/") and self.message.intent_name != CORRECTION_INTENT


def before(events: Sequence[Event], topics: Collection[str], advised: Mapping[str, str]) -> Before:
    """Give what was said before the next message.

    Args:
        events: the conversation.
        topics: that have an answer.
        advised: the topic that the advice to a site is about, by its scenario.
    """
    turns = list(_latest_first(events))
    subjects = [
        (topic, n)
        for n, turn in enumerate(turns[:_REMEMBERED])
        for topic in turn.subjects(advised)
        if topic in topics
    ]
    topic, answering = subjects[0] if subjects else (None, None)
    offered = bool(turns and turns[0].shown and not turns[0].answered)
    last = None if offered else topic
    earlier = next((topic for topic, _ in subjects if topic != last), None)
    if turns and turns[0].shown:
        return _shown_last(turns, last, earlier)
    question = "" if answering is None else _asked(turns[answering:])[0].question
    return Before(topic, earlier, question)


def _shown_last(turns: Sequence[_Turn], topic: str | None, earlier: str | None) -> Before:
    """Give what was said before, where the last reply answered or offered topics."""
    asked, passed = _asked(turns)
    ranking = (asked.message.parse_data or {}).get(INTENT_RANKING_KEY) or []
    return Before(
        topic,
        earlier,
        question=asked.question,
        shown=tuple(topic for turn in passed for topic in turn.shown),
        ranking=tuple(entry["name"] for entry in ranking),
    )


def _asked(turns: Sequence[_Turn]) -> tuple[_Turn, Sequence[_Turn]]:
    """Give the latest turn in which the user asked something, with all turns up to it."""
    place = next((n for n, turn in enumerate(turns) if turn.is_own_question), 0)
    return turns[place], turns[: place + 1]


def answered_lately(events: Sequence[Event]) -> list[str]:
    """Give the topics that were answered not long ago, the latest first."""
    turns = islice(_latest_first(events), _REMEMBERED)
    return [topic for turn in turns for topic in reversed(turn.answered)]


def parts_shown(events: Sequence[Event], topic: str) -> Counter[str]:
    """Count how often each part of the topic's answer was shown: REPLY, and sections' headings.

    As far back as the events reach; that nothing was known shows none.
    """
    replies = (reply for turn in _latest_first(events) for reply in turn.replies)
    answers = [reply for reply in replies if reply.get("topic") == topic]
    shown = [reply for reply in answers if reply.get("known", True)]
    sections = Counter(reply["section"] for reply in shown if reply.get("section"))
    whole = [reply for reply in shown if not (reply.get("section") and reply.get("again"))]
    return sections + Counter({REPLY: len(whole)})


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
