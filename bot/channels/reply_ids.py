"""Ids of replies. That of an answer says what it was, signed, so that a vote on it can be believed.

Nothing needs to be remembered for a vote, and it can be given to any of several servers.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.feedback.store import Vote

_MESSAGE_AND_PLACE = r"[0-9a-f]{32}\.\d{1,3}"
_ANSWER = re.compile(
    rf"(?P<signed>{_MESSAGE_AND_PLACE}"
    r"\.(?P<topic>\w+)\.(?P<checked>\d{4}-\d\d-\d\d)\.(?P<version>[0-9a-f]{16}))"
    r"\.(?P<signature>[0-9a-f]{32})",
    re.ASCII,
)


@dataclass(frozen=True)
class Answer:
    """What a visitor read.

    Args:
        topic: the answer's topic.
        checked: the day on which it was last checked.
        version: a hash of its text.
    """

    topic: str
    checked: dt.date
    version: str


def vote_on(answer: Answer, mark: str, *, helpful: bool, reason: str | None, now: float) -> Vote:
    """Give the vote on an answer.

    Args:
        answer: what was read.
        mark: stands for the reply where votes are kept.
        helpful: whether it helped.
        reason: why not, where that was said.
        now: seconds since 1970.
    """
    day = dt.datetime.fromtimestamp(now, dt.timezone.utc).date()
    return Vote(mark, answer.topic, answer.checked, answer.version, helpful, reason, day)


def answer_of(text: str, custom: Mapping[str, Any]) -> Answer | None:
    """Give the answer that a reply holds, or nothing where it is none."""
    if custom.get("kind") != "answer":
        return None
    version = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Answer(custom["topic"], dt.date.fromisoformat(custom["checked"]), version)


@dataclass(frozen=True)
class ReplyIds:
    """Makes and reads ids.

    Args:
        key: signs them.
    """

    key: bytes

    def make(self, conversation: str, message: str, place: int, answer: Answer | None) -> str:
        """Make the id of a reply.

        Args:
            conversation: where it was given.
            message: id of the message that it replies to, 32 hexadecimal digits.
            place: which of the message's replies it is, from 0.
            answer: what it answered, if anything.
        """
        if answer is None:
            return f"{message}.{place}"
        signed = f"{message}.{place}.{answer.topic}.{answer.checked}.{answer.version}"
        return f"{signed}.{self._signature(conversation, signed)}"

    def read(self, conversation: str, reply: str) -> Answer | None:
        """Give the answer that was given in a conversation under an id.

        Returns nothing where none was: where the id is made up, from another conversation, or of a
        reply that was no answer.
        """
        found = _ANSWER.fullmatch(reply)
        if not found:
            return None
        signature = self._signature(conversation, found["signed"])
        if not hmac.compare_digest(signature, found["signature"]):
            return None
        return Answer(found["topic"], dt.date.fromisoformat(found["checked"]), found["version"])

    def mark(self, conversation: str, reply: str) -> str:
        """Give what stands for a reply where votes are kept: nobody can tell the conversation."""
        return self._digest("vote", conversation, reply)

    def _signature(self, conversation: str, signed: str) -> str:
        return self._digest("answer", conversation, signed)[:32]

    def _digest(self, *parts: str) -> str:
        return hmac.new(self.key, "\n".join(parts).encode(), hashlib.sha256).hexdigest()
