"""How often somebody asked for a site or an area: numbers only, neither codes nor persons."""

from __future__ import annotations

import datetime as dt
import re

import sqlalchemy as sa

from bot.activity.store.database import Store
from bot.activity.store.model import LookUpCount
from bot.activity.store.tables import look_ups

_WORD = re.compile(r"[a-z_]+")


def count_look_up(store: Store, kind: str, outcome: str, day: dt.date) -> None:
    """Count one look-up more.

    Args:
        store: where to.
        kind: what was looked up, such as `site` or `area`.
        outcome: what came of it, such as `site_advice`.
        day: when.

    Raises:
        ValueError: kind or outcome is not a word of a-z and _: nothing that a user typed, and no
            code, may get in here.
        StoreError: the database fails.
    """
    for word in (kind, outcome):
        if not _WORD.fullmatch(word):
            raise ValueError("A look-up is counted under words of a-z and _ only.")
    first = store.insert(look_ups).values(day=day, kind=kind, outcome=outcome, count=1)
    upsert = first.on_conflict_do_update(
        index_elements=["day", "kind", "outcome"], set_={"count": look_ups.c["count"] + 1}
    )
    with store.write() as connection:
        connection.execute(upsert)


def look_up_counts(store: Store, since: dt.date) -> list[LookUpCount]:
    """Give the counts of a day and all days after it, in the order of day, kind and outcome."""
    table = look_ups.c
    query = sa.select(table.day, table.kind, table.outcome, table["count"]).where(
        table.day >= since
    )
    with store.read() as connection:
        rows = connection.execute(query.order_by(table.day, table.kind, table.outcome))
        return [LookUpCount(*row) for row in rows]
