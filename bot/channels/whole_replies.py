"""Collect what the assistant replies, whole."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel


class WholeReplies(OutputChannel):
    """Collects replies whole. Rasa's own channels cut each into text, buttons and payload."""

    def __init__(self) -> None:
        """Start without any."""
        self.said: list[dict[str, Any]] = []

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep a reply."""
        self.said.append(message)
