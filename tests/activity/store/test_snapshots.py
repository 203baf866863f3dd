"""Reports are stored, listed and forgotten."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.activity.store import (
    Added,
    AlreadyThere,
    Store,
    StoreError,
    add_first_samples,
    add_snapshot,
    all_snapshots,
    find_site,
    forget_snapshot,
    newest_snapshot,
    previous_snapshot,
)
from tests.activity.store.invented import (
    DECEMBER,
    NOVEMBER,
    OCTOBER,
    everything,
    many_sites,
    report,
    site,
)


def test_a_report_becomes_a_snapshot(store: Store) -> None:
    """The snapshot tells date, file, numbers of sites and accounts, and when it came in."""
    before = dt.datetime.now(dt.timezone.utc)
    rows = [site("VLZ2A", accounts=3), site("VLZ2C", accounts=4)]

    added = add_snapshot(store, report(NOVEMBER, rows, content="a"))

    assert isinstance(added, Added)
    snapshot = added.snapshot
    assert (snapshot.date, snapshot.file_name, snapshot.sample) == (NOVEMBER, "a.csv", False)
    assert (snapshot.sites, snapshot.accounts) == (2, 7)
    assert before <= snapshot.imported_at <= dt.datetime.now(dt.timezone.utc)
    assert all_snapshots(store) == [snapshot]


def test_progress_is_told_of_every_site(store: Store) -> None:
    """The numbers that the progress bar gets grow in several steps, and end with all sites."""
    steps: list[int] = []

    add_snapshot(store, report(NOVEMBER, many_sites(12_000)), steps.append)

    assert steps == [5_000, 10_000, 12_000]


def test_snapshots_are_listed_by_date(store: Store) -> None:
    """The newest date comes first, in whatever order the reports were imported."""
    for date in (NOVEMBER, DECEMBER, OCTOBER):
        add_snapshot(store, report(date))

    listed = all_snapshots(store)

    assert [snapshot.date for snapshot in listed] == [DECEMBER, NOVEMBER, OCTOBER]
    assert newest_snapshot(store) == listed[0]
    assert previous_snapshot(store, listed[0]) == listed[1]
    assert previous_snapshot(store, listed[2]) is None


def test_an_empty_store_has_no_newest_snapshot(store: Store) -> None:
    """Where nothing was imported, nothing is listed."""
    assert all_snapshots(store) == []
    assert newest_snapshot(store) is None


def test_the_same_file_twice_changes_nothing(store: Store) -> None:
    """The second import says that the file is there, and every row is as it was."""
    first = add_snapshot(store, report(NOVEMBER))
    before = everything(store)

    again = add_snapshot(store, report(NOVEMBER))

    assert again == AlreadyThere(first.snapshot)
    assert everything(store) == before


def test_another_file_of_a_date_is_refused(store: Store) -> None:
    """The sentence names the file that is there and the command to forget it."""
    add_snapshot(store, report(NOVEMBER, content="first"))
    before = everything(store)

    with pytest.raises(StoreError, match=r"first\.csv.*caremail forget-snapshot 2020-11-27"):
        add_snapshot(store, report(NOVEMBER, content="second"))

    assert everything(store) == before


def test_a_file_has_one_date(store: Store) -> None:
    """The same content with another date is refused: the sentence names the first date."""
    add_snapshot(store, report(NOVEMBER, content="same"))
    before = everything(store)

    with pytest.raises(StoreError, match=r"with the date 2020-11-27.*forget-snapshot 2020-11-27"):
        add_snapshot(store, report(DECEMBER, content="same"))

    assert everything(store) == before


def test_a_report_without_sites_is_refused(store: Store) -> None:
    """It would make every site look as if it had left the report."""
    empty = report(NOVEMBER, content="empty")
    object.__setattr__(empty, "rows", [])

    with pytest.raises(StoreError, match=r"empty\.csv has no site"):
        add_snapshot(store, empty)

    assert all_snapshots(store) == []


@pytest.mark.parametrize("faulty", [{"active": 3}, {"aup_accepted": 3}, {"active": -1}])
def test_impossible_figures_are_refused(store: Store, faulty: dict[str, int]) -> None:
    """More users than accounts, or fewer than none, are refused by the database itself."""
    with pytest.raises(StoreError, match="cannot be used"):
        add_snapshot(store, report(NOVEMBER, [site("VLZ2A"), site("VLZ2C", **faulty)]))

    assert all_snapshots(store) == []


def test_a_code_twice_is_refused(store: Store) -> None:
    """A report that has a site twice is not stored at all."""
    with pytest.raises(StoreError, match="cannot be used"):
        add_snapshot(store, report(NOVEMBER, [site("VLZ2A"), site("VLZ2A")]))

    assert all_snapshots(store) == []


def test_a_real_report_replaces_the_samples(store: Store) -> None:
    """Both samples go, with their sites and areas, when the first real report comes."""
    samples = [
        report(date, [site("VLZ3A", ccg="Sample")], sample=True) for date in (OCTOBER, NOVEMBER)
    ]
    add_first_samples(store, samples)

    added = add_snapshot(store, report(DECEMBER))

    assert isinstance(added, Added)
    assert added.samples_removed == 2
    assert all_snapshots(store) == [added.snapshot]
    assert find_site(store, "VLZ3A") is None
    assert {len(rows) for rows in everything(store).values()} == {0, 1}


def test_the_file_of_a_sample_can_be_a_report(store: Store) -> None:
    """Somebody who imports the sample's own file by hand gets it as a real report."""
    add_first_samples(store, [report(NOVEMBER, sample=True)])

    added = add_snapshot(store, report(NOVEMBER))

    assert isinstance(added, Added)
    assert [snapshot.sample for snapshot in all_snapshots(store)] == [False]


