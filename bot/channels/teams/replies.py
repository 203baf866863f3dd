"""Collect what the assistant replies, whole."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel


class Replies(OutputChannel):
    """Collects replies whole. Rasa's own cuts each into text, buttons and payload."""

    def __init__(self) -> None:
        """Start without any."""
        self.said: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """Name it as the channel that it belongs to."""
        return "teams"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep a reply."""
        self.said.append(message)
