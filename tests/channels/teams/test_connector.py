"""What the bot sends: to the right place, in order, again where Teams was busy, and no further."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.channels.teams.access_token import AccessTokens
from bot.channels.teams.activities import Address
from bot.channels.teams.connector import Connector, SendError
from bot.channels.teams.settings import TeamsSettings
from tests.channels.teams.connector_double import SERVICE_URL, ConnectorDouble, connector_double
from tests.channels.teams.login_double import (
    APP_ID,
    SECRET,
    TENANT,
    LoginDouble,
    login_double,
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

WORDS = "what the assistant says to somebody"
CHAT = "a:1/2;messageid=3"
LOCAL = TeamsSettings("", "", service_hosts=frozenset({"localhost"}), authenticated=False)


class Clock:
    """A clock that moves only when somebody sleeps by it."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        """Tell the time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@pytest.fixture
async def double() -> AsyncIterator[ConnectorDouble]:
    """Teams, played on this machine."""
    async with connector_double() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    """The time of the connector."""
    return Clock()


@pytest.fixture
async def connector(double: ConnectorDouble, clock: Clock) -> AsyncIterator[Connector]:
    """A connector without authentication, as for the Playground."""
    async with aiohttp.ClientSession() as session:
        tokens = AccessTokens(LOCAL, session, clock)
        yield Connector(LOCAL, tokens, session, sleep=clock.sleep, clock=clock, seconds=5)


def _to(double: ConnectorDouble, conversation: str = CHAT, activity: str = "act/1") -> Address:
    return Address(
        double.url, conversation, "personal", {"id": "28:bot"}, {"id": "29:user"}, activity
    )


def _message(text: str = WORDS) -> dict[str, Any]:
    return {"type": "message", "text": text}


async def test_a_message_is_sent_as_an_answer(
    double: ConnectorDouble, connector: Connector
) -> None:
    """Path, accounts and conversation are what the protocol asks for; the id comes back."""
    assert await connector.send(_to(double), _message()) == "reply-1"

    (sent,) = double.taken(CHAT)
    assert sent["text"] == WORDS
    assert sent["replyToId"] == "act/1"
    assert (sent["from"]["id"], sent["recipient"]["id"]) == ("28:bot", "29:user")


async def test_without_an_activity_it_is_sent_to_the_conversation(
    double: ConnectorDouble, connector: Connector
) -> None:
    """What answers nothing goes to the conversation itself."""
    await connector.send(_to(double, activity=""), _message())

    assert "replyToId" not in double.taken(CHAT)[0]


@pytest.mark.parametrize("slash", ["", "/"])
async def test_a_slash_at_the_end_makes_no_difference(
    double: ConnectorDouble, connector: Connector, slash: str
) -> None:
    """Teams gives its address with one, the Playground without."""
    await connector.send(replace(_to(double), service_url=double.url + slash), _message())

    assert len(double.taken()) == 1


@pytest.mark.parametrize("behaviour", [status(n) for n in (412, 429, 502, 503, 504)] + [closed()])
async def test_what_passes_is_tried_again(
    double: ConnectorDouble, connector: Connector, clock: Clock, behaviour: Behaviour
) -> None:
    """After each of these, and after a connection that breaks, the message arrives once."""
    double.then(behaviour, behaviour)
    await connector.send(_to(double), _message())

    assert len(double.taken()) == 1
    assert len(clock.slept) == 2
    assert 0.5 <= clock.slept[0] <= 1 <= clock.slept[1] <= 2


async def test_teams_says_when_to_come_back(
    double: ConnectorDouble, connector: Connector, clock: Clock
) -> None:
    """Retry-After counts, up to half a minute."""
    double.then(status(429, retry_after="7"), status(429, retry_after="3600"))
    await connector.send(_to(double), _message())

    assert clock.slept == [7, 30]


