"""The database is opened as it should be, and says clearly why it cannot be."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.activity.store import Store, StoreError, all_snapshots, database, open_store


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "postgres://secret@host/name",
        "mysql://root:secret@host/name",
        "postgresql+asyncpg://root:secret@host/name",
        "sqlite+aiosqlite:////tmp/secret.db",
        "postgresql://root:secret@host:port/name",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_an_address_that_cannot_be_used(url: str) -> None:
    """The sentence says what to give, and keeps the address to itself."""
    with pytest.raises(StoreError, match=r"Give sqlite:////folder/file\.db") as error:
        open_store(url)

    assert "DATABASE_URL" in str(error.value)
    assert "secret" not in str(error.value)


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    """The sentence names the address without its password."""
    with pytest.raises(StoreError, match=r"postgresql://me:\*\*\*@/care.*cannot be used") as error:
        open_store(f"postgresql://me:secret@/care?host={tmp_path}")

    assert "secret" not in str(error.value)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """A file of another kind is left as it is."""
    file = tmp_path / "report.db"
    file.write_text("ODS Code,Name\n" * 100)

    with pytest.raises(StoreError, match=r"report\.db cannot be used: file is not a database"):
        open_store(f"sqlite:///{file}")

    assert file.read_text() == "ODS Code,Name\n" * 100


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """Where a file stands in the way of the folder, the sentence names the folder."""
    (tmp_path / "var").write_text("")

    with pytest.raises(StoreError, match="var cannot be made: File exists"):
        open_store(f"sqlite:///{tmp_path / 'var' / 'caremail.db'}")


def test_the_folder_is_made(tmp_path: Path) -> None:
    """A fresh clone has no folder for the database yet."""
    store = open_store(f"sqlite:///{tmp_path / 'a' / 'b' / 'caremail.db'}")

    assert all_snapshots(store) == []


def test_sqlite_is_set_up(sqlite_url: str) -> None:
    """Readers go on while somebody writes, writers wait, and foreign keys hold."""
    with open_store(sqlite_url).read() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "busy_timeout", "foreign_keys")
        }

    assert found == {"journal_mode": "wal", "busy_timeout": 5_000, "foreign_keys": 1}


@pytest.fixture
def held(sqlite_url: str) -> Iterator[sqlite3.Connection]:
    """Somebody who writes the old way, and keeps all others out of the file meanwhile."""
    file = sqlite_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("CREATE TABLE events (id INTEGER)")
        other.execute("BEGIN EXCLUSIVE")
        yield other


def test_opening_waits_for_a_writer(
    held: sqlite3.Connection, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first attempt fails; as soon as the other one is done, the store opens."""
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        held.execute("COMMIT")

    monkeypatch.setattr(database.time, "sleep", pause)

    assert all_snapshots(open_store(sqlite_url)) == []
    assert len(pauses) == 1


def test_opening_does_not_wait_for_ever(
    held: sqlite3.Connection, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the other one is never done, the sentence says so."""
    monkeypatch.setattr(database, "_ALONE_WAIT", 0)

    with pytest.raises(StoreError, match="Another program is writing"):
        open_store(sqlite_url)


def test_a_child_cannot_be_without_its_parent(store: Store) -> None:
    """Both databases refuse a site of a snapshot that is not there."""
    with pytest.raises(StoreError, match="cannot be used"), store.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO activity_area (id, snapshot_id, ccg) VALUES (1, 77, 'Vale')"
        )


def test_reading_is_of_one_moment(sqlite_url: str) -> None:
    """In one reading, SQLite shows the same before and after somebody else writes."""
    store = open_store(sqlite_url)
    count = "SELECT count(*) FROM activity_look_up"
    with store.read() as reader:
        before = reader.exec_driver_sql(count).scalar()
        with store.write() as writer:
            writer.exec_driver_sql(
                "INSERT INTO activity_look_up VALUES ('2020-11-27', 'a', 'b', 1)"
            )
        assert reader.exec_driver_sql(count).scalar() == before == 0
    with store.read() as reader:
        assert reader.exec_driver_sql(count).scalar() == 1
