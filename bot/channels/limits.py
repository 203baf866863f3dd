"""How many messages somebody may send: sliding windows, kept in memory and never too many."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Sequence


class SlidingWindow:
    """Counts what each key did in the last seconds.

    All times are seconds of one clock, which the caller reads.

    Args:
        limit: how often a key may do it.
        seconds: how long each time counts.
        most_keys: of how many keys it knows; those that did nothing for the longest time go first.
    """

    def __init__(self, limit: int, seconds: float, most_keys: int = 10_000) -> None:
        self._limit = limit
        self._seconds = seconds
        self._most_keys = most_keys
        self._done: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, key: str, now: float) -> float:
        """Give the seconds until the key may do it again; 0 where it may at once."""
        done = self._done.get(key, ())
        counting = [at for at in done if at > now - self._seconds]
        if len(counting) < self._limit:
            return 0.0
        return counting[-self._limit] + self._seconds - now

    def note(self, key: str, now: float) -> None:
        """Count that the key did it."""
        done = self._done.setdefault(key, deque(maxlen=self._limit))
        done.append(now)
        self._done.move_to_end(key)
        if len(self._done) > self._most_keys:
            self._done.popitem(last=False)


def pass_all(windows: Sequence[tuple[SlidingWindow, str]], now: float) -> float:
    """Count one more in every window, or in none where one of them is full.

    Returns:
        The seconds to wait; 0 where it was counted.
    """
    longest = max(window.wait(key, now) for window, key in windows)
    if not longest:
        for window, key in windows:
            window.note(key, now)
    return longest
