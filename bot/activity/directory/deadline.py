"""A point in time by which something is done, whatever happens on the way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TypeVar

_Result = TypeVar("_Result")

# Work that was given up may live on for a while, in a name look-up for instance. More of it at
# once than this, and nothing new is started.
_running = threading.BoundedSemaphore(16)


class TooMuchRunningError(Exception):
    """Too much work that was given up has not ended yet."""


@dataclass(frozen=True)
class Deadline:
    """The point in time, on the clock that nobody sets (`time.monotonic`)."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Give the deadline that many seconds from now."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Give the seconds that are left, 0 when it is over."""
        return max(0.0, self.at - time.monotonic())


def by(deadline: Deadline, work: Callable[[], _Result]) -> _Result:
    """Do the work in a thread of its own, and wait for it no longer than until the deadline.

    Time-outs of sockets do not bound a name look-up, nor a server that sends its headers one
    byte at a time. Waiting for a thread does.

    Raises:
        concurrent.futures.TimeoutError: the work was not done in time; what it gives is lost.
        TooMuchRunningError: it was not begun.
    """
    if not _running.acquire(blocking=False):
        raise TooMuchRunningError
    result: Future[_Result] = Future()

    def run() -> None:
        try:
            result.set_result(work())
        except BaseException as error:  # whatever it is, the thread that waits is to know
            result.set_exception(error)
        finally:
            _running.release()

    threading.Thread(target=run, name="ods-directory", daemon=True).start()
    return result.result(deadline.left())
