"""What was done already, in SQLite and in PostgreSQL, also with several servers at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

from bot.activity.store.database import Store, StoreError, connect
from bot.channels.teams.seen import Seen, metadata
from bot.settings import PROJECT

KEY = b"a key for tests"
NOW = 1_800_000_000.0
DAY, HOUR = 86_400, 3_600
CONVERSATION = "teams-0123456789abcdef0123456789abcdef"

# Sees the same activities as others of its kind, and prints for how many it was the first.
SERVER = """
import sys
from bot.activity.store.database import connect
from bot.channels.teams.seen import Seen
seen = Seen(connect(sys.argv[1]), b"a key for tests")
seen.make_tables()
print("ready", flush=True)
sys.stdin.readline()
print(sum(seen.first("activity", "conversation", str(i), now=1.8e9) for i in range(100)))
"""


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """The open database."""
    opened = connect(url)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def seen(store: Store) -> Seen:
    """One server's, which has seen nothing."""
    seen = Seen(store, KEY)
    seen.make_tables()
    return seen


def _rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    with store.read() as connection:
        return {
            name: [tuple(row) for row in connection.execute(sa.select(table))]
            for name, table in metadata.tables.items()
        }


def test_an_activity_is_the_first_once(seen: Seen) -> None:
    """The second delivery, a moment later, is none."""
    assert seen.first("activity", CONVERSATION, "1", now=NOW)
    assert not seen.first("activity", CONVERSATION, "1", now=NOW + 1)


@pytest.mark.parametrize(
    "ids",
    [("another", "1"), (CONVERSATION, "2"), (f"{CONVERSATION}1", ""), (CONVERSATION, "1", "")],
)
def test_other_activities_are_others(seen: Seen, ids: tuple[str, ...]) -> None:
    """Neither another conversation's nor another id is taken for the one that was seen."""
    assert seen.first("activity", CONVERSATION, "1", now=NOW)
    assert seen.first("activity", *ids, now=NOW)


def test_a_greeting_is_no_activity(seen: Seen) -> None:
    """The same ids count for each kind by itself."""
    assert seen.first("activity", CONVERSATION, now=NOW)
    assert seen.first("greeted", CONVERSATION, now=NOW)
    assert not seen.first("greeted", CONVERSATION, now=NOW)


def test_what_is_forgotten_is_new_again(seen: Seen) -> None:
    """Whoever removes the bot and adds it again is greeted again, and nobody else is."""
    seen.first("greeted", CONVERSATION, now=NOW)
    seen.first("greeted", "another", now=NOW)
    seen.forget("greeted", CONVERSATION)

    assert seen.first("greeted", CONVERSATION, now=NOW)
    assert not seen.first("greeted", "another", now=NOW)


def test_an_activity_can_be_forgotten(seen: Seen) -> None:
    """Work that could not be done may be tried again."""
    seen.first("activity", CONVERSATION, "1", now=NOW)
    seen.first("activity", CONVERSATION, "2", now=NOW)
    seen.forget("activity", CONVERSATION, "1")

    assert seen.first("activity", CONVERSATION, "1", now=NOW)
    assert not seen.first("activity", CONVERSATION, "2", now=NOW)


def test_what_was_never_seen_can_be_forgotten(seen: Seen) -> None:
    """Forgetting it changes nothing."""
    seen.forget("greeted", CONVERSATION)

    assert seen.first("greeted", CONVERSATION, now=NOW)


def test_only_hashes_are_kept(seen: Seen, store: Store) -> None:
    """From the database nobody learns which conversations there were, nor when they began."""
    seen.first("activity", CONVERSATION, "an id", now=NOW)
    seen.first("greeted", CONVERSATION, now=NOW)
    rows = _rows(store)

    (activity,), (greeted,) = rows["teams_activity"], rows["teams_greeted"]
    assert activity[1:] == (NOW,)
    assert greeted[1:] == ()
    for hashed in (activity[0], greeted[0]):
        assert len(hashed) == 64
        assert set(hashed) <= set("0123456789abcdef")


