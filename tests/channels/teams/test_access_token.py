"""Tokens for the connector, asked for at a login service on this machine."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.channels.teams import access_token
from bot.channels.teams.access_token import AccessTokens, TokenError
from bot.processes.ports import free_port
from tests.channels.teams.login_double import (
    APP_ID,
    PRIVATE,
    SECRET,
    TENANT,
    LoginDouble,
    login_double,
    make_certificate,
    make_key,
    pem,
    refusal,
)
from tests.channels.teams.misbehaviour import (
    Behaviour,
    Held,
    Huge,
    closed,
    cut_off,
    redirect,
    rubbish,
    status,
)

FIVE_MINUTES = 300
KEY, OTHER_KEY = make_key(), make_key()
CERTIFICATE, OTHER_CERTIFICATE = make_certificate(KEY), make_certificate(OTHER_KEY)


class Clock:
    """A clock that a test sets."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The time, for both sides."""
    return Clock()


@pytest.fixture
async def login() -> AsyncIterator[LoginDouble]:
    """A login service that knows the secret."""
    async with login_double() as double:
        yield double


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """What sends the requests."""
    async with aiohttp.ClientSession() as client:
        yield client


@pytest.fixture
def tokens(login: LoginDouble, session: aiohttp.ClientSession, clock: Clock) -> AccessTokens:
    """The tokens of an application with a secret."""
    return AccessTokens(login.settings(), session, clock)


async def _failure(tokens: AccessTokens) -> TokenError:
    with pytest.raises(TokenError) as failed:
        await tokens.token()
    told = "".join(traceback.format_exception(failed.value))
    assert SECRET not in told
    assert PRIVATE not in told
    return failed.value


async def test_a_token_is_asked_for_at_the_bots_own_tenant(
    tokens: AccessTokens, login: LoginDouble
) -> None:
    """The request holds the four fields of the documentation and no others."""
    token = await tokens.token()

    assert login.issued == {token}
    assert login.paths == [f"/{TENANT}/oauth2/v2.0/token"]
    assert login.asked == [
        {
            "grant_type": "client_credentials",
            "client_id": APP_ID,
            "scope": "https://api.botframework.com/.default",
            "client_secret": SECRET,
        }
    ]


@pytest.mark.parametrize("expires_in", [3599, "3599"])
async def test_a_token_is_kept_until_five_minutes_before_its_end(
    tokens: AccessTokens, login: LoginDouble, clock: Clock, expires_in: int | str
) -> None:
    """The last moment of keeping it gives the same token, and the next one another."""
    login.expires_in = expires_in
    first = await tokens.token()
    end = clock.now + 3599

    clock.now = end - FIVE_MINUTES - 1
    assert await tokens.token() == first
    clock.now = end - FIVE_MINUTES
    assert await tokens.token() != first
    assert len(login.asked) == 2


async def test_many_who_ask_at_once_share_one_request(
    tokens: AccessTokens, login: LoginDouble
) -> None:
    """Fifty messages at a cold start make one request for a token."""
    held = Held()
    login.then(held)
    asking = [asyncio.create_task(tokens.token()) for _ in range(50)]
    await held.arrived.wait()
    held.released.set()

    assert set(await asyncio.gather(*asking)) == login.issued
    assert len(login.asked) == 1


async def test_one_who_goes_away_takes_nothing_from_the_others(
    tokens: AccessTokens, login: LoginDouble
) -> None:
    """The one who asked first is cancelled, and the second still gets that request's token."""
    held = Held()
    login.then(held)
    first, second = (asyncio.create_task(tokens.token()) for _ in range(2))
    await held.arrived.wait()
    first.cancel()
    held.released.set()

    assert {await second} == login.issued
    assert first.cancelled()
    assert len(login.asked) == 1


async def test_a_failure_is_shared_too_and_not_kept(
    tokens: AccessTokens, login: LoginDouble
) -> None:
    """All who waited hear of it after one request; who asks afterwards gets a token."""
    held = Held(then=status(503))
    login.then(held)
    asking = [asyncio.create_task(tokens.token()) for _ in range(20)]
    await held.arrived.wait()
    held.released.set()
    failures = await asyncio.gather(*asking, return_exceptions=True)

    assert {type(failure) for failure in failures} == {TokenError}
    assert len(login.asked) == 1
    assert {await tokens.token()} == login.issued


