"""The website's channel: a chat for visitors whom nobody knows, and the pages around it.

The channel itself is imported only when it is asked for, because it needs Rasa and the settings,
which the command line checks, do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.channels.website.channel import WebsiteChannel

__all__ = ["WebsiteChannel"]


def __getattr__(name: str) -> Any:
    """Import the channel when Rasa first asks for it (PEP 562)."""
    if name == "WebsiteChannel":
        from bot.channels.website.channel import WebsiteChannel

        return WebsiteChannel
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
