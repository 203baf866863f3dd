"""Two invented reports, of October and November, in a real store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.activity.model import Setting, SharedMailbox, SiteRow
from bot.activity.scenario import Scenario
from bot.activity.store import Store, add_snapshot, open_store
from tests.activity.store.invented import NOVEMBER, OCTOBER, report, site

ZEDTON = {"ccg": "Zedton CCG", "ics": "Zedshire", "region": "Zedland"}
QUAYZ = {"ccg": "Quayz CCG", "ics": "Zedshire", "region": "Zedland"}
LEEDS = {"ccg": "Leeds CCG", "ics": "West Yorkshire and Harrogate", "region": "Zedland"}

FIGURES = {
    Scenario.NO_ACCOUNTS: (0, 0, 0),
    Scenario.AUP_NOT_ACCEPTED: (2, 0, 2),
    Scenario.NOT_STARTED: (2, 0, 0),
    Scenario.ONE_USER_SET_UP: (3, 1, 2),
    Scenario.SET_UP_NOT_USED: (2, 2, 0),
    Scenario.LONE_USER: (1, 1, 1),
    Scenario.PARTLY_SET_UP_IN_USE: (4, 3, 3),
    Scenario.PARTLY_SET_UP_DORMANT: (3, 1, 0),
    Scenario.SOME_DORMANT: (3, 3, 2),
    Scenario.HEALTHY: (2, 2, 2),
}
"""Accounts, accepted policies and active users that make a site of each scenario."""


def row(code: str, name: str, *counts: int, **values: Any) -> SiteRow:
    """Give an invented care home of Zedton by its accounts, accepted policies and active users."""
    accounts, aup_accepted, active = counts
    fields = {"accounts": accounts, "aup_accepted": aup_accepted, "active": active}
    return site(code, name=name, **{**fields, **ZEDTON, **values})


ZINNIA = row("VLZ2A", "Zinnia House", 4, 3, 3, shared_mailbox=SharedMailbox.ACTIVE)
ZEPHYR = row("VLZ3C", "Zephyr Lodge", 2, 0, 0)
ZEST = row("VNZ4D", "Zest at Home", 2, 2, 2, setting=Setting.HOME_CARE)
QUARTZ = row("VMZ5E", "Quartz Court", 1, 1, 1, **QUAYZ)
LEEDS_HOME = row("VLZ6F", "Zither Manor", 3, 3, 1, **LEEDS)
CLOSED_SINCE = row("VLZ7G", "Zeppelin Grange", 2, 2, 1)

IN_NOVEMBER = [ZINNIA, ZEPHYR, ZEST, QUARTZ, LEEDS_HOME]
IN_OCTOBER = [
    row("VLZ2A", "Zinnia House", 3, 2, 1),
    row("VLZ3C", "Zephyr Lodge", 2, 0, 2),
    ZEST,
    CLOSED_SINCE,
]


def filled_store(path: Path, *, sample: bool = False) -> Store:
    """Give a store with the reports of October and November."""
    store = open_store(f"sqlite:///{path}")
    for date, rows in ((OCTOBER, IN_OCTOBER), (NOVEMBER, IN_NOVEMBER)):
        add_snapshot(store, report(date, rows, sample=sample))
    return store
