"""The tables are made and changed step by step, beside those of the conversation log."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.util import CommandError

from bot.activity.store import Store, StoreError, all_snapshots, open_store
from bot.activity.store.database import connect
from bot.activity.store.migration import VERSION_TABLE, alembic_config
from bot.activity.store.tables import metadata
from bot.settings import PROJECT

_EVENTS = "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id VARCHAR(255) NOT NULL, data TEXT)"


@pytest.fixture
def with_log(url: str) -> Iterator[Store]:
    """A database that holds a conversation log, as Rasa makes it, and no activity table yet."""
    database = connect(url)
    with database.write() as connection:
        connection.exec_driver_sql(_EVENTS)
        connection.exec_driver_sql("INSERT INTO events VALUES (1, 'somebody', '{}')")
    yield database
    database.engine.dispose()


def tables_of(store: Store) -> set[str]:
    """Give the names of all tables of the database."""
    with store.read() as connection:
        return set(sa.inspect(connection).get_table_names())


def difference(store: Store) -> Any:
    """Let Alembic compare the database with the tables in the code."""
    with store.write_alone() as connection:
        return command.check(alembic_config(connection))


def test_all_our_tables_have_the_prefix(store: Store) -> None:
    """A new database holds the tables of the code and Alembic's own, each with our prefix."""
    assert tables_of(store) == {*metadata.tables, VERSION_TABLE}
    assert all(name.startswith("activity_") for name in tables_of(store))


def test_the_steps_lead_to_the_tables_of_the_code(store: Store) -> None:
    """Alembic finds no difference between what the steps made and what the code says."""
    difference(store)


def test_a_difference_would_be_found(store: Store) -> None:
    """The comparison is a real one: a column more in the database is noticed."""
    with store.write() as connection:
        connection.exec_driver_sql("ALTER TABLE activity_site ADD COLUMN more INTEGER")

    with pytest.raises(CommandError, match="more"):
        difference(store)


def test_the_conversation_log_is_left_alone(with_log: Store, url: str) -> None:
    """The log keeps its table and rows, and Alembic does not take it for one of ours."""
    store = open_store(url)

    difference(store)
    assert tables_of(store) == {*metadata.tables, VERSION_TABLE, "events"}
    with store.read() as connection:
        log = connection.exec_driver_sql("SELECT * FROM events").all()
    assert log == [(1, "somebody", "{}")]
    store.engine.dispose()


def test_steps_are_taken_all_or_none(with_log: Store, url: str) -> None:
    """Where the last table cannot be made, the first are not there either."""
    with with_log.write() as connection:
        connection.exec_driver_sql("CREATE TABLE activity_look_up (day INTEGER)")

    with pytest.raises(StoreError, match=r"activity_look_up.*already exists"):
        open_store(url)

    assert tables_of(with_log) == {"events", "activity_look_up"}


def test_a_newer_database_is_refused(store: Store, url: str) -> None:
    """A program that does not know the version says so, and touches nothing."""
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE activity_alembic_version SET version_num = '9999'")

    with pytest.raises(StoreError, match="version 9999, which is unknown"):
        open_store(url)


def test_nothing_depends_on_where_the_package_is(tmp_path: Path, url: str) -> None:
    """A copy elsewhere, in a folder with a percent sign, brings its own steps."""
    copy = tmp_path / "100% elsewhere"
    shutil.copytree(PROJECT / "bot" / "activity", copy / "bot" / "activity")
    for name in ("__init__.py", "settings.py"):
        shutil.copy(PROJECT / "bot" / name, copy / "bot" / name)
    program = (
        "import sys, bot; from bot.activity.store import open_store;"
        "open_store(sys.argv[1]); sys.stdout.write(bot.__file__)"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program, url], cwd=copy, capture_output=True, text=True, check=False
    )

    assert ran.stderr == ""
    assert Path(ran.stdout).is_relative_to(copy)
    store = open_store(url)
    assert all_snapshots(store) == []
    store.engine.dispose()
