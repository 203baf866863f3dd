"""Work that is done in order: one lane for each conversation, and all lanes at the same time."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

Work = Callable[[], Awaitable[None]]


class Lanes:
    """Does work in the background.

    Args:
        most: how much may wait or be under way in all lanes together.
        most_waiting: how much may wait in one lane, so that one leaves room for the others.
    """

    def __init__(self, most: int = 500, most_waiting: int = 30) -> None:
        self._most = most
        self._most_waiting = most_waiting
        self._waiting: dict[str, deque[Work]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._count = 0

    def put(self, lane: str, work: Work) -> bool:
        """Have something done after all that was put into the lane before.

        Args:
            lane: names the lane.
            work: deals with its own failures.

        Returns:
            Whether there was room for it.
        """
        if self._count >= self._most or len(self._waiting.get(lane, ())) >= self._most_waiting:
            return False
        self._count += 1
        if lane in self._waiting:
            self._waiting[lane].append(work)
            return True
        self._waiting[lane] = deque([work])
        task = asyncio.ensure_future(self._run(lane))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return True

    async def finish(self, seconds: float) -> None:
        """Wait until all is done, but no longer than some seconds; what is left then is dropped."""
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=seconds)
            for task in late:
                task.cancel()

    async def _run(self, lane: str) -> None:
        try:
            while self._waiting[lane]:
                try:
                    await self._waiting[lane].popleft()()
                finally:
                    self._count -= 1
        finally:
            self._count -= len(self._waiting.pop(lane))
