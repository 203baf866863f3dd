"""Deleting a conversation, with Rasa's own agent, lock and tracker store."""

from __future__ import annotations

import asyncio
import sqlite3
import uuid
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.domain import Domain

from bot.channels.conversation_log import ConversationLog
from bot.channels.privacy import PrivacyCheck
from bot.channels.processor import GuardedAgent
from bot.channels.website.ended import Ended
from bot.feedback.store import open_votes
from tests.channels.website.serving import Website, serving

SECRET_WORD = "orangery"


class SlowAgent(GuardedAgent):
    """The real agent, which a test can hold up inside a turn.

    Args:
        begun: set when a turn has its place in the queue.
        go_on: lets it end; set until a test clears it.
    """

    begun: asyncio.Event
    go_on: asyncio.Event

    async def handle_message(self, message: UserMessage) -> None:
        """Answer a message, after waiting in its conversation's lock."""
        async with self.lock_store.lock(message.sender_id):
            self.begun.set()
            await self.go_on.wait()
            await self.processor.handle_message(message)


@pytest.fixture
async def website(tmp_path: Path, tiny_model: Path) -> AsyncIterator[Website]:
    """The channel with a real agent; conversations and votes share a database."""
    log = ConversationLog(db=str(tmp_path / "website.db"), domain=Domain.empty())
    parts = {"tracker_store": log, "lock_store": InMemoryLockStore()}
    agent = SlowAgent(PrivacyCheck([], []), frozenset(), 5.0, **parts)
    agent.begun, agent.go_on = asyncio.Event(), asyncio.Event()
    agent.go_on.set()
    agent.load_model(tiny_model)
    async with serving(tmp_path, agent) as served:
        yield served
    log.engine.dispose()


def _senders(website: Website) -> set[str]:
    with closing(sqlite3.connect(website.database)) as connection:
        return {sender for (sender,) in connection.execute("SELECT sender_id FROM events")}


def _bytes(website: Website) -> bytes:
    """Give every byte of the database's files, also what was deleted and not cleared."""
    files = website.database.parent.glob(f"{website.database.name}*")
    return b"".join(path.read_bytes() for path in files)


async def test_the_real_agent_answers(website: Website) -> None:
    """A reply of Rasa comes whole, and its button works."""
    token = await website.session()
    (hello,) = (await website.say(token)).json["replies"]
    pressed = await website.ask(
        "POST",
        "/chat/messages",
        token,
        json={"id": str(uuid.uuid4()), **hello["buttons"][0]},
    )
    (news,) = (await website.say(token, "news")).json["replies"]

    assert hello["text"] == "Hello."
    assert hello["custom"] == {"kind": "notice"}
    assert [reply["text"] for reply in pressed.json["replies"]] == ["More."]
    assert news["text"] == "First part.\n\n- a list\n\nLast part."


async def test_a_payload_that_was_not_shown_names_no_intent(website: Website) -> None:
    """Who makes a payload up cannot trigger what no button offers."""
    token = await website.session()
    body = {"id": str(uuid.uuid4()), "payload": "/more", "title": "More"}
    answer = await website.ask("POST", "/chat/messages", token, json=body)

    assert [reply["text"] for reply in answer.json["replies"]] == ["Something else."]


async def test_everything_is_deleted(website: Website) -> None:
    """After it nothing of the conversation is in any file; another conversation stays."""
    token, other = await website.session(), await website.session()
    await website.say(token, f"hello {SECRET_WORD}")
    await website.say(other, "hello gazebo")
    both = _senders(website)
    # While another program has it open, SQLite leaves its latest changes in a second file.
    with closing(sqlite3.connect(website.database)) as another:
        assert another.execute("SELECT count(*) FROM events").fetchone() > (0,)
        assert SECRET_WORD.encode() in _bytes(website)
        answer = await website.ask("POST", "/chat/forget", token)
        files = _bytes(website)

    assert answer.status == 204
    assert answer.body == b""
    assert len(both) == 2
    (left,) = _senders(website)
    (gone,) = both - {left}
    assert SECRET_WORD.encode() not in files
    assert gone.encode() not in files
    assert b"gazebo" in files
    assert (await website.say(other, "hello again")).status == 200


async def test_the_lock_goes_too(website: Website) -> None:
    """Nothing in memory names the conversation either."""
    token = await website.session()
    await website.say(token)
    await website.ask("POST", "/chat/forget", token)

    assert website.assistant.lock_store.conversation_locks == {}
    assert not website.parts.once._kept


