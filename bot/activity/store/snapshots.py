"""The snapshots: imported whole or not at all, listed, and forgotten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from bot.activity.store.database import Store, StoreError
from bot.activity.store.model import Added, AlreadyThere, NewSnapshot, Snapshot
from bot.activity.store.rows import insert_sites, snapshot_of
from bot.activity.store.tables import areas, sites, snapshots


def add_snapshot(
    store: Store, new: NewSnapshot, progress: Callable[[int], None] | None = None
) -> Added | AlreadyThere:
    """Store a report. A real one takes the place of all samples.

    Args:
        store: where to.
        new: the report.
        progress: is told the number of sites written so far, after each batch.

    Raises:
        StoreError: another file has this date, this file is there with another date, a sample
            would mix with real reports, or the database fails. The store is then as it was.
    """
    with store.write_alone() as connection:
        removed = 0 if new.sample else _forget_samples(connection)
        known = stored_snapshots(connection)
        for snapshot in known:
            if (snapshot.digest, snapshot.date) == (new.digest, new.date):
                return AlreadyThere(snapshot)
        _check(new, known)
        return Added(_insert(connection, new, progress), removed)


def add_first_samples(store: Store, samples: Sequence[NewSnapshot]) -> list[Snapshot]:
    """Store samples, all or none, where the store has no snapshot at all; else do nothing.

    Raises:
        StoreError: two samples have one date or one content, or the database fails.
    """
    added: list[Snapshot] = []
    with store.write_alone() as connection:
        if stored_snapshots(connection):
            return []
        for sample in samples:
            _check(sample, added)
            added.append(_insert(connection, sample, None))
    return added


def all_snapshots(store: Store) -> list[Snapshot]:
    """Give the snapshots, the newest first."""
    with store.read() as connection:
        return stored_snapshots(connection)


def stored_snapshots(connection: Any) -> list[Snapshot]:
    """Give the snapshots as one connection sees them, the newest first."""
    found = connection.execute(sa.select(snapshots).order_by(snapshots.c.date.desc()))
    return [snapshot_of(row) for row in found]


def newest_snapshot(store: Store) -> Snapshot | None:
    """Give the snapshot with the latest date, or nothing where the store is empty."""
    return next(iter(all_snapshots(store)), None)


def previous_snapshot(store: Store, snapshot: Snapshot) -> Snapshot | None:
    """Give the latest snapshot before another, or nothing where that is the first."""
    earlier = (other for other in all_snapshots(store) if other.date < snapshot.date)
    return next(earlier, None)


def forget_snapshot(store: Store, date: dt.date) -> Snapshot:
    """Remove the snapshot of a day with all its sites, and give what was known of it.

    Raises:
        StoreError: there is none of that day, or the database fails.
    """
    with store.write_alone() as connection:
        for snapshot in stored_snapshots(connection):
            if snapshot.date == date:
                _delete(connection, snapshot)
                return snapshot
    raise StoreError(f"There is no snapshot of {date}. To list them: caremail snapshots")


def _check(new: NewSnapshot, known: Sequence[Snapshot]) -> None:
    if not new.rows:
        raise StoreError(f"{new.file_name} has no site that could be stored.")
    for snapshot in known:
        first = f"forget that one first: caremail forget-snapshot {snapshot.date}"
        if new.sample and not snapshot.sample:
            raise StoreError("The store holds real reports; a sample must not mix with them.")
        if snapshot.digest == new.digest:
            raise StoreError(
                f"{new.file_name} is in the store already, with the date {snapshot.date}. "
                f"To give it another date, {first}"
            )
        if snapshot.date == new.date:
            raise StoreError(
                f"The store has another file of {new.date}: {snapshot.file_name}. "
                f"To replace it, {first}"
            )


def _insert(connection: Any, new: NewSnapshot, progress: Callable[[int], None] | None) -> Snapshot:
    now = dt.datetime.now(dt.timezone.utc)
    values = {
        "date": new.date,
        "file_name": new.file_name,
        "digest": new.digest,
        "sample": new.sample,
        "imported_at": now.replace(tzinfo=None),
        "sites": len(new.rows),
        "accounts": sum(row.accounts for row in new.rows),
    }
    (number,) = connection.execute(snapshots.insert().values(values)).inserted_primary_key
    insert_sites(connection, number, new.rows, progress)
    return Snapshot(**{**values, "id": number, "imported_at": now})


def _forget_samples(connection: Any) -> int:
    samples = [snapshot for snapshot in stored_snapshots(connection) if snapshot.sample]
    for snapshot in samples:
        _delete(connection, snapshot)
    return len(samples)


def _delete(connection: Any, snapshot: Snapshot) -> None:
    # The sites would go with their areas, but one by one: this takes them out in one stretch.
    connection.execute(sites.delete().where(sites.c.snapshot_id == snapshot.id))
    connection.execute(areas.delete().where(areas.c.snapshot_id == snapshot.id))
    connection.execute(snapshots.delete().where(snapshots.c.id == snapshot.id))