def test_the_hashes_need_the_key(seen: Seen, store: Store) -> None:
    """Whoever knows the ids, and not the key, cannot find them in the database."""
    seen.first("greeted", CONVERSATION, now=NOW)

    assert Seen(store, b"another key").first("greeted", CONVERSATION, now=NOW)


def test_ids_may_be_any_text(seen: Seen) -> None:
    """JSON can hold halves of characters and zeros, which no database takes as they are."""
    for strange in ("\ud800", "\0", "", "x" * 100_000, "😀"):
        assert seen.first("activity", strange, strange, now=NOW)
        assert not seen.first("activity", strange, strange, now=NOW)


def test_old_activities_are_deleted(seen: Seen, store: Store) -> None:
    """After a day an activity is gone; a younger one and the greetings stay."""
    seen.first("activity", CONVERSATION, "old", now=NOW)
    seen.first("activity", CONVERSATION, "young", now=NOW + HOUR)
    seen.first("greeted", CONVERSATION, now=NOW)
    seen.first("activity", CONVERSATION, "new", now=NOW + DAY + 1)

    rows = _rows(store)
    assert sorted(at for _, at in rows["teams_activity"]) == [NOW + HOUR, NOW + DAY + 1]
    assert len(rows["teams_greeted"]) == 1


def test_old_activities_are_looked_for_once_an_hour(seen: Seen, store: Store) -> None:
    """Not every message pays for the deletion: what grew old meanwhile goes with the next one."""
    times = [NOW, NOW + DAY, NOW + DAY + HOUR - 1, NOW + DAY + HOUR]
    for i, at in enumerate(times[:3]):
        seen.first("activity", CONVERSATION, str(i), now=at)
    assert sorted(at for _, at in _rows(store)["teams_activity"]) == times[:3]

    seen.first("activity", CONVERSATION, "3", now=times[3])
    assert sorted(at for _, at in _rows(store)["teams_activity"]) == times[1:]


def test_one_of_many_threads_is_the_first(seen: Seen) -> None:
    """However many ask at the same time, one hears yes."""
    with ThreadPoolExecutor(8) as threads:
        told = list(
            threads.map(
                lambda i: seen.first("activity", CONVERSATION, str(i // 8), now=NOW), range(80)
            )
        )

    assert [sum(told[i : i + 8]) for i in range(0, 80, 8)] == [1] * 10


def test_one_of_two_servers_is_the_first(url: str) -> None:
    """Two processes that start together, make the tables together, and see the same activities."""
    servers = [
        subprocess.Popen(
            [sys.executable, "-c", SERVER, url],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for server in servers:
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
    for server in servers:
        assert server.stdin is not None
        server.stdin.write("go\n")
        server.stdin.flush()
    told = [int(server.communicate(timeout=60)[0]) for server in servers]

    assert sum(told) == 100
    assert [server.returncode for server in servers] == [0, 0]


def test_two_servers_delete_at_the_same_time(seen: Seen, store: Store) -> None:
    """Rows that another server is just deleting hold nobody up."""
    for i in range(20):
        seen.first("activity", CONVERSATION, str(i), now=NOW)
    others = [Seen(store, KEY) for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        told = list(
            threads.map(
                lambda i: others[i].first("activity", CONVERSATION, f"new {i}", now=NOW + 2 * DAY),
                range(8),
            )
        )

    assert told == [True] * 8
    assert [at for _, at in _rows(store)["teams_activity"]] == [NOW + 2 * DAY] * 8


def test_the_tables_are_made_once(seen: Seen) -> None:
    """A server that starts again finds what it saw before."""
    seen.first("greeted", CONVERSATION, now=NOW)
    seen.make_tables()

    assert not seen.first("greeted", CONVERSATION, now=NOW)


def test_a_database_that_cannot_be_used_is_told(store: Store) -> None:
    """Without its tables, nothing is taken for the first time or for the second."""
    with pytest.raises(StoreError):
        Seen(store, KEY).first("activity", CONVERSATION, "1", now=NOW)
