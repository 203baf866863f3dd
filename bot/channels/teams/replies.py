"""What the assistant replies in Teams."""

from __future__ import annotations

from bot.channels.whole_replies import WholeReplies


class Replies(WholeReplies):
    """Those of Teams."""

    @classmethod
    def name(cls) -> str:
        """Name it as the channel that it belongs to."""
        return "teams"
