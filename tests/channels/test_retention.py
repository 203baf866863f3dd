"""What is older than it may be is deleted from Rasa's own conversation log."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.retention import RetentionError, forget_conversations
from bot.cli import main

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.timezone.utc)
MONTH = dt.timedelta(days=30)


async def log_with(path: Path, *moments: dt.datetime) -> SQLTrackerStore:
    """Give a log with a conversation of one message for each moment."""
    store = SQLTrackerStore(domain=Domain.empty(), db=str(path))
    for number, moment in enumerate(moments):
        tracker = DialogueStateTracker(f"somebody {number}", [])
        tracker.update(UserUttered("hello", timestamp=moment.timestamp()))
        await store.save(tracker)
    return store


async def test_only_what_is_too_old_is_deleted(tmp_path: Path) -> None:
    """A message from before the moment is gone, one from after it is there."""
    path = tmp_path / "log.db"
    store = await log_with(path, NOW - MONTH - dt.timedelta(hours=1), NOW - MONTH)

    assert forget_conversations(f"sqlite:///{path}", NOW - MONTH) == 1

    assert await store.retrieve("somebody 0") is None
    assert await store.retrieve("somebody 1") is not None


def test_a_new_database_has_nothing_to_delete(tmp_path: Path) -> None:
    """Without a log there is nothing to do, and no fault."""
    assert forget_conversations(f"sqlite:///{tmp_path / 'new.db'}", NOW) == 0


def test_a_database_that_cannot_be_reached_is_told(tmp_path: Path) -> None:
    """Nobody must believe that the log was cleared."""
    with pytest.raises(RetentionError, match="cannot be cleared"):
        forget_conversations(f"sqlite:///{tmp_path / 'no folder' / 'log.db'}", NOW)


async def test_the_command_uses_the_days_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`caremail forget-conversations` says how many events it deleted, by KEEP_DAYS."""
    path = tmp_path / "log.db"
    now = dt.datetime.now(dt.timezone.utc)
    await log_with(path, now - dt.timedelta(days=3), now)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setenv("KEEP_DAYS", "2")

    result = CliRunner().invoke(main, ["forget-conversations"])

    assert result.exit_code == 0
    assert result.output == "Deleted 1 event that was older than 2 days.\n"
