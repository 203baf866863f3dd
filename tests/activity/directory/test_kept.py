"""An answer is kept for a day, and only an answer."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.activity.directory.answers import CareSite, Closed, CouldNotCheck, NoSuchCode
from bot.activity.directory.kept import KeptDirectory
from bot.activity.directory.ord import OrdDirectory
from bot.activity.directory.pace import Pace
from bot.activity.store.directory_answers import KEPT_FOR
from tests.activity.directory.records import ord_document
from tests.activity.directory.server import (
    DirectoryServer,
    Step,
    directory_server,
    document,
    text,
)

NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.timezone.utc)
SECOND = dt.timedelta(seconds=1)
HOME = document(ord_document())


@dataclass
class MemoryCache:
    """Keeps answers as text in memory, as a store would in a table."""

    kept: dict[str, tuple[str, dt.datetime]] = field(default_factory=dict)

    def kept_answer(self, code: str, now: dt.datetime) -> dict[str, Any] | None:
        """Give what was kept for a code less than a day before now."""
        if code not in self.kept:
            return None
        written, since = self.kept[code]
        found: dict[str, Any] = json.loads(written)
        return found if now - since < KEPT_FOR else None

    def keep_answer(self, code: str, answer: dict[str, Any], now: dt.datetime) -> None:
        """Keep an answer."""
        self.kept[code] = (json.dumps(answer), now)


@dataclass
class Clock:
    """Gives the time that a test sets."""

    now: dt.datetime = NOON


def kept_directory(server: DirectoryServer, cache: MemoryCache, clock: Clock) -> KeptDirectory:
    """Make a directory that asks the server and keeps what it says."""
    asked = OrdDirectory(server.url, pace=Pace(1000), today=lambda: dt.date(2026, 11, 22))
    return KeptDirectory(asked, cache, now=lambda: clock.now)


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (HOME, CareSite),
        (document(ord_document(status="Inactive")), Closed),
        (text(404, ""), NoSuchCode),
    ],
    ids=["home", "closed", "no such code"],
)
def test_an_answer_is_kept_for_a_day(step: Step, kind: type) -> None:
    """Within a day the directory is not asked again; after it, it is."""
    clock = Clock()
    with directory_server(step) as server:
        directory = kept_directory(server, MemoryCache(), clock)
        first = directory.look_up("VLZ2A")
        clock.now = NOON + KEPT_FOR - SECOND
        second = directory.look_up("VLZ2A")
        asked_within_a_day = len(server.asked)
        clock.now = NOON + KEPT_FOR
        third = directory.look_up("VLZ2A")

    assert isinstance(first, kind)
    assert first == second == third
    assert (asked_within_a_day, len(server.asked)) == (1, 2)


def test_each_code_has_its_own_answer() -> None:
    """What is kept for one code is not given for another."""
    with directory_server(HOME, document(ord_document(code="VLZ3A"))) as server:
        directory = kept_directory(server, MemoryCache(), Clock())
        codes = [directory.look_up(code).code for code in ("VLZ2A", "VLZ3A", "VLZ2A")]  # type: ignore[union-attr]

    assert codes == ["VLZ2A", "VLZ3A", "VLZ2A"]
    assert len(server.asked) == 2


def test_a_failure_is_not_kept() -> None:
    """The next look-up asks again, and keeps what it is told then."""
    cache = MemoryCache()
    with directory_server(text(200, "<html>"), HOME) as server:
        directory = kept_directory(server, cache, Clock())
        first = directory.look_up("VLZ2A")
        kept_after_failure = dict(cache.kept)
        second = directory.look_up("VLZ2A")

    assert first == CouldNotCheck("not_json")
    assert kept_after_failure == {}
    assert isinstance(second, CareSite)
    assert list(cache.kept) == ["VLZ2A"]


def test_what_cannot_be_read_is_asked_anew_and_replaced(caplog: pytest.LogCaptureFixture) -> None:
    """A kept answer of another version does no harm; that is told without the code."""
    cache = MemoryCache()
    cache.keep_answer("VLZ2A", {"kind": "planet"}, NOON)
    with directory_server(HOME) as server:
        directory = kept_directory(server, cache, Clock())
        answers = [directory.look_up("VLZ2A") for _ in range(2)]

    assert [type(answer) for answer in answers] == [CareSite, CareSite]
    assert len(server.asked) == 1
    assert "cannot be read" in caplog.text
    assert "VLZ2A" not in caplog.text
