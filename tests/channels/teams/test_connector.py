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
    Stalled,
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


async def test_no_retry_begins_after_a_minute(
    double: ConnectorDouble, connector: Connector, clock: Clock
) -> None:
    """Where Teams wants long waits, fewer attempts are made: the person has gone by then."""
    double.then(*[status(429, retry_after="25")] * 20)
    with pytest.raises(SendError):
        await connector.send(_to(double), _message())

    assert clock.slept == [25, 25]


async def test_a_connection_that_breaks_is_told_without_its_address(
    double: ConnectorDouble, connector: Connector, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says what kind of failure it was; the address holds the conversation's id."""
    double.then(*[closed()] * 6)
    with pytest.raises(SendError) as error:
        await connector.send(_to(double), _message())

    assert error.value.status is None
    assert "ServerDisconnectedError" in caplog.text
    for private in (WORDS, "29:user", CHAT, "messageid"):
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


@pytest.mark.parametrize("said", ["a sentence, with a name", "x" * 100, "", None, 5, ["list"]])
async def test_only_a_word_of_teams_is_kept(
    double: ConnectorDouble, connector: Connector, caplog: pytest.LogCaptureFixture, said: Any
) -> None:
    """What is no plain word could be anything, so it is neither kept nor logged."""
    double.then(status(403, body={"error": {"code": said}}))
    with pytest.raises(SendError) as error:
        await connector.send(_to(double), _message())

    assert error.value.code == ""
    assert "sentence" not in caplog.text


@pytest.mark.parametrize("body", [{"id": 5}, {"id": None}, {}, ["list"], "text", 7])
async def test_an_id_that_is_no_text_is_none(
    double: ConnectorDouble, connector: Connector, body: Any
) -> None:
    """The message was taken all the same."""
    double.then(status(201, body=body))

    assert await connector.send(_to(double), _message()) is None
    assert len(double.requests) == 1


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


@pytest.mark.parametrize("code", [201, 400])
async def test_an_answer_that_does_not_end_counts_by_its_status(
    double: ConnectorDouble, clock: Clock, code: int
) -> None:
    """A status that came before the time was over is not waited for again."""
    stalled = Stalled(code)
    double.then(stalled)
    async with aiohttp.ClientSession() as session:
        tokens = AccessTokens(LOCAL, session, clock)
        impatient = Connector(LOCAL, tokens, session, sleep=clock.sleep, clock=clock, seconds=0.3)
        (told,) = await asyncio.gather(
            impatient.send(_to(double), _message()), return_exceptions=True
        )
    stalled.released.set()

    assert told is None if code == 201 else isinstance(told, SendError) and told.status == code
    assert clock.slept == []


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
    double: ConnectorDouble,
    connector: Connector,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is tried once: a failure is not repeated, and stands in the log only."""
    await connector.typing(_to(double))
    assert "typing" not in caplog.text
    double.then(status(503))
    await connector.typing(_to(double))

    assert len(double.taken(kind="typing")) == 1
    assert len(double.requests) == 2
    assert clock.slept == []
    assert "typing: status 503" in caplog.text


async def test_typing_is_not_shown_while_a_message_is_sent(
    double: ConnectorDouble, connector: Connector
) -> None:
    """It would come after the message, and stay there with nothing to follow."""
    held = Held()
    double.then(held)
    sending = asyncio.ensure_future(connector.send(_to(double), _message()))
    await held.arrived.wait()
    await connector.typing(_to(double))
    held.released.set()
    await sending

    assert double.taken(kind="typing") == []


async def test_typing_is_given_up_soon(
    double: ConnectorDouble, connector: Connector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sign that Teams does not answer does not hold up the message behind it."""
    monkeypatch.setattr("bot.channels.teams.connector._TYPING_SECONDS", 0.05)
    held = Held()
    double.then(held)
    await connector.typing(_to(double))

    assert await connector.send(_to(double), _message())
    held.released.set()


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


async def test_a_new_token_that_is_refused_too_ends_it(login: LoginDouble, clock: Clock) -> None:
    """Where Teams wants none of the bot's tokens, it is not asked again and again."""
    async with connector_double(tokens=["another"]) as double, double.session() as session:
        settings = _settings(login)
        tokens = AccessTokens(settings, session, clock)
        connector = Connector(settings, tokens, session, sleep=clock.sleep, clock=clock)
        with pytest.raises(SendError) as error:
            await connector.send(replace(_to(double), service_url=SERVICE_URL), _message())

        assert error.value.status == 401
        assert [request.status for request in double.requests] == [401, 401]
    assert len(login.asked) == 2


async def test_a_login_service_that_is_busy_does_not_cost_the_message(
    login: LoginDouble, clock: Clock
) -> None:
    """A token that comes at the second attempt is early enough."""
    login.then(status(503))
    async with connector_double(tokens=login.issued) as double, double.session() as session:
        settings = _settings(login)
        tokens = AccessTokens(settings, session, clock)
        connector = Connector(settings, tokens, session, sleep=clock.sleep, clock=clock)
        to = replace(_to(double), service_url=SERVICE_URL)

        assert await connector.send(to, _message())
        assert len(double.requests) == 1
    assert len(clock.slept) == 1


async def test_typing_without_a_token_is_only_logged(
    login: LoginDouble, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is raised into the turn that goes on behind it."""
    login.then(status(400))
    async with connector_double(tokens=login.issued) as double, double.session() as session:
        settings = _settings(login)
        tokens = AccessTokens(settings, session, clock)
        connector = Connector(settings, tokens, session, sleep=clock.sleep, clock=clock)
        await connector.typing(replace(_to(double), service_url=SERVICE_URL))

        assert double.requests == []
    assert "no token" in caplog.text


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
