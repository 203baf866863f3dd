"""The conversation log: what it keeps, and how much of it a message reads."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.conversation_log import ConversationLog

TURNS = 3
DOMAIN = """
slots:
  site: {type: text, mappings: [{type: custom}]}
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the log is."""
    return tmp_path / "log.db"


@pytest.fixture
def log(database: Path) -> Iterator[ConversationLog]:
    """An empty log that gives back three turns."""
    store = ConversationLog(turns=TURNS, db=str(database), domain=Domain.from_yaml(DOMAIN))
    yield store
    store.engine.dispose()


async def _add(log: ConversationLog, *events: Event, sender: str = "someone") -> None:
    tracker = await log.get_or_create_tracker(sender, append_action_listen=False)
    for event in events:
        tracker.update(event)
    await log.save(tracker)


def _turn(number: int) -> list[Event]:
    return [UserUttered(f"message {number}"), ActionExecuted("say"), BotUttered(f"reply {number}")]


async def _texts(log: ConversationLog, sender: str = "someone") -> list[str]:
    tracker = await log.retrieve(sender)
    assert tracker is not None
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def _kept(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT type_name FROM events ORDER BY id").fetchall()
    return [name for (name,) in rows]


async def test_an_unknown_conversation_is_nothing(log: ConversationLog) -> None:
    """Nobody's conversation is not an empty one, so that Rasa begins a session."""
    assert await log.retrieve("nobody") is None


async def test_the_last_turns_are_given_back(log: ConversationLog) -> None:
    """A message reads as many turns as were asked for, the latest ones, in order."""
    for number in range(7):
        await _add(log, *_turn(number))

    assert await _texts(log) == ["message 4", "message 5", "message 6"]


async def test_each_database_gives_the_same_back(url: str) -> None:
    """The statement that reads the end of a conversation is one that PostgreSQL knows too."""
    store = ConversationLog(turns=TURNS, host=url, domain=Domain.from_yaml(DOMAIN))
    await _add(store, *_turn(0), SlotSet("site", "first"))
    for number in range(1, 7):
        await _add(store, *_turn(number))
    await _add(store, *_turn(7), sender="somebody else")

    tracker = await store.retrieve("someone")
    store.engine.dispose()

    assert tracker is not None
    assert tracker.get_slot("site") == "first"
    said = [event.text for event in tracker.events if isinstance(event, UserUttered)]
    assert said == ["message 4", "message 5", "message 6"]


async def test_every_event_is_kept_once(log: ConversationLog, database: Path) -> None:
    """However little is read, nothing is lost and nothing is written twice."""
    for number in range(7):
        await _add(log, *_turn(number))

    assert _kept(database) == ["user", "action", "bot"] * 7


async def test_saving_twice_writes_once(log: ConversationLog, database: Path) -> None:
    """A tracker that is saved in the middle of a turn and at its end leaves each event once."""
    tracker = await log.get_or_create_tracker("someone", append_action_listen=False)
    tracker.update(_turn(1)[0])
    await log.save(tracker)
    for event in _turn(1)[1:]:
        tracker.update(event)
    await log.save(tracker)
    await log.save(tracker)

    assert _kept(database) == ["user", "action", "bot"]


async def test_slots_and_loops_outlive_the_turns(log: ConversationLog) -> None:
    """What was said about the site long ago still holds, and so does a loop that is open."""
    await _add(log, *_turn(0), SlotSet("site", "first"), ActiveLoop("look_up"))
    await _add(log, *_turn(1), SlotSet("site", "second"))
    for number in range(2, 9):
        await _add(log, *_turn(number))

    tracker = await log.retrieve("someone")

    assert tracker is not None
    assert tracker.get_slot("site") == "second"
    assert tracker.active_loop_name == "look_up"


async def test_a_new_session_begins_afresh(log: ConversationLog) -> None:
    """Nothing of the session before is read, neither its messages nor its slots."""
    await _add(log, *_turn(0), SlotSet("site", "old"))
    await _add(log, ActionExecuted("action_session_start"), SessionStarted(), *_turn(1))

    tracker = await log.retrieve("someone")

    assert tracker is not None
    assert await _texts(log) == ["message 1"]
    assert tracker.get_slot("site") is None


async def test_conversations_stay_apart(log: ConversationLog) -> None:
    """Other people's messages neither show nor count."""
    for number in range(3):
        await _add(log, *_turn(number), sender="one")
        await _add(log, *_turn(number + 10), sender="two")

    assert await _texts(log, "one") == ["message 0", "message 1", "message 2"]
    assert await _texts(log, "two") == ["message 10", "message 11", "message 12"]


async def test_what_is_read_is_what_was_written(log: ConversationLog) -> None:
    """The end of a conversation replays as it did when it was new."""
    await _add(log, ActionExecuted("action_session_start"), SessionStarted(), *_turn(1), *_turn(2))

    tracker = await log.retrieve("someone")

    assert isinstance(tracker, DialogueStateTracker)
    assert tracker.latest_message is not None
    assert tracker.latest_message.text == "message 2"
    assert [event.text for event in tracker.events if isinstance(event, BotUttered)] == [
        "reply 1",
        "reply 2",
    ]


async def test_the_whole_conversation_can_be_read_and_goes_on(
    log: ConversationLog, database: Path
) -> None:
    """Who asks for every session gets it, and what is added to it is written once."""
    for number in range(5):
        await _add(log, ActionExecuted("action_session_start"), SessionStarted(), *_turn(number))

    tracker = await log.retrieve_full_tracker("someone")
    assert tracker is not None
    tracker.update(UserUttered("one more"))
    await log.save(tracker)

    assert _kept(database) == ["action", "session_started", "user", "action", "bot"] * 5 + ["user"]


def test_several_servers_may_start_at_once(url: str) -> None:
    """The index is made once, whoever comes first, and finding it there is no failure."""
    settings = sa.engine.make_url(url)
    where = {
        "dialect": settings.drivername,
        "host": settings.host,
        "port": settings.port,
        "db": settings.database,
        "username": settings.username,
        "password": settings.password,
        "query": dict(settings.query),
    }
    ConversationLog(**where).engine.dispose()  # Rasa's own table, which it makes unguarded
    engine = sa.create_engine(url)
    engine.execute("DROP INDEX events_by_conversation")
    with ThreadPoolExecutor(4) as workers:
        logs = list(workers.map(lambda _: ConversationLog(**where), range(4)))
    names = [index["name"] for index in sa.inspect(engine).get_indexes("events")]
    for log in [*logs]:
        log.engine.dispose()
    engine.dispose()

    assert names.count("events_by_conversation") == 1
