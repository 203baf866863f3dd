"""The channel for Microsoft Teams: what comes in, the cards, what goes out, the app package.

The channel itself is imported only when it is asked for, because it needs Rasa and the settings,
which the command line reads too, do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.channels.teams.channel import TeamsChannel

__all__ = ["TeamsChannel"]


def __getattr__(name: str) -> Any:
    """Import the channel when Rasa first asks for it (PEP 562)."""
    if name == "TeamsChannel":
        from bot.channels.teams.channel import TeamsChannel

        return TeamsChannel
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
