"""Collect what the assistant replies, and put it into the widget's form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.channels.reply_ids import ReplyIds, answer_of
from bot.channels.whole_replies import WholeReplies

Reply = dict[str, Any]


class Replies(WholeReplies):
    """Those of the website."""

    @classmethod
    def name(cls) -> str:
        """Name it as the channel that it belongs to."""
        return "website"


def in_form(
    said: Sequence[dict[str, Any]], ids: ReplyIds, conversation: str, message: str
) -> list[Reply]:
    """Give the replies to a message as the widget reads them."""
    replies = []
    for place, reply in enumerate(said):
        text, custom = (reply.get("text") or "").strip(), reply.get("custom") or {}
        replies.append(
            {
                "id": ids.make(conversation, message, place, answer_of(text, custom)),
                "text": text,
                "buttons": [
                    {"title": str(button.get("title", "")), "payload": str(button["payload"])}
                    for button in reply.get("buttons") or []
                    if button.get("payload")
                ],
                "custom": custom,
            }
        )
    return replies
