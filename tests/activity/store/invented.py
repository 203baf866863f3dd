"""Invented sites and reports. The codes hold a Z, which the directory does not use."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from bot.activity.model import Setting, SiteRow
from bot.activity.store import NewSnapshot, Store
from bot.activity.store.tables import metadata

OCTOBER = dt.date(2020, 10, 30)
NOVEMBER = dt.date(2020, 11, 27)
DECEMBER = dt.date(2020, 12, 18)


def site(ods_code: str = "VLZ2A", **values: Any) -> SiteRow:
    """Give a care home with two accounts, of which one is active, or whatever `values` say."""
    usual: dict[str, Any] = {
        "name": "Invented Lodge",
        "setting": Setting.CARE_HOME,
        "accounts": 2,
        "aup_accepted": 1,
        "active": 1,
    }
    return SiteRow(ods_code=ods_code, **{**usual, **values})


def many_sites(count: int) -> list[SiteRow]:
    """Give care homes with different codes."""
    return [site(f"VZ{number}") for number in range(count)]


def report(
    date: dt.date, rows: Iterable[SiteRow] = (), *, content: str = "", sample: bool = False
) -> NewSnapshot:
    """Give a report; reports are the same file where date and content are the same."""
    text = content or str(date)
    return NewSnapshot(
        rows=list(rows) or [site()],
        date=date,
        file_name=f"{text}.csv",
        digest=hashlib.sha256(text.encode()).hexdigest(),
        sample=sample,
    )


def everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Give all rows of all tables of the store."""
    with store.read() as connection:
        return {
            name: sorted(map(tuple, connection.execute(sa.select(table))), key=repr)
            for name, table in metadata.tables.items()
        }