def test_a_refused_report_leaves_the_samples(store: Store) -> None:
    """The samples go only if the report comes in."""
    add_first_samples(store, [report(NOVEMBER, sample=True)])
    before = everything(store)

    with pytest.raises(StoreError):
        add_snapshot(store, report(DECEMBER, [site(active=3)]))

    assert everything(store) == before


def test_a_sample_never_mixes_with_real_reports(store: Store) -> None:
    """Where there is a real report, a sample is refused, whatever its date."""
    add_snapshot(store, report(NOVEMBER))
    before = everything(store)

    with pytest.raises(StoreError, match="must not mix"):
        add_snapshot(store, report(DECEMBER, sample=True))

    assert everything(store) == before


def test_first_samples_are_first(store: Store) -> None:
    """They come into an empty store, and do nothing to one that holds anything at all."""
    added = add_first_samples(store, [report(NOVEMBER, sample=True)])
    again = add_first_samples(store, [report(OCTOBER, sample=True)])

    assert [snapshot.date for snapshot in added] == [NOVEMBER]
    assert again == []
    assert all_snapshots(store) == added


def test_first_samples_are_all_or_none(store: Store) -> None:
    """Where the second of two samples cannot be stored, the first is not either."""
    samples = [report(NOVEMBER, content=name, sample=True) for name in ("first", "second")]

    with pytest.raises(StoreError, match=r"another file of 2020-11-27: first\.csv"):
        add_first_samples(store, samples)

    assert all_snapshots(store) == []


def test_a_snapshot_is_forgotten_whole(store: Store) -> None:
    """Its sites and areas go with it, those of the others stay, and it can come back."""
    add_snapshot(store, report(OCTOBER, [site("VLZ2A", ccg="Old"), site("VLZ2C", ccg="Old")]))
    before = everything(store)
    add_snapshot(store, report(NOVEMBER, [site("VLZ2A", ccg="New")]))

    forgotten = forget_snapshot(store, NOVEMBER)

    assert forgotten.date == NOVEMBER
    assert everything(store) == before
    assert isinstance(add_snapshot(store, report(NOVEMBER)), Added)


def test_what_is_not_there_cannot_be_forgotten(store: Store) -> None:
    """The sentence names the date and the command that lists what is there."""
    add_snapshot(store, report(NOVEMBER))

    with pytest.raises(StoreError, match=r"no snapshot of 2020-10-30.*caremail snapshots"):
        forget_snapshot(store, OCTOBER)

    assert len(all_snapshots(store)) == 1