async def test_a_token_that_was_refused_is_not_given_again(
    tokens: AccessTokens, login: LoginDouble
) -> None:
    """After it is dropped another one is asked for."""
    refused = await tokens.token()
    tokens.drop(refused)

    assert await tokens.token() != refused
    assert len(login.asked) == 2


async def test_dropping_an_older_token_leaves_the_newer_one(
    tokens: AccessTokens, login: LoginDouble
) -> None:
    """Several requests that were refused together make one new token, not one each."""
    older = await tokens.token()
    tokens.drop(older)
    newer = await tokens.token()
    tokens.drop(older)

    assert await tokens.token() == newer
    assert len(login.asked) == 2


@pytest.mark.parametrize(
    "parts",
    [
        (KEY, CERTIFICATE),
        (CERTIFICATE, KEY),
        (OTHER_CERTIFICATE, KEY, CERTIFICATE),
        (KEY, CERTIFICATE, OTHER_CERTIFICATE),
    ],
    ids=["key first", "certificate first", "chain before", "chain behind"],
)
async def test_a_certificate_proves_who_the_bot_is(
    session: aiohttp.ClientSession, clock: Clock, tmp_path: Path, parts: tuple[Any, ...]
) -> None:
    """The assertion is signed by the key of the certificate that belongs to it; no secret is sent.

    The login service checks its algorithm, thumbprint, audience, times and that it is new.
    """
    file = tmp_path / "bot.pem"
    file.write_bytes(pem(*parts))
    async with login_double(CERTIFICATE, clock) as login:
        tokens = AccessTokens(login.settings(file), session, clock)
        first = await tokens.token()
        tokens.drop(first)

        assert await tokens.token() in login.issued - {first}
        assert set(login.asked[0]) == {
            "grant_type",
            "client_id",
            "scope",
            "client_assertion_type",
            "client_assertion",
        }


async def test_the_login_double_refuses_another_certificate(
    session: aiohttp.ClientSession, clock: Clock, tmp_path: Path
) -> None:
    """An assertion of another key is no proof, so the tests before this one can fail."""
    file = tmp_path / "bot.pem"
    file.write_bytes(pem(OTHER_KEY, OTHER_CERTIFICATE))
    async with login_double(CERTIFICATE, clock) as login:
        failure = await _failure(AccessTokens(login.settings(file), session, clock))

    assert "AADSTS700027" in str(failure)


async def test_a_renewed_certificate_is_used_without_a_new_start(
    session: aiohttp.ClientSession, clock: Clock, tmp_path: Path
) -> None:
    """The file is read for each request of a token."""
    file = tmp_path / "bot.pem"
    file.write_bytes(pem(OTHER_KEY, OTHER_CERTIFICATE))
    async with login_double(CERTIFICATE, clock) as login:
        tokens = AccessTokens(login.settings(file), session, clock)
        await _failure(tokens)
        file.write_bytes(pem(KEY, CERTIFICATE))

        assert {await tokens.token()} == login.issued


def _locked() -> bytes:
    locked = KEY.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"a password"),
    )
    return locked + pem(CERTIFICATE)


def _elliptic() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return pem(key, make_certificate(key))


@pytest.mark.parametrize(
    "content",
    [
        lambda: None,
        lambda: b"rubbish",
        lambda: pem(KEY),
        lambda: pem(CERTIFICATE),
        lambda: pem(KEY, OTHER_CERTIFICATE),
        _locked,
        _elliptic,
    ],
    ids=["no file", "rubbish", "no certificate", "no key", "of two", "password", "elliptic"],
)
async def test_a_certificate_file_that_can_no_longer_be_used_is_told(
    login: LoginDouble,
    session: aiohttp.ClientSession,
    clock: Clock,
    tmp_path: Path,
    content: Callable[[], bytes | None],
) -> None:
    """The sentence names the setting, nothing is sent, and another try is not worth it."""
    file = tmp_path / "bot.pem"
    written = content()
    if written is not None:
        file.write_bytes(written)
    failure = await _failure(AccessTokens(login.settings(file), session, clock))

    assert "TEAMS_APP_CERTIFICATE" in str(failure)
    assert not failure.passing
    assert login.asked == []


