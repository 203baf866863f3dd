"""How fast requests may follow each other."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from bot.activity.directory.deadline import Deadline


class Pace:
    """Lets at most so many through in any second; threads may share it.

    Args:
        per_second: how many.
        clock: seconds that only grow; the deadlines' own clock.
        sleep: waits that many seconds.
    """

    def __init__(
        self,
        per_second: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._latest: deque[float] = deque(maxlen=per_second)
        self._lock = threading.Lock()
        self._clock = clock
        self._sleep = sleep

    def wait_for_turn(self, deadline: Deadline) -> bool:
        """Wait until one more may go; False, at once, if that is not before the deadline."""
        with self._lock:
            turn = now = self._clock()
            if len(self._latest) == self._latest.maxlen:
                turn = max(now, self._latest[0] + 1.0)
            if turn >= deadline.at:
                return False
            self._latest.append(turn)
        self._sleep(turn - now)
        return True
