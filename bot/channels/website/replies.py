"""Collect what the assistant replies, and put it into the widget's form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.channels.reply_ids import ReplyIds, answer_of

Reply = dict[str, Any]


class Replies(OutputChannel):
    """Collects replies whole. Rasa's own cuts each into text, buttons and payload."""

    def __init__(self) -> None:
        """Start without any."""
        self.said: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """Name it as the channel that it belongs to."""
        return "website"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep a reply."""
        self.said.append(message)


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
