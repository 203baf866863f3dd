"""When a message that Teams did not take is sent again.

Microsoft, "Optimize your bot with rate limiting in Teams": 412, 429, 502 and 504 are repeated, with
waits that grow and differ; 503 says of itself that it passes (RFC 9110, section 15.6.4).
"""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

from bot.activity.directory.one_request import seconds_to_wait

PASSING = frozenset(
    {
        HTTPStatus.PRECONDITION_FAILED,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
"""Statuses that may be another a moment later."""

MOST_RETRIES = 5
MOST_SECONDS = 60.0  # from the first attempt to the start of the last one
_LONGEST_WAIT = 30.0  # seconds


def wait_before(attempt: int, retry_after: str | None, now: float, chance: float) -> float:
    """Give the seconds until the next attempt.

    What the server asks for counts, up to 30 seconds. Else it is about 1, 2, 4, 8 and 16 seconds,
    each shortened by up to a half, so that those who failed together do not come back together.

    Args:
        attempt: which one failed, from 0.
        retry_after: the header Retry-After: seconds, or a date.
        now: seconds since 1970.
        chance: a random number from 0 to 1.
    """
    asked = None
    if retry_after:
        asked = seconds_to_wait(retry_after, dt.datetime.fromtimestamp(now, dt.timezone.utc))
    wait = 2.0**attempt * (1 - chance / 2) if asked is None else asked
    return min(wait, _LONGEST_WAIT)
