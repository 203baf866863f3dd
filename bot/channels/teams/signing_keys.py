"""The keys with which the Bot Connector signs what it sends.

Microsoft, "Authentication with the Bot Connector API": an OpenID document names the address of a
key set (RFC 7517). Keys change without notice, so an unknown one is looked for again.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import aiohttp
import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from bot.channels.teams.limited_body import limited_body
from bot.channels.teams.settings import is_secure
from bot.quiet import log_without_text

log = logging.getLogger(__name__)

_KEPT = 86_400  # seconds; Microsoft asks for the keys to be fetched once a day
_PAUSE = 300  # seconds between two fetches, whatever unknown keys are asked for
_PAUSE_AFTER_FAILURE = 10  # the same where the last one failed and the key is not there
_LONGEST = 1 << 20  # bytes of either document; real ones have some ten thousand
_FEWEST_BITS = 2048


class KeysUnavailableError(Exception):
    """A key cannot be had now: there are none yet, or a new one could not be looked for."""


class _DocumentError(ValueError):
    """A document is not what it should be."""


@dataclass(frozen=True)
class SigningKey:
    """A published key.

    Args:
        public_key: checks signatures.
        endorsements: the channels, such as msteams, for which the key may sign; empty: not said.
    """

    public_key: RSAPublicKey
    endorsements: frozenset[str]


class SigningKeys:
    """Fetches the keys when the first one is asked for, and keeps them for a day.

    Args:
        openid_url: where the OpenID document is.
        seconds: how long each of the two documents may take.
        clock: seconds since 1970.
    """

    def __init__(
        self, openid_url: str, *, seconds: float = 10, clock: Callable[[], float] = time.time
    ) -> None:
        self._openid_url = openid_url
        self._timeout = aiohttp.ClientTimeout(total=seconds)
        self._clock = clock
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched_at = float("-inf")
        self._tried_at = float("-inf")
        self._failed = True  # until the first fetch succeeds, there is nothing to look among
        self._fetching: asyncio.Task[None] | None = None

    async def key(self, kid: str) -> SigningKey | None:
        """Give the key of an id; nothing where no such key is published.

        Raises:
            KeysUnavailableError: no keys are there to look among, or the key is not among the old
                ones and the new ones could not be fetched.
        """
        if self._is_due(kid):
            self._tried_at = self._clock()
            self._fetching = asyncio.ensure_future(self._fetch())
        if self._fetching and not self._fetching.done() and kid not in self._keys:
            # Shielded: where one who waits is cancelled, the others still get the keys.
            await asyncio.shield(self._fetching)
        found = self._keys.get(kid)
        if found is None and self._failed:
            raise KeysUnavailableError
        return found

    def _is_due(self, kid: str) -> bool:
        if self._fetching and not self._fetching.done():
            return False
        now = self._clock()
        wanted = kid not in self._keys or now >= self._fetched_at + _KEPT
        pause = _PAUSE_AFTER_FAILURE if self._failed and kid not in self._keys else _PAUSE
        return wanted and now >= self._tried_at + pause

    async def _fetch(self) -> None:
        """Fetch the keys; where that fails, the old ones stay."""
        self._failed = True
        try:
            async with aiohttp.ClientSession(timeout=self._timeout, trust_env=True) as session:
                document = await _get(session, self._openid_url)
                address = document.get("jwks_uri")
                if not isinstance(address, str) or not is_secure(address):
                    raise _DocumentError
                key_set = await _get(session, address)
            keys = dict(_read(key_set.get("keys")))
            if not keys:
                raise _DocumentError
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, _DocumentError) as error:
            log_without_text(log, "The keys of the Bot Connector could not be fetched:", error)
            return
        self._keys, self._failed = keys, False
        self._fetched_at = self._clock()


async def _get(session: aiohttp.ClientSession, url: str) -> Mapping[str, Any]:
    async with session.get(url, allow_redirects=False) as response:
        body = await limited_body(response, _LONGEST)
        if response.status != HTTPStatus.OK or body is None:
            raise _DocumentError
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _DocumentError from error
    if not isinstance(document, dict):
        raise _DocumentError
    return document


def _read(keys: Any) -> Iterable[tuple[str, SigningKey]]:
    """Give the RSA keys for signatures; others, and broken ones, are left out."""
    for entry in keys if isinstance(keys, list) else ():
        if not isinstance(entry, dict) or entry.get("kty") != "RSA":
            continue
        kid, endorsements = entry.get("kid"), entry.get("endorsements") or []
        if not isinstance(kid, str) or entry.get("use", "sig") != "sig":
            continue
        try:
            public_key = jwt.PyJWK(entry, algorithm="RS256").key
        except (jwt.PyJWTError, ValueError, TypeError, KeyError):
            continue
        if isinstance(public_key, RSAPublicKey) and public_key.key_size >= _FEWEST_BITS:
            names = endorsements if isinstance(endorsements, list) else [endorsements]
            yield kid, SigningKey(public_key, frozenset(map(str, names)))
