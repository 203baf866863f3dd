"""The Teams channel on a real web server; Teams and Microsoft's keys are played on this machine."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import aiohttp

from bot.channels.rest import RestChannel
from bot.channels.teams.card_texts import CardTexts, read_texts
from bot.channels.teams.channel import TeamsChannel
from bot.channels.teams.settings import TeamsSettings
from bot.knowledge.catalogue import load_catalogue
from bot.settings import PROJECT, Settings
from tests.channels.fake_rasa import FakeAgent, channels_served
from tests.channels.teams.connector_double import SERVICE_URL, ConnectorDouble, connector_double
from tests.channels.teams.keys_server import activity, keys_server, token
from tests.channels.teams.login_double import APP_ID, SECRET, TENANT, LoginDouble, login_double

ANSWER: dict[str, Any] = {
    "text": "Accept it.\n\n- first\n\nThen sign in.\n",
    "buttons": [{"title": "Sign in", "payload": "/first_login", "type": "postback"}],
    "custom": {
        "kind": "answer",
        "topic": "aup",
        "title": "Accept the policy",
        "checked": "2026-11-22",
        "sources": [],
        "page": "/answers/aup",
        "alternatives": [],
    },
}


@dataclass
class Assistant(FakeAgent):
    """An agent that answers a topic, if nothing else is said."""

    replies: list[dict[str, Any]] = field(default_factory=lambda: [dict(ANSWER)])


@dataclass
class Teams:
    """The served channel.

    Args:
        url: of its webhook.
        client: delivers activities.
        assistant: who answers.
        connector: where the replies arrive.
        database: the SQLite file.
        login: gives the channel's tokens.
    """

    url: str
    client: aiohttp.ClientSession
    assistant: Assistant
    connector: ConnectorDouble
    database: Path
    login: LoginDouble

    async def deliver(self, body: Any = None, **changed: Any) -> int:
        """Deliver an activity as Teams does; give the status of the answer."""
        body = activity(serviceUrl=SERVICE_URL, **changed) if body is None else body
        signed = token(time.time(), serviceurl=SERVICE_URL)
        return await self.post(body, f"Bearer {signed}")

    async def post(self, body: Any, authorization: str | None = None) -> int:
        """Send any JSON, or bytes; give the status of the answer."""
        headers = {"Authorization": authorization} if authorization else {}
        sent = {"data": body} if isinstance(body, bytes) else {"json": body}
        async with self.client.post(f"{self.url}/webhook", headers=headers, **sent) as response:
            await response.read()
            return response.status

    async def sent(self, count: int, conversation: str | None = None) -> list[dict[str, Any]]:
        """Wait until so many messages arrived in Teams; give them."""
        return await asyncio.wait_for(self.connector.wait_for(count, conversation), 20)


@asynccontextmanager
async def serving(
    folder: Path,
    assistant: Assistant | None = None,
    *,
    beside: Teams | None = None,
    is_on: bool = True,
) -> AsyncIterator[Teams]:
    """Serve the channel with Rasa's own web application as long as the block lives.

    Args:
        folder: where the database is.
        assistant: who answers.
        beside: another server with the same Teams and the same database.
        is_on: whether Teams is set up.
    """
    database = folder / "teams.db"
    async with AsyncExitStack() as stack:
        keys = await stack.enter_async_context(keys_server())
        login = beside.login if beside else await stack.enter_async_context(login_double())
        double = beside.connector if beside else await stack.enter_async_context(connector_double())
        double.tokens = login.issued
        teams = TeamsSettings(
            APP_ID,
            TENANT,
            secret=SECRET,
            tenants=frozenset({TENANT}),
            public_url="https://assistant.example.org",
            openid_url=keys.url,
            login_url=login.url,
        )
        # For the channel, Teams' host is the double.
        channel = TeamsChannel(
            teams if is_on else None,
            _settings(folder, database),
            texts(),
            open_session=double.session,
        )
        agent = assistant or Assistant()
        url = await stack.enter_async_context(channels_served([RestChannel(), channel], agent))
        client = await stack.enter_async_context(aiohttp.ClientSession())
        yield Teams(f"{url}/webhooks/teams", client, agent, double, database, login)


@cache
def texts() -> CardTexts:
    """Read the real sentences, once for all tests."""
    return read_texts(load_catalogue(PROJECT / "knowledge"))


def _settings(folder: Path, database: Path) -> Settings:
    return Settings(
        host="127.0.0.1",
        port=5005,
        database_url=f"sqlite:///{database}",
        action_server_url="",
        action_timeout=5.0,
        signing_secret="a secret for tests, which is long enough",
        var=folder,
    )
