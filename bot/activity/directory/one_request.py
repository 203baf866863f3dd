"""One request to the directory: what came back, or why nothing did."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Mapping
from concurrent.futures import TimeoutError as NotInTime
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Union

import requests
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError

from bot.activity.directory.answers import Reason
from bot.activity.directory.deadline import Deadline, TooMuchRunningError, by

_LONGEST_ANSWER = 1_000_000  # bytes; a record is a few thousand
_CHUNK = 65_536
_SERVER_ERRORS = range(500, 600)

# It warns of malformed headers with the whole address, which holds the code that was asked for.
logging.getLogger("urllib3.connection").setLevel(logging.ERROR)


@dataclass(frozen=True)
class Found:
    """The directory's document, read from JSON."""

    document: Any


@dataclass(frozen=True)
class Missing:
    """The directory has nothing at this address."""


@dataclass(frozen=True)
class Failed:
    """No answer; `again_in` are the seconds until one more try makes sense, None if it does not."""

    reason: Reason
    again_in: float | None = None


Outcome = Union[Found, Missing, Failed]
_LATE = Failed("timeout", again_in=0)


def request_once(
    session: requests.Session, url: str, headers: Mapping[str, str], deadline: Deadline
) -> Outcome:
    """Ask for an address; the answer is there by the deadline, or it failed for want of time.

    A redirect is not followed: the headers may hold a key that is nobody else's business.
    """
    try:
        return by(deadline, lambda: _request(session, url, headers, deadline))
    except NotInTime:
        return _LATE
    except TooMuchRunningError:
        return Failed("too_many")


def _request(
    session: requests.Session, url: str, headers: Mapping[str, str], deadline: Deadline
) -> Outcome:
    left = deadline.left()
    if not left:
        return _LATE
    # Compressed, a short answer could grow without limit.
    asked = {"Accept-Encoding": "identity", **headers}
    try:
        with session.get(
            url, headers=asked, timeout=(left, left), stream=True, allow_redirects=False
        ) as response:
            return _read(response, deadline)
    except (requests.Timeout, ReadTimeoutError):
        return _LATE
    except requests.ConnectionError as error:
        broke = isinstance(error.args[0], ProtocolError)  # else it was never made
        return Failed("cut_off" if broke else "refused", again_in=0)
    except HTTPError:
        return Failed("cut_off", again_in=0)


def _read(response: requests.Response, deadline: Deadline) -> Outcome:
    status = response.status_code
    wait = response.headers.get("Retry-After", "")
    if status == HTTPStatus.OK:
        return _document(response, deadline)
    if status == HTTPStatus.NOT_FOUND:
        return Missing()
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Failed("too_many", again_in=seconds_to_wait(wait, dt.datetime.now(dt.timezone.utc)))
    if status in _SERVER_ERRORS:
        return Failed("server_error", again_in=0)
    return Failed("refused")


def _document(response: requests.Response, deadline: Deadline) -> Outcome:
    body = b""
    # read1 gives what has come so far; read would wait for a whole chunk.
    while chunk := response.raw.read1(_CHUNK):
        body += chunk
        if len(body) > _LONGEST_ANSWER:
            return Failed("cut_off")
        if not deadline.left():
            return _LATE
    try:
        return Found(json.loads(body))
    except (ValueError, RecursionError):  # also a text that is not Unicode, or nested too deeply
        return Failed("not_json")


def seconds_to_wait(retry_after: str, now: dt.datetime) -> float | None:
    """Read a Retry-After header: seconds, or a date (RFC 9110, 10.2.3); None if it is neither."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - now).total_seconds())
    except (TypeError, ValueError, OverflowError):  # no date, or one without a time zone
        return None
