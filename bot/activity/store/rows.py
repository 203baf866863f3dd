"""Sites and snapshots as rows of the tables, in both directions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import sqlalchemy as sa

from bot.activity.model import Setting, SharedMailbox, SiteRow
from bot.activity.store.model import Snapshot
from bot.activity.store.tables import areas, sites, snapshots

BATCH = 5_000
SITES_WITH_AREAS = sites.join(areas, sites.c.area_id == areas.c.id)
SITE_COLUMNS = (
    *(column for column in sites.c if column.name not in ("snapshot_id", "area_id")),
    areas.c.ccg,
    areas.c.ics,
    areas.c.region,
)


class _Area(NamedTuple):
    ccg: str | None
    ics: str | None
    region: str | None


def insert_sites(
    connection: Any,
    snapshot_id: int,
    rows: Sequence[SiteRow],
    progress: Callable[[int], None] | None,
) -> None:
    """Write the sites of a snapshot in batches, in the order of the key.

    Args:
        connection: an open transaction.
        snapshot_id: the snapshot, written before.
        rows: its sites.
        progress: is told the number of sites written so far, after each batch.
    """
    area_ids = _insert_areas(connection, snapshot_id, {_area(row) for row in rows})
    ordered = iter(sorted(rows, key=lambda row: row.ods_code))
    written = 0
    for batch in _batches(ordered):
        values = [_site_values(row, snapshot_id, area_ids[_area(row)]) for row in batch]
        connection.execute(sites.insert(), values)
        written += len(batch)
        if progress:
            progress(written)


def site_of(row: Any) -> SiteRow:
    """Make a site of a database row that has SITE_COLUMNS."""
    values = {column.name: getattr(row, column.name) for column in SITE_COLUMNS}
    enums = {
        "setting": Setting(row.setting),
        "shared_mailbox": SharedMailbox(row.shared_mailbox),
    }
    return SiteRow(**{**values, **enums})


def snapshot_of(row: Any) -> Snapshot:
    """Make a snapshot of a row of its table."""
    values = {column.name: getattr(row, column.name) for column in snapshots.c}
    imported_at = row.imported_at.replace(tzinfo=dt.timezone.utc)
    return Snapshot(**{**values, "imported_at": imported_at})


def _insert_areas(connection: Any, snapshot_id: int, wanted: set[_Area]) -> dict[_Area, int]:
    values = [{"snapshot_id": snapshot_id, **area._asdict()} for area in wanted]
    connection.execute(areas.insert(), values)
    written = sa.select(areas).where(areas.c.snapshot_id == snapshot_id)
    return {_area(row): row.id for row in connection.execute(written)}


def _area(row: Any) -> _Area:
    return _Area(row.ccg, row.ics, row.region)


def _site_values(row: SiteRow, snapshot_id: int, area_id: int) -> dict[str, Any]:
    return {
        "snapshot_id": snapshot_id,
        "ods_code": row.ods_code,
        "area_id": area_id,
        "name": row.name,
        "setting": row.setting.value,
        "accounts": row.accounts,
        "aup_accepted": row.aup_accepted,
        "active": row.active,
        "shared_mailbox": row.shared_mailbox.value,
        "dspt_status": row.dspt_status,
        "dspt_date": row.dspt_date,
        "last_activity": row.last_activity,
    }


def _batches(rows: Iterator[SiteRow]) -> Iterator[list[SiteRow]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
