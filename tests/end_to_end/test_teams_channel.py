"""Teams with the whole real assistant behind it: what arrives in Teams, and what is kept."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.channels.teams.connector_double import ConnectorDouble, connector_double
from tests.channels.teams.keys_server import activity
from tests.end_to_end.assistant import Assistant, running

WAIT = 60  # seconds; a busy machine takes some for fifty people
QUESTIONS = {
    "I forgot my password": "You can reset it yourself",
    "my mailbox is full": "mailbox",
}


@pytest.fixture(scope="module")
def teams_assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant that believes whoever writes to it on this machine."""
    with running(tmp_path_factory.mktemp("teams"), {"TEAMS_AUTH": "off"}) as started:
        yield started


@pytest.fixture
async def double() -> AsyncIterator[ConnectorDouble]:
    """Where the replies arrive."""
    async with connector_double() as served:
        yield served


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    """Delivers the activities."""
    async with aiohttp.ClientSession() as session:
        yield session


async def _deliver(
    client: aiohttp.ClientSession,
    assistant: Assistant,
    double: ConnectorDouble,
    name: str,
    **changed: Any,
) -> None:
    """Deliver an activity of somebody, in a chat of their own."""
    body = activity(
        serviceUrl=double.url,
        **{"from": {"id": f"29:{name}", "name": f"Name {name}", "aadObjectId": f"object-{name}"}},
        conversation={"id": f"a:chat-{name}", "conversationType": "personal"},
        **changed,
    )
    url = f"{assistant.url}/webhooks/teams/webhook"
    async with client.post(url, json=body) as response:
        assert response.status == 200, await response.text()


async def _arrived(double: ConnectorDouble, name: str, count: int) -> list[dict[str, Any]]:
    return await asyncio.wait_for(double.wait_for(count, f"a:chat-{name}"), WAIT)


def _said(message: dict[str, Any]) -> str:
    """Give the words of a message, or the first words of its card."""
    if "text" in message:
        return str(message["text"])
    first, *_ = message["attachments"][0]["content"]["body"]
    return "\n".join(item["text"] for item in first["items"])


def _data(message: dict[str, Any], title: str) -> dict[str, Any]:
    sets = [
        part for part in message["attachments"][0]["content"]["body"] if part["type"] == "ActionSet"
    ]
    (found,) = [
        action["data"] for each in sets for action in each["actions"] if action["title"] == title
    ]
    return dict(found)


async def test_a_conversation(
    teams_assistant: Assistant, double: ConnectorDouble, client: aiohttp.ClientSession
) -> None:
    """Greeting, theme, question, follow-up, site, area, private details: each as on the website."""
    said = []
    for count, changed in enumerate(
        (
            {"type": "installationUpdate", "action": "add"},
            {"text": "I forgot my password"},
            {"text": "VLZ59"},
            {"text": "how is Leeds doing"},
            {"text": "my number is 07700 900123"},
            {"text": "she has chest pain"},
        ),
        start=1,
    ):
        await _deliver(client, teams_assistant, double, "ann", **changed)
        said.append((await _arrived(double, "ann", count))[-1])

    for message, words in zip(
        said, ("Hello", "reset it yourself", "activity report", "Leeds", "not", "999"), strict=True
    ):
        assert words in _said(message)
    types = [part["type"] for part in said[3]["attachments"][0]["content"]["body"]]
    assert types[1] == "Image"

    await _deliver(
        client, teams_assistant, double, "ann", text=None, value=_data(said[0], "Getting help")
    )
    assert "choose your question" in _said((await _arrived(double, "ann", 7))[-1])


async def test_fifty_people_at_once(
    teams_assistant: Assistant, double: ConnectorDouble, client: aiohttp.ClientSession
) -> None:
    """Each gets both answers, in the order asked, and nobody else's."""
    names = [f"person{number}" for number in range(50)]
    for question in QUESTIONS:
        await asyncio.gather(
            *(_deliver(client, teams_assistant, double, name, text=question) for name in names)
        )
    for name in names:
        arrived = await _arrived(double, name, 2)
        assert len(arrived) == 2
        for message, words in zip(arrived, QUESTIONS.values(), strict=True):
            assert words in _said(message)
            assert message["recipient"]["id"] == f"29:{name}"


async def test_nothing_tells_who_asked(
    teams_assistant: Assistant, double: ConnectorDouble, client: aiohttp.ClientSession
) -> None:
    """Database and log hold no name and no id of a person or chat; removing deletes the rest."""
    await _deliver(client, teams_assistant, double, "eve", text="what is the aup about")
    (answer,) = await _arrived(double, "eve", 1)
    await _deliver(client, teams_assistant, double, "eve", text=None, value=_data(answer, "Yes"))
    await _arrived(double, "eve", 2)

    def senders() -> set[str]:
        with closing(sqlite3.connect(teams_assistant.database)) as connection:
            return {name for (name,) in connection.execute("SELECT sender_id FROM events")}

    before = senders()
    files = Path(teams_assistant.database).parent.glob("conversations.db*")
    kept = b"".join(path.read_bytes() for path in files)
    for private in ("Name eve", "object-eve", "29:eve", "chat-eve"):
        assert private.encode() not in kept
        assert private not in teams_assistant.logged()
    assert all(len(name) == 38 for name in before if name.startswith("teams-"))

    await _deliver(
        client, teams_assistant, double, "eve", type="installationUpdate", action="remove"
    )
    await _deliver(client, teams_assistant, double, "eve", text="hello")
    await _arrived(double, "eve", 3)
    with closing(sqlite3.connect(teams_assistant.database)) as connection:
        left = connection.execute("SELECT count(*) FROM events WHERE data LIKE '%aup about%'")
        assert left.fetchone() == (0,)
