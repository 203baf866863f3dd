"""Several processes use one store at the same moment."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from bot.activity.store import (
    Store,
    StoreError,
    add_snapshot,
    all_snapshots,
    count_look_up,
    database,
    find_site,
    look_up_counts,
    open_store,
)
from tests.activity.store.invented import DECEMBER, NOVEMBER, OCTOBER, everything, report, site
from tests.activity.store.worker import SITES, worker


def results_of(*commands: tuple[str, ...]) -> list[str]:
    """Start processes, let all go at the same moment, and give what each says then."""
    with ExitStack() as stack:
        workers = [stack.enter_context(worker(*command)) for command in commands]
        assert [each.says() for each in workers] == ["ready"] * len(workers)
        for each in workers:
            each.goes_on()
        return [each.says() for each in workers]


def test_two_reports_at_once_both_come_in(store: Store, url: str) -> None:
    """Reports of two days, imported by two processes, are both there with all their sites."""
    results = results_of(
        ("add", url, str(NOVEMBER), "a", "fast"), ("add", url, str(DECEMBER), "b", "fast")
    )

    assert results == ["Added", "Added"]
    assert [snapshot.sites for snapshot in all_snapshots(store)] == [SITES, SITES]
    assert len(everything(store)["activity_site"]) == 2 * SITES


def test_the_same_file_at_once_comes_in_once(store: Store, url: str) -> None:
    """One process adds the file, the other one finds it there."""
    command = ("add", url, str(NOVEMBER), "same", "fast")

    results = results_of(command, command)

    assert sorted(results) == ["Added", "AlreadyThere"]
    assert len(everything(store)["activity_site"]) == SITES


def test_two_files_of_one_day_at_once(store: Store, url: str) -> None:
    """One process adds its file, the other one is told which file has the day."""
    first, second = sorted(
        results_of(
            ("add", url, str(NOVEMBER), "a", "fast"), ("add", url, str(NOVEMBER), "b", "fast")
        )
    )

    assert first == "Added"
    assert second.startswith("StoreError: The store has another file of 2020-11-27")
    assert len(everything(store)["activity_site"]) == SITES


def test_a_sample_and_a_report_at_once(store: Store, url: str) -> None:
    """Whichever comes first, the report is there in the end and the sample is not."""
    results = results_of(
        ("add", url, str(NOVEMBER), "a", "sample"), ("add", url, str(DECEMBER), "b", "fast")
    )

    assert results[1] == "Added"
    assert [snapshot.date for snapshot in all_snapshots(store)] == [DECEMBER]


def test_readers_see_nothing_of_half_an_import(store: Store, url: str) -> None:
    """While an import is in the middle, look-ups answer from before; then they have it all."""
    add_snapshot(store, report(OCTOBER, [site("VZ1", name="Before")]))

    with worker("add", url, str(NOVEMBER), "slow", "slow") as importing:
        assert importing.says() == "ready"
        importing.goes_on()
        assert importing.says() == "written"
        standing = find_site(store, "VZ1")
        for _ in range(2):
            importing.goes_on()
            assert importing.says() == "written"
        importing.goes_on()
        assert importing.says() == "Added"

    assert standing is not None
    assert (standing.latest.row.name, standing.gone) == ("Before", False)
    later = find_site(store, "VZ1")
    assert later is not None
    assert (later.latest.row.name, later.before) == ("Invented Lodge", standing.latest)


def test_an_import_waits_for_the_one_before(store: Store, url: str) -> None:
    """The second import starts while the first is in the middle, and both come in."""
    with (
        worker("add", url, str(NOVEMBER), "a", "slow") as first,
        worker("add", url, str(DECEMBER), "b", "fast") as second,
    ):
        assert [first.says(), second.says()] == ["ready", "ready"]
        first.goes_on()
        assert first.says() == "written"
        second.goes_on()
        for _ in range(2):
            first.goes_on()
            assert first.says() == "written"
        first.goes_on()

        assert [first.says(), second.says()] == ["Added", "Added"]


def test_a_store_opens_while_somebody_imports(store: Store, url: str) -> None:
    """A server that starts in the middle of an import does not wait for its end."""
    with store.write_alone():
        other = open_store(url)
        assert all_snapshots(other) == []
        other.engine.dispose()


def test_who_waits_too_long_is_told(
    store: Store, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second import gives up at last, says why, and leaves the store as it was."""
    monkeypatch.setattr(database, "_ALONE_WAIT", 1)
    other = open_store(url)

    with store.write_alone(), pytest.raises(StoreError, match="Another program is writing"):
        add_snapshot(other, report(NOVEMBER))

    assert all_snapshots(store) == []
    other.engine.dispose()


def test_small_changes_during_an_import(
    store: Store, monkeypatch: pytest.MonkeyPatch, *, is_sqlite: bool
) -> None:
    """PostgreSQL takes them at once; SQLite, which has one writer, says that it is busy."""
    monkeypatch.setattr(database, "_WRITE_WAIT", 0)

    with store.write_alone():
        if is_sqlite:
            with pytest.raises(StoreError, match="Another program is writing"):
                count_look_up(store, "site", "site_advice", NOVEMBER)
        else:
            count_look_up(store, "site", "site_advice", NOVEMBER)

    assert len(look_up_counts(store, NOVEMBER)) == (0 if is_sqlite else 1)


@pytest.mark.parametrize("attempt", range(2))
def test_four_processes_open_a_new_database(url: str, attempt: int) -> None:
    """All four find the tables; one of them made them."""
    assert results_of(*[("open", url)] * 4) == ["open"] * 4
    store = open_store(url)
    assert all_snapshots(store) == []
    store.engine.dispose()
