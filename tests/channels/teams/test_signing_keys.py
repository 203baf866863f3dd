"""The connector's keys: fetched when needed, kept, fetched again, and never from anywhere else."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import aiohttp
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.channels.teams.signing_keys import KeysUnavailableError, SigningKeys
from tests.channels.teams.keys_server import KeysServer, private_key, published

DAY, PAUSE = 86_400, 300


class Clock:
    """A clock that a test sets."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


def _short() -> dict[str, Any]:
    """Publish a key that is so short that others can find its private half."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505
    key = private.public_key()
    return {"kid": "first", "use": "sig", **json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key))}


async def _asked(server: KeysServer, times: int) -> None:
    """Wait until the server was asked for so many documents."""
    while len(server.asked) < times:
        await asyncio.sleep(0)


@pytest.fixture
def clock() -> Clock:
    """A clock of the test's own."""
    return Clock()


@pytest.fixture
def keys(server: KeysServer, clock: Clock) -> SigningKeys:
    """Keys that nobody asked for yet."""
    return SigningKeys(server.url, seconds=5, clock=clock)


async def test_nothing_is_fetched_before_it_is_needed(
    server: KeysServer, keys: SigningKeys
) -> None:
    """Making the object asks nobody; the first key asks for both documents, the second for none."""
    assert server.asked == []
    found = await keys.key("first")

    assert found is not None
    assert found.public_key.public_numbers() == private_key("first").public_key().public_numbers()
    assert found.endorsements == {"msteams", "webchat"}
    assert await keys.key("first") is found
    assert server.asked == ["/openid", "/keys"]


async def test_a_new_key_is_looked_for_at_once(
    server: KeysServer, keys: SigningKeys, clock: Clock
) -> None:
    """When Microsoft changes its keys, the first token with a new one is understood."""
    await keys.key("first")
    server.keys = [published("second")]
    clock.now += PAUSE

    assert await keys.key("second") is not None
    assert await keys.key("first") is None


async def test_made_up_key_ids_do_not_make_us_ask_again_and_again(
    server: KeysServer, keys: SigningKeys, clock: Clock
) -> None:
    """However many unknown ids come, the documents are fetched once in five minutes."""
    await keys.key("first")
    for number in range(50):
        clock.now += 1
        assert await keys.key(f"made up {number}") is None

    assert len(server.asked) == 2


async def test_keys_are_fetched_anew_after_a_day(
    server: KeysServer, keys: SigningKeys, clock: Clock
) -> None:
    """A key that is withdrawn is not believed for ever."""
    await keys.key("first")
    server.keys = [published("second")]
    clock.now += DAY

    await keys.key("first")
    await asyncio.wait_for(_asked(server, 4), 10)
    assert await keys.key("second") is not None
    assert await keys.key("first") is None


async def test_keys_are_not_fetched_within_the_day(
    server: KeysServer, keys: SigningKeys, clock: Clock
) -> None:
    """A known key asks nobody as long as it was fetched less than a day ago."""
    await keys.key("first")
    clock.now += DAY - 1
    await keys.key("first")
    async with aiohttp.ClientSession() as session, session.get(server.url) as answer:
        await answer.read()  # what was asked for before has come by then

    assert len(server.asked) == 3


async def test_a_known_key_does_not_wait_for_new_ones(
    server: KeysServer, keys: SigningKeys, clock: Clock
) -> None:
    """While the keys are fetched anew, messages that are signed with an old one are answered."""
    await keys.key("first")
    clock.now += DAY
    server.hold.clear()
    found = asyncio.ensure_future(keys.key("first"))
    await asyncio.wait_for(_asked(server, 3), 10)

    assert found.done()
    assert await found is not None


async def test_a_fetch_that_takes_long_is_not_begun_twice(
    server: KeysServer, keys: SigningKeys, clock: Clock
) -> None:
    """Who comes minutes later waits for the fetch that is under way."""
    server.hold.clear()
    first = asyncio.ensure_future(keys.key("first"))
    await asyncio.wait_for(_asked(server, 1), 10)
    clock.now += PAUSE
    second = asyncio.ensure_future(keys.key("first"))
    await asyncio.sleep(0)
    server.hold.set()

    assert await first is await second is not None
    assert server.asked == ["/openid", "/keys"]


