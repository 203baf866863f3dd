"""How one site stands: its newest figures, and those before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from bot.activity.store.database import Store
from bot.activity.store.model import DatedRow, SiteStanding, Snapshot
from bot.activity.store.rows import SITE_COLUMNS, site_of
from bot.activity.store.snapshots import stored_snapshots
from bot.activity.store.tables import areas, sites


def find_site(store: Store, ods_code: str) -> SiteStanding | None:
    """Look up a site by its code in upper case; None where no snapshot has it.

    Raises:
        StoreError: the database cannot be read.
    """
    with store.read() as connection:
        # An import between the two statements is not seen by the second one either.
        snapshots = stored_snapshots(connection)
        found = connection.execute(rows_of_site(ods_code, snapshots)).all()
    by_snapshot = {row.snapshot_id: site_of(row) for row in found}
    dated = [DatedRow(by_snapshot[s.id], s) for s in snapshots if s.id in by_snapshot]
    if not dated:
        return None
    return SiteStanding(dated[0], dated[1] if len(dated) > 1 else None, snapshots[0].date)


def rows_of_site(ods_code: str, snapshots: Iterable[Snapshot]) -> Any:
    """Give the statement that finds the rows of a site in some snapshots, in no order.

    With all of the key given, the database seeks each row: it never reads a whole report. The
    outer join keeps it from starting with the areas.
    """
    wanted = [snapshot.id for snapshot in snapshots]
    return (
        sa.select(sites.c.snapshot_id, *SITE_COLUMNS)
        .select_from(sites.outerjoin(areas, areas.c.id == sites.c.area_id))
        .where(sites.c.ods_code == ods_code, sites.c.snapshot_id.in_(wanted))
    )
