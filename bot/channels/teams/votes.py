"""A vote on an answer, given by a button of its card: "Was this helpful?"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.reply_ids import ReplyIds, vote_on
from bot.feedback.store import REASONS, Vote


def vote_of(
    data: Mapping[str, Any], ids: ReplyIds, chat: str, conversation: str, now: float
) -> Vote | None:
    """Read the vote that a card submitted.

    In a group everybody sees the answer, so each of them may vote on it.

    Args:
        data: `kind` is vote, with the `value` yes or no, or reason, with the `reason`.
        ids: read the id of the answer, `reply`.
        chat: where the answer was given.
        conversation: stands for the person who votes, in this chat.
        now: seconds since 1970.

    Returns:
        The vote; nothing where it is none, or on no answer of this chat.
    """
    reply, reason = data.get("reply"), data.get("reason")
    answer = ids.read(chat, reply) if isinstance(reply, str) else None
    is_reason = data.get("kind") == "reason" and reason in REASONS
    is_vote = data.get("kind") == "vote" and data.get("value") in ("yes", "no")
    if answer is None or not isinstance(reply, str) or not (is_reason or is_vote):
        return None
    return vote_on(
        answer,
        ids.mark(conversation, reply),
        helpful=data.get("value") == "yes",
        reason=str(reason) if is_reason else None,
        now=now,
    )
