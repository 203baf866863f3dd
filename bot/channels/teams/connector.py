"""Sends activities to Teams, in order, and again where Teams was only busy.

Bot Framework, "API reference for the Bot Framework Connector service".
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from weakref import WeakValueDictionary

import aiohttp
from yarl import URL

from bot.channels.teams.access_token import AccessTokens, TokenError
from bot.channels.teams.limited_body import limited_body
from bot.channels.teams.retries import MOST_RETRIES, MOST_SECONDS, PASSING, wait_before
from bot.channels.teams.settings import TeamsSettings
from bot.quiet import log_without_text

if TYPE_CHECKING:
    from bot.channels.teams.activities import Address

log = logging.getLogger(__name__)

_LONGEST_BODY = 65_536  # bytes; an answer is an id, or an error
_TAKEN = range(200, 300)
_CODE = re.compile(r"[A-Za-z]{1,60}")
_TYPING_SECONDS = 5.0
_random = secrets.SystemRandom()


class SendError(Exception):
    """Teams did not take an activity.

    Args:
        status: the last answer's; None where none came. Where nothing may be sent, 401 for want of
            a token and 403 for a host that is not allowed.
        code: Teams' word for it, such as MessageWritesBlocked, where it gave one.
    """

    def __init__(self, status: int | None, code: str = "") -> None:
        super().__init__(f"status {status}" + f" {code}" * bool(code))
        self.status = status
        self.code = code


@dataclass(frozen=True)
class _Answer:
    """What came back; without a status, nothing did."""

    status: int | None
    id: str | None = None
    code: str = ""
    retry_after: str | None = None
    token: str | None = None


class Connector:
    """Writes in the conversations of Teams.

    Args:
        settings: to which hosts anything may be sent.
        tokens: give the bot's token.
        session: makes the requests. It should keep no cookies: all bots' users share it.
        sleep: waits that many seconds.
        clock: seconds since 1970.
        seconds: how long one answer may take.
    """

    def __init__(
        self,
        settings: TeamsSettings,
        tokens: AccessTokens,
        session: aiohttp.ClientSession,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.time,
        seconds: float = 15,
    ) -> None:
        self._settings = settings
        self._tokens = tokens
        self._session = session
        self._sleep = sleep
        self._clock = clock
        self._seconds = seconds
        # A lock lives as long as somebody sends in its conversation. Locks are fair: who asked
        # first is first.
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def send(self, to: Address, activity: Mapping[str, Any]) -> str | None:
        """Send an activity, after those that were given for its conversation before.

        Args:
            to: which activity it answers.
            activity: what is sent; the accounts and the conversation are put in here.

        Returns:
            The id that Teams gave it, where it said one.

        Raises:
            SendError: Teams did not take it; that is in the log already.
        """
        async with self._lock(to):
            answer = await self._until_taken(to, _body(to, activity))
        if answer.status in _TAKEN:
            return answer.id
        error = SendError(answer.status, answer.code)
        log.error("Teams did not take an activity: %s", error)
        raise error

    async def typing(self, to: Address) -> None:
        """Show that an answer is being written.

        It is of use at this moment only: it is tried once, and where a message is just being sent
        in the conversation, people see that one instead. A failure is in the log, no more.
        """
        lock = self._lock(to)
        if lock.locked():
            return
        async with lock:
            answer = await self._attempt(to, _body(to, {"type": "typing"}), _TYPING_SECONDS)
        if answer.status not in _TAKEN:
            log.warning("Teams did not take the sign of typing: %s", SendError(answer.status))

    def _lock(self, to: Address) -> asyncio.Lock:
        key = (to.service_url, to.conversation)
        lock = self._locks.get(key)
        if lock is None:
            lock = self._locks[key] = asyncio.Lock()
        return lock

    async def _until_taken(self, to: Address, body: bytes) -> _Answer:
        deadline = self._clock() + MOST_SECONDS
        renewed = False
        retries = 0
        while True:
            answer = await self._attempt(to, body, self._seconds)
            if answer.status == HTTPStatus.UNAUTHORIZED and answer.token and not renewed:
                renewed = True
                self._tokens.drop(answer.token)
                continue
            if answer.status is not None and answer.status not in PASSING:
                return answer
            now = self._clock()
            wait = wait_before(retries, answer.retry_after, now, _random.random())
            if retries == MOST_RETRIES or now + wait > deadline:
                return answer
            retries += 1
            await self._sleep(wait)

    async def _attempt(self, to: Address, body: bytes, seconds: float) -> _Answer:
        """Send once. The host is checked here too, as only after this the token is sent to it."""
        if not self._settings.allows_service(to.service_url):
            return _Answer(HTTPStatus.FORBIDDEN)
        headers, token = {"Content-Type": "application/json"}, None
        try:
            if self._settings.authenticated:
                token = await self._tokens.token()
                headers["Authorization"] = f"Bearer {token}"
            async with self._session.post(
                _url(to),
                data=body,
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=seconds),
                allow_redirects=False,
            ) as response:
                return await _read(response, token)
        except TokenError as error:
            log.error("There is no token for Teams: %s", error)
            return _Answer(None if error.passing else HTTPStatus.UNAUTHORIZED)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            log_without_text(log, "No answer from Teams:", error)
            return _Answer(None)


def _url(to: Address) -> URL:
    """Give the address of the activities; ids hold colons and semicolons, so they are encoded."""
    path = f"v3/conversations/{quote(to.conversation, safe='')}/activities"
    if to.activity:
        path = f"{path}/{quote(to.activity, safe='')}"
    return URL(f"{to.service_url.rstrip('/')}/{path}", encoded=True)


def _body(to: Address, activity: Mapping[str, Any]) -> bytes:
    addressed = {
        **activity,
        "from": dict(to.bot),
        "recipient": dict(to.user),
        "conversation": {"id": to.conversation},
        **({"replyToId": to.activity} if to.activity else {}),
    }
    return json.dumps(addressed).encode()


async def _read(response: aiohttp.ClientResponse, token: str | None) -> _Answer:
    """Read an answer; where its body breaks off or does not end, the status still counts.

    What was taken must not be sent a second time.
    """
    try:
        body = json.loads(await limited_body(response, _LONGEST_BODY) or b"")
    except (ValueError, RecursionError, aiohttp.ClientError, asyncio.TimeoutError, OSError):
        body = {}
    body = body if isinstance(body, dict) else {}
    id_, error = body.get("id"), body.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    return _Answer(
        response.status,
        id=id_ if isinstance(id_, str) else None,
        code=code if isinstance(code, str) and _CODE.fullmatch(code) else "",
        retry_after=response.headers.get("Retry-After"),
        token=token,
    )
