"""The tokens that the bot shows to Teams when it sends something.

OAuth 2.0 client credentials (RFC 6749 section 4.4), asked for at the bot's own tenant: Microsoft,
"Authentication with the Bot Connector API", Bot to Connector.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import aiohttp

from bot.channels.teams.client_assertion import client_assertion
from bot.channels.teams.limited_body import limited_body
from bot.channels.teams.settings import TeamsSettings

_SCOPE = "https://api.botframework.com/.default"
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"  # RFC 7523 section 2.2
_EARLIER = 300  # seconds before its end at which a token is asked for anew
_TIMEOUT = aiohttp.ClientTimeout(total=10)
_LONGEST = 65_536  # bytes of an answer; real ones have about two thousand
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # RFC 6750 section 2.1
_CODE = re.compile(r"AADSTS[0-9]{4,9}")


class TokenError(Exception):
    """There is no token; the message says why, and holds nothing secret.

    Args:
        sentence: for the operator.
        passing: whether it may go better in a moment.
    """

    def __init__(self, sentence: str, *, passing: bool) -> None:
        super().__init__(sentence)
        self.passing = passing


class AccessTokens:
    """Asks for tokens, and keeps the latest one until five minutes before it ends.

    Args:
        settings: who the bot is, and where it asks. Nothing secret goes anywhere else.
        session: sends the requests.
        clock: tells the time, in seconds since 1970.
    """

    def __init__(
        self,
        settings: TeamsSettings,
        session: aiohttp.ClientSession,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._session = session
        self._clock = clock
        self._url = f"{settings.login_url}/{settings.tenant}/oauth2/v2.0/token"
        self._kept: tuple[str, float] | None = None
        self._asking: asyncio.Task[str] | None = None

    async def token(self) -> str:
        """Give a token; those who ask while one is asked for get that one, or its failure.

        Raises:
            TokenError: there is none.
        """
        if self._kept and self._clock() < self._kept[1]:
            return self._kept[0]
        if self._asking is None or self._asking.done():
            self._asking = asyncio.ensure_future(self._ask())
        # Shielded: where one who waits is cancelled, the others still get it.
        return await asyncio.shield(self._asking)

    def drop(self, token: str) -> None:
        """Let a token that was refused not be used again."""
        if self._kept and self._kept[0] == token:
            self._kept = None

    async def _ask(self) -> str:
        asked_at = self._clock()
        status, body = await self._post(await self._form(asked_at))
        token, seconds = _read(status, body)
        self._kept = token, asked_at + seconds - _EARLIER
        return token

    async def _form(self, now: float) -> dict[str, str]:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._settings.app_id,
            "scope": _SCOPE,
        }
        if self._settings.certificate is None:
            return form | {"client_secret": self._settings.secret or ""}
        proof = (self._settings.certificate, self._settings.app_id, self._url, now)
        try:
            assertion = await asyncio.to_thread(client_assertion, *proof)
        except (OSError, ValueError) as error:
            raise TokenError(
                "The file that TEAMS_APP_CERTIFICATE names can no longer be used"
                f" ({type(error).__name__}). Put a readable PEM file with an RSA private key and"
                " its certificate there.",
                passing=False,
            ) from None  # nothing of a key belongs into a traceback
        return form | {"client_assertion_type": _ASSERTION, "client_assertion": assertion}

    async def _post(self, form: Mapping[str, str]) -> tuple[int, bytes | None]:
        request = self._session.post(self._url, data=form, allow_redirects=False, timeout=_TIMEOUT)
        try:
            async with request as response:
                return response.status, await limited_body(response, _LONGEST)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise TokenError(
                "Microsoft's login service could not be reached"
                f" ({type(error).__name__}). Check this server's connection to the internet"
                " and TEAMS_LOGIN_URL.",
                passing=True,
            ) from None  # the error may hold the request


def _read(status: int, body: bytes | None) -> tuple[str, int]:
    """Give the token of an answer, and for how many seconds it is good."""
    answer = _json(body)
    if status != HTTPStatus.OK:
        raise TokenError(
            f"Microsoft's login service gave no token: {_code(answer) or f'status {status}'}. Check"
            " TEAMS_APP_ID, TEAMS_TENANT_ID and TEAMS_APP_SECRET or TEAMS_APP_CERTIFICATE.",
            passing=status == HTTPStatus.TOO_MANY_REQUESTS
            or status >= HTTPStatus.INTERNAL_SERVER_ERROR,
        )
    token, seconds = answer.get("access_token"), str(answer.get("expires_in"))
    if isinstance(token, str) and _TOKEN.fullmatch(token) and re.fullmatch("[0-9]{1,9}", seconds):
        return token, int(seconds)
    raise TokenError(
        "Microsoft's login service gave an answer that holds no token. Check TEAMS_LOGIN_URL.",
        passing=False,
    )


def _json(body: bytes | None) -> Mapping[str, Any]:
    try:
        answer = json.loads(body or b"")
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _code(answer: Mapping[str, Any]) -> str | None:
    """Give Microsoft's number of an error; its description may name the application."""
    found = _CODE.match(str(answer.get("error_description")))
    return found[0] if found else None
