"""How many sites a visitor of a website may look up, so that nobody can walk through all codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_HOUR = dt.timedelta(hours=1)
Seen = Mapping[str, str]
"""Codes and the time at which each was looked up first, as ISO 8601: what a slot can hold."""


@dataclass(frozen=True)
class VisitorLimit:
    """The limits.

    Args:
        an_hour: different codes within any hour.
        a_conversation: different codes in a whole conversation.
    """

    an_hour: int
    a_conversation: int

    def allows(self, seen: Seen, codes: Iterable[str], now: dt.datetime) -> bool:
        """Tell whether these codes may be looked up; one that was seen before always may."""
        new = set(codes) - seen.keys()
        times = map(dt.datetime.fromisoformat, seen.values())
        recent = sum(now - at < _HOUR for at in times)
        return not new or (
            recent + len(new) <= self.an_hour and len(seen) + len(new) <= self.a_conversation
        )


def noted(seen: Seen, codes: Iterable[str], now: dt.datetime) -> dict[str, str]:
    """Give what was seen with these codes added."""
    return {**dict.fromkeys(codes, now.isoformat(timespec="seconds")), **seen}