async def test_the_token_is_worth_nothing_afterwards(website: Website) -> None:
    """Neither that token nor a newer one of the conversation speaks in it again."""
    old, id_ = await website.session(), str(uuid.uuid4())
    new = (await website.say(old, id_=id_)).json["token"]
    await website.ask("POST", "/chat/forget", old)

    for token in (old, new):
        answers = [
            await website.say(token),
            await website.say(token, id_=id_),
            await website.vote(token, "x"),
        ]
        assert [answer.status for answer in answers] == [401] * 3
        assert {answer.code for answer in answers} == {"session_unknown"}
    assert _senders(website) == set()


async def test_what_another_server_deleted_is_not_said_again(website: Website) -> None:
    """A server that still has the answer in memory does not repeat it."""
    token, id_ = await website.session(), str(uuid.uuid4())
    await website.say(token, id_=id_)
    conversation = website.parts.tokens.conversation(token, website.clock.now)
    website.parts.ended.add(conversation, website.clock.now, website.clock.now + 60)

    assert (await website.say(token, id_=id_)).status == 401


async def test_a_deletion_can_be_sent_again(website: Website) -> None:
    """Who saw no answer to the first request gets the same to the second."""
    token = await website.session()
    await website.say(token)

    assert [(await website.ask("POST", "/chat/forget", token)).status for _ in range(2)] == [
        204
    ] * 2


async def test_a_chat_without_messages_can_be_deleted(website: Website) -> None:
    """There is nothing to delete, and the token ends all the same."""
    token = await website.session()

    assert (await website.ask("POST", "/chat/forget", token)).status == 204
    assert (await website.say(token)).status == 401


async def test_a_turn_under_way_is_deleted_too(website: Website) -> None:
    """What the assistant was just answering is not written after the deletion."""
    agent = website.assistant
    agent.go_on.clear()
    token = await website.session()
    turn = asyncio.create_task(website.say(token, f"hello {SECRET_WORD}"))
    await agent.begun.wait()
    deletion = asyncio.create_task(website.ask("POST", "/chat/forget", token))
    conversation = website.parts.tokens.conversation(token, website.clock.now)
    while not website.parts.ended.holds(conversation):
        await asyncio.sleep(0)
    late = await website.say(token, "too late")
    agent.go_on.set()
    await turn
    answer = await deletion

    assert late.status == 401
    assert answer.status == 204
    assert _senders(website) == set()
    assert SECRET_WORD.encode() not in _bytes(website)


async def test_what_the_failing_database_did_not_take_is_deleted(website: Website) -> None:
    """Events that Rasa keeps in memory where its database fails go as well."""
    with closing(sqlite3.connect(website.database)) as connection:
        connection.execute("ALTER TABLE events RENAME TO away")
    token = await website.session()
    await website.say(token)
    kept = website.assistant.tracker_store.fallback_tracker_store.store
    assert len(kept) == 1
    with closing(sqlite3.connect(website.database)) as connection:
        connection.execute("ALTER TABLE away RENAME TO events")
    answer = await website.ask("POST", "/chat/forget", token)

    assert answer.status == 204
    assert kept == {}


async def test_a_deletion_that_fails_is_told(website: Website) -> None:
    """Nobody is thanked for nothing: there is a sentence, and the request can be sent again."""
    token = await website.session()
    await website.say(token)
    with closing(sqlite3.connect(website.database)) as connection:
        connection.execute("ALTER TABLE events RENAME TO away")
    failed = await website.ask("POST", "/chat/forget", token)
    with closing(sqlite3.connect(website.database)) as connection:
        connection.execute("ALTER TABLE away RENAME TO events")
    again = await website.ask("POST", "/chat/forget", token)

    assert failed.status == 500
    assert failed.code == "server_error"
    assert again.status == 204
    assert _senders(website) == set()


def test_an_end_outlives_the_process_and_then_goes(tmp_path: Path) -> None:
    """Another server knows it; when no token is left, it is dropped, and never names a chat."""
    url = f"sqlite:///{tmp_path / 'ended.db'}"
    first, second = (Ended(open_votes(url), b"key") for _ in range(2))
    first.make_table()
    second.make_table()
    first.add("web-1", now=0.0, until=60.0)
    first.add("web-1", now=1.0, until=61.0)
    assert second.holds("web-1")
    assert not second.holds("web-2")
    second.add("web-2", now=62.0, until=122.0)

    assert not first.holds("web-1")
    assert first.holds("web-2")
    assert b"web-" not in (tmp_path / "ended.db").read_bytes()