async def test_it_is_given_up_in_the_end(
    double: ConnectorDouble,
    connector: Connector,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Five times at most, a minute at most; the log says so without a word of the message."""
    double.then(*[status(503)] * 20)
    with caplog.at_level(logging.DEBUG), pytest.raises(SendError) as error:
        await connector.send(_to(double), _message())

    assert error.value.status == 503
    assert len(double.requests) == 6
    assert sum(clock.slept) <= 60
    assert "did not take" in caplog.text
    for private in (WORDS, "29:user", CHAT):
        assert private not in caplog.text


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 500, 501])
async def test_what_does_not_pass_is_not_tried_again(
    double: ConnectorDouble, connector: Connector, clock: Clock, code: int
) -> None:
    """A message that Teams refuses would be refused again."""
    body = {"error": {"code": "MessageWritesBlocked", "message": "words of Teams"}}
    double.then(status(code, body=body))
    with pytest.raises(SendError) as error:
        await connector.send(_to(double), _message())

    assert (error.value.status, error.value.code) == (code, "MessageWritesBlocked")
    assert clock.slept == []


async def test_redirects_are_not_followed(double: ConnectorDouble, connector: Connector) -> None:
    """Neither the message nor the token goes to an address that an answer names."""
    double.then(redirect(f"{double.url}/v3/conversations/evil/activities"))
    with pytest.raises(SendError) as error:
        await connector.send(_to(double), _message())

    assert error.value.status == 307
    assert len(double.requests) == 1


@pytest.mark.parametrize("behaviour", [rubbish(), cut_off()])
async def test_an_answer_that_cannot_be_read_counts_by_its_status(
    double: ConnectorDouble, connector: Connector, behaviour: Behaviour
) -> None:
    """The message was taken, so it is not sent twice."""
    double.then(behaviour)

    assert await connector.send(_to(double), _message()) is None
    assert len(double.requests) == 1


async def test_a_huge_answer_is_not_read(double: ConnectorDouble, connector: Connector) -> None:
    """Nobody can fill the memory with an answer."""
    huge = Huge()
    double.then(huge)
    assert await connector.send(_to(double), _message()) is None
    await huge.over.wait()

    assert not huge.was_read


async def test_order_is_kept_while_one_waits(double: ConnectorDouble, connector: Connector) -> None:
    """What is sent after a message that must be repeated arrives after it."""
    double.then(status(429), status(503), conversation=CHAT)
    numbers = [str(number) for number in range(10)]
    await asyncio.gather(*(connector.send(_to(double), _message(n)) for n in numbers))

    assert [sent["text"] for sent in double.taken(CHAT)] == numbers
    assert double.busiest[CHAT] == 1


async def test_one_conversation_does_not_hold_another(
    double: ConnectorDouble, connector: Connector
) -> None:
    """A conversation that Teams does not answer leaves all others alone."""
    held = Held()
    double.then(held, conversation="slow")
    slow = asyncio.ensure_future(connector.send(_to(double, "slow"), _message()))
    await held.arrived.wait()
    await connector.send(_to(double, "quick"), _message())
    assert not slow.done()
    held.released.set()

    assert await slow


async def test_conversations_leave_nothing_behind(
    double: ConnectorDouble, connector: Connector
) -> None:
    """A server that runs for months does not keep a lock for each conversation."""
    for number in range(20):
        await connector.send(_to(double, f"chat {number}"), _message())

    assert len(connector._locks) == 0


async def test_typing_is_shown_once(
    double: ConnectorDouble, connector: Connector, clock: Clock
) -> None:
    """It is tried once: a failure is neither repeated nor told."""
    await connector.typing(_to(double))
    double.then(status(503))
    await connector.typing(_to(double))

    assert len(double.taken(kind="typing")) == 1
    assert len(double.requests) == 2
    assert clock.slept == []


async def test_nothing_is_sent_to_other_hosts(
    double: ConnectorDouble, connector: Connector
) -> None:
    """The list of hosts holds here too, whatever address was let in."""
    elsewhere = replace(_to(double), service_url=double.url.replace("localhost", "127.0.0.1"))
    with pytest.raises(SendError):
        await connector.send(elsewhere, _message())

    assert double.requests == []


@pytest.fixture
async def login() -> AsyncIterator[LoginDouble]:
    """Microsoft's login service, played on this machine."""
    async with login_double() as running:
        yield running


def _settings(login: LoginDouble) -> TeamsSettings:
    return TeamsSettings(
        APP_ID, TENANT, secret=SECRET, tenants=frozenset({TENANT}), login_url=login.url
    )


async def test_a_token_that_is_refused_is_asked_for_anew(login: LoginDouble, clock: Clock) -> None:
    """A token that Teams no longer takes costs one more request, not the message."""
    async with connector_double(tokens=[]) as double, double.session() as session:
        settings = _settings(login)
        tokens = AccessTokens(settings, session, clock)
        old = await tokens.token()
        double.tokens = login.issued
        login.issued.discard(old)
        connector = Connector(settings, tokens, session, sleep=clock.sleep, clock=clock)
        to = replace(_to(double), service_url=SERVICE_URL)

        assert await connector.send(to, _message())
        assert [request.status for request in double.requests] == [401, 201]
        assert clock.slept == []


async def test_without_a_token_nothing_is_sent(
    login: LoginDouble, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the secret is wrong, the log says what to do, and Teams hears nothing."""

    async def refuse(_: web.Request) -> web.StreamResponse:
        return refusal(401, "invalid_client", 7000215)

    login.then(refuse)
    async with connector_double(tokens=["good"]) as double, double.session() as session:
        settings = _settings(login)
        connector = Connector(
            settings,
            AccessTokens(settings, session, clock),
            session,
            sleep=clock.sleep,
            clock=clock,
        )
        with pytest.raises(SendError):
            await connector.send(replace(_to(double), service_url=SERVICE_URL), _message())

        assert double.requests == []
    assert "AADSTS7000215" in caplog.text
    assert SECRET not in caplog.text