async def test_the_keys_address_must_be_safe(server: KeysServer, keys: SigningKeys) -> None:
    """Keys that could be had over http from another host, by whatever name, are not asked for."""
    other = "0.0.0.0"  # noqa: S104 - nothing listens there; it leads to this machine on Linux
    server.jwks_uri = server.url.replace("127.0.0.1", other).replace("/openid", "/keys")
    with pytest.raises(KeysUnavailableError):
        await keys.key("first")

    assert server.asked == ["/openid"]


async def test_the_documents_must_be_where_they_were(server: KeysServer, keys: SigningKeys) -> None:
    """A redirect is not followed, even to a place that has the document."""
    server.moved = True
    with pytest.raises(KeysUnavailableError):
        await keys.key("first")

    assert server.asked == ["/openid"]


async def test_many_at_once_share_one_fetch(server: KeysServer, keys: SigningKeys) -> None:
    """Fifty messages that come first all wait for the same two requests."""
    server.hold.clear()
    asking = [asyncio.ensure_future(keys.key("first")) for _ in range(50)]
    while not server.asked:
        await asyncio.sleep(0)
    server.hold.set()

    assert all(await asyncio.gather(*asking))
    assert server.asked == ["/openid", "/keys"]


@pytest.mark.parametrize(
    "change",
    [
        {"status": 500},
        {"moved": True},
        {"body": b"<html>"},
        {"body": b"[]"},
        {"body": b"[" * 100_000},
        {"body": b'{"jwks_uri": "' + b"a" * (1 << 20) + b'"}'},
        {"jwks_uri": "http://evil.example/keys"},
        {"jwks_uri": 5},
        {"keys": []},
        {"keys": "first"},
        {"keys": [5, None, {"kty": "EC", "kid": "first"}, published("first", use="enc")]},
        {"keys": [{"kty": "RSA", "kid": "first", "n": "!", "e": "!"}]},
        {"keys": [published("first", kid=7)]},
        {"keys": [_short()]},
    ],
)
async def test_without_good_documents_there_are_no_keys(
    server: KeysServer,
    keys: SigningKeys,
    change: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Errors, redirects, rubbish and other addresses give no key, and are in the log."""
    vars(server).update(change)
    with caplog.at_level(logging.ERROR), pytest.raises(KeysUnavailableError):
        await keys.key("first")

    assert "could not be fetched" in caplog.text


async def test_a_server_that_is_slow_is_given_up(server: KeysServer, clock: Clock) -> None:
    """Nobody waits longer than the time-out."""
    server.hold.clear()
    with pytest.raises(KeysUnavailableError):
        await SigningKeys(server.url, seconds=0.05, clock=clock).key("first")


async def test_old_keys_stay_when_a_fetch_fails(
    server: KeysServer, keys: SigningKeys, clock: Clock
) -> None:
    """While Microsoft's server is away, known keys are still good."""
    await keys.key("first")
    server.status = 503
    clock.now += DAY

    with pytest.raises(KeysUnavailableError):  # it may be a new one: Teams is to try again
        await keys.key("other")
    assert await keys.key("first") is not None


async def test_a_failure_just_when_keys_change_is_soon_over(
    server: KeysServer, keys: SigningKeys, clock: Clock
) -> None:
    """Where Microsoft's server is away for a moment, new keys are not refused for minutes."""
    await keys.key("first")
    server.status, server.keys = 503, [published("second")]
    clock.now += PAUSE
    with pytest.raises(KeysUnavailableError):
        await keys.key("second")
    server.status = 200
    clock.now += 10

    assert await keys.key("second") is not None


async def test_after_a_failure_it_is_tried_again(
    server: KeysServer, keys: SigningKeys, clock: Clock
) -> None:
    """The first failure does not shut everybody out until a restart."""
    server.status = 500
    with pytest.raises(KeysUnavailableError):
        await keys.key("first")
    server.status = 200
    with pytest.raises(KeysUnavailableError):  # not at once
        await keys.key("first")
    clock.now += 10

    assert await keys.key("first") is not None


async def test_one_who_gives_up_does_not_take_it_from_the_others(
    server: KeysServer, keys: SigningKeys
) -> None:
    """A request that is cancelled while the keys come leaves the fetch to those who wait."""
    server.hold.clear()
    first, second = (asyncio.ensure_future(keys.key("first")) for _ in range(2))
    while not server.asked:
        await asyncio.sleep(0)
    first.cancel()
    server.hold.set()

    assert await second is not None
