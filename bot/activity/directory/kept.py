"""Keeps what the directory said for a day, which is how often its data changes."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any, Protocol

from bot.activity.directory.answers import (
    CouldNotCheck,
    DirectoryAnswer,
    KnownAnswer,
    from_json,
    to_json,
)
from bot.activity.directory.directory import Directory
from bot.activity.store.database import StoreError

_log = logging.getLogger(__name__)


class Cache(Protocol):
    """Where answers are kept. Times have a time zone; an answer is plain JSON values."""

    def kept_answer(self, code: str, now: dt.datetime) -> dict[str, Any] | None:
        """Give what was kept for a code less than a day before now."""

    def keep_answer(self, code: str, answer: dict[str, Any], now: dt.datetime) -> None:
        """Keep an answer, in place of an earlier one."""


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.timezone.utc)


class KeptDirectory:
    """A directory that is asked once a day for the same code.

    Args:
        directory: the one that is asked.
        cache: where its answers are kept.
        now: the time, with a time zone.
    """

    def __init__(
        self, directory: Directory, cache: Cache, now: Callable[[], dt.datetime] = _utc_now
    ) -> None:
        self._directory = directory
        self._cache = cache
        self._now = now

    def look_up(self, code: str) -> DirectoryAnswer:
        """Say what a code stands for.

        Raises:
            ValueError: the code is not 3 to 10 capital letters and digits.
        """
        kept = self._kept(code)
        if kept is not None:
            return kept
        answer = self._directory.look_up(code)
        # What could not be checked now may be checked in a minute.
        if not isinstance(answer, CouldNotCheck):
            self._keep(code, answer)
        return answer

    def _keep(self, code: str, answer: KnownAnswer) -> None:
        try:
            self._cache.keep_answer(code, to_json(answer), self._now())
        except StoreError as error:  # such as during an import; the answer itself is there
            _log.warning("An answer of the ODS directory was not kept. %s", error)

    def _kept(self, code: str) -> KnownAnswer | None:
        written = self._cache.kept_answer(code, self._now())
        if written is None:
            return None
        try:
            return from_json(written)
        except ValueError:
            # Another version of the program wrote it. It will be replaced.
            _log.warning("A kept answer of the ODS directory cannot be read; it is asked anew.")
            return None
