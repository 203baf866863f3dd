"""Do each piece of work once, however often it is asked for, and remember what came of it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

_Result = TypeVar("_Result")
Key = tuple[str, str]
"""The conversation, and the message in it."""


class TooMuchUnderWayError(Exception):
    """There is so much unfinished work that no more is taken on."""


class Once(Generic[_Result]):
    """Keeps the latest results, for those who ask again because they saw no answer.

    Args:
        most: how many results and unfinished pieces of work there are at the same time.
        seconds: how long a result is kept.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._kept: OrderedDict[Key, tuple[asyncio.Future[_Result], float]] = OrderedDict()

    def knows(self, key: Key) -> bool:
        """Tell whether the work is done already or under way."""
        return key in self._kept

    async def result(self, key: Key, work: Callable[[], Awaitable[_Result]], now: float) -> _Result:
        """Do the work, or wait for what is under way, or give what came of it.

        It goes on where the one who asked goes away. After a failure it can be done again.

        Raises:
            TooMuchUnderWayError: nothing was done.
        """
        if key not in self._kept:
            self._make_room(now)
            task = asyncio.ensure_future(work())
            self._kept[key] = (task, now)
            task.add_done_callback(lambda done: self._drop_failure(key, done))
        return await asyncio.shield(self._kept[key][0])

    def forget(self, conversation: str) -> None:
        """Drop the results of a conversation."""
        for key in [key for key in self._kept if key[0] == conversation]:
            del self._kept[key]

    def _make_room(self, now: float) -> None:
        over = [
            key
            for key, (task, since) in self._kept.items()
            if task.done() and since <= now - self._seconds
        ]
        for key in over:
            del self._kept[key]
        if len(self._kept) >= self._most:
            oldest = next((key for key, (task, _) in self._kept.items() if task.done()), None)
            if oldest is None:
                raise TooMuchUnderWayError
            del self._kept[oldest]

    def _drop_failure(self, key: Key, task: asyncio.Future[_Result]) -> None:
        failed = task.cancelled() or task.exception() is not None
        if failed and key in self._kept and self._kept[key][0] is task:
            del self._kept[key]
