"""Asks the directory for a document: twice if need be, never too often, never for too long."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, Union
from urllib.parse import quote, urlencode

import requests

from bot.activity.directory.answers import (
    CareSite,
    CouldNotCheck,
    DirectoryAnswer,
    KnownAnswer,
    NoSuchCode,
    Reason,
)
from bot.activity.directory.deadline import Deadline
from bot.activity.directory.one_request import Failed, Missing, Outcome, request_once
from bot.activity.directory.pace import Pace
from bot.activity.directory.shape import UnexpectedShapeError

LONGEST_LOOK_UP = 3.0  # seconds, with the second try
_FIRST_TRY = 2 / 3  # of that time, so that a server that hangs once leaves some for a second try

# NHS England asks users of ORD to stay below 5 requests a second (API catalogue, 2023).
PROCESS_PACE = Pace(per_second=5)

_log = logging.getLogger(__name__)


class Source:
    """The directory at one address.

    Args:
        base_url: what every path is added to.
        headers: sent with every request.
        session: connections to use again.
        pace: shared by everything that asks the directory from this process.
        seconds: the longest that one question may take.
    """

    def __init__(
        self,
        base_url: str,
        headers: Mapping[str, str],
        session: requests.Session | None = None,
        *,
        pace: Pace,
        seconds: float,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._headers = headers
        self._session = session or requests.Session()
        self._pace = pace
        self._seconds = seconds

    def look_up(self, path: str, read: Callable[[Any], KnownAnswer]) -> DirectoryAnswer:
        """Read the document at a path; where there is none, the code does not exist."""
        outcome = self._ask(path)
        if isinstance(outcome, Failed):
            return _could_not_check(outcome.reason)
        if isinstance(outcome, Missing):
            return NoSuchCode()
        try:
            return read(outcome.document)
        except UnexpectedShapeError:
            return _could_not_check("not_json")

    def search(
        self, path: str, query: Mapping[str, str], read: Callable[[Any], tuple[CareSite, ...]]
    ) -> Union[tuple[CareSite, ...], CouldNotCheck]:
        """Read what a search finds; even where that is nothing, there has to be a document."""
        outcome = self._ask(f"{path}?{urlencode(query, quote_via=quote)}")
        if isinstance(outcome, Failed):
            return _could_not_check(outcome.reason)
        if isinstance(outcome, Missing):
            return _could_not_check("refused")
        try:
            return read(outcome.document)
        except UnexpectedShapeError:
            return _could_not_check("not_json")

    def _ask(self, path: str) -> Outcome:
        deadline = Deadline.after(self._seconds)
        outcome = self._try(path, Deadline.after(self._seconds * _FIRST_TRY))
        if isinstance(outcome, Failed) and outcome.again_in is not None:
            if outcome.again_in >= deadline.left():
                return outcome
            time.sleep(outcome.again_in)
            return self._try(path, deadline)
        return outcome

    def _try(self, path: str, deadline: Deadline) -> Outcome:
        if not self._pace.wait_for_turn(deadline):
            return Failed("too_many")
        return request_once(self._session, self._base_url + path, self._headers, deadline)


def _could_not_check(reason: Reason) -> CouldNotCheck:
    """Put the reason, which holds nothing of what was asked, into the log."""
    _log.warning("The ODS directory could not be asked: %s.", reason)
    return CouldNotCheck(reason)