async def _refused(_: Any) -> Any:
    return refusal(401, "invalid_client", 7000222)


@pytest.mark.parametrize(
    ("behaviour", "told", "passing"),
    [
        (_refused, "AADSTS7000222", False),
        (status(400), "status 400", False),
        (status(404, body=["a list"]), "status 404", False),
        (status(400, body={"error_description": 5}), "status 400", False),
        (status(429), "status 429", True),
        (status(500), "status 500", True),
        (status(503, body={"error_description": PRIVATE}), "status 503", True),
        (status(200), "holds no token", False),
        (rubbish(200), "holds no token", False),
        (status(200, body=["a list"]), "holds no token", False),
        (status(200, body={"expires_in": 3599}), "holds no token", False),
        (status(200, body={"access_token": "", "expires_in": 3599}), "holds no token", False),
        (status(200, body={"access_token": 5, "expires_in": 3599}), "holds no token", False),
        (status(200, body={"access_token": "a\r\nX: b", "expires_in": 9}), "holds no token", False),
        (status(200, body={"access_token": "a b", "expires_in": 3599}), "holds no token", False),
        (status(200, body={"access_token": "ab"}), "holds no token", False),
        (status(200, body={"access_token": "ab", "expires_in": -1}), "holds no token", False),
        (status(200, body={"access_token": "ab", "expires_in": "٣"}), "holds no token", False),
        (status(200, body={"access_token": "ab", "expires_in": 1e999}), "holds no token", False),
        (closed(), "could not be reached", True),
        (cut_off(200), "could not be reached", True),
    ],
)
async def test_every_other_answer_is_an_error_with_a_sentence(
    tokens: AccessTokens, login: LoginDouble, behaviour: Behaviour, told: str, passing: bool
) -> None:
    """It names Microsoft's code or the status, and never what stood in the answer.

    Afterwards a token is given as if nothing had been.
    """
    login.then(behaviour)
    failure = await _failure(tokens)

    assert told in str(failure)
    assert failure.passing is passing
    assert {await tokens.token()} == login.issued


async def test_a_wrong_secret_is_told_by_its_code(
    login: LoginDouble, session: aiohttp.ClientSession, clock: Clock
) -> None:
    """The operator reads which error it is and which settings to look at."""
    settings = replace(login.settings(), secret="another one")
    failure = await _failure(AccessTokens(settings, session, clock))

    assert "AADSTS7000215" in str(failure)
    assert "TEAMS_APP_SECRET" in str(failure)
    assert "another one" not in str(failure)
    assert not failure.passing


async def test_an_endless_answer_is_not_read_to_its_end(
    tokens: AccessTokens, login: LoginDouble
) -> None:
    """Whoever answers in the place of the login service cannot fill the memory."""
    huge = Huge(200)
    login.then(huge)
    failure = await _failure(tokens)
    await huge.over.wait()

    assert "holds no token" in str(failure)
    assert not huge.was_read


async def test_the_secret_does_not_follow_a_redirect(
    tokens: AccessTokens, login: LoginDouble
) -> None:
    """A status that would take the form along to another host leads to an error only."""
    async with login_double() as elsewhere:
        login.then(redirect(f"{elsewhere.url}/{TENANT}/oauth2/v2.0/token", 307))
        failure = await _failure(tokens)

        assert "status 307" in str(failure)
        assert elsewhere.asked == []


async def test_a_service_that_nobody_answers_for_is_told(
    login: LoginDouble, session: aiohttp.ClientSession, clock: Clock
) -> None:
    """Where no connection can be made, another try may be worth it."""
    nowhere = replace(login.settings(), login_url=f"http://127.0.0.1:{free_port()}")
    failure = await _failure(AccessTokens(nowhere, session, clock))

    assert "could not be reached" in str(failure)
    assert failure.passing


async def test_a_service_that_does_not_answer_is_given_up(
    tokens: AccessTokens, login: LoginDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request that is never answered ends, as one that may go better later."""
    monkeypatch.setattr(access_token, "_TIMEOUT", aiohttp.ClientTimeout(total=0.05))
    held = Held()
    login.then(held)
    failure = await _failure(tokens)
    held.released.set()

    assert "could not be reached" in str(failure)
    assert failure.passing
