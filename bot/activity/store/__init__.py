"""Keeps the activity reports, the directory's answers and the counts of look-ups."""

from __future__ import annotations

from bot.activity.store.areas import area_figures, area_names, area_parts, sites_at_risk
from bot.activity.store.database import Store, StoreError
from bot.activity.store.directory_answers import DirectoryAnswers
from bot.activity.store.look_ups import count_look_up, look_up_counts
from bot.activity.store.model import (
    Added,
    AlreadyThere,
    AreaLevel,
    DatedRow,
    LookUpCount,
    NewSnapshot,
    SiteStanding,
    Snapshot,
)
from bot.activity.store.opening import open_store
from bot.activity.store.snapshots import (
    add_first_samples,
    add_snapshot,
    all_snapshots,
    forget_snapshot,
    newest_snapshot,
    previous_snapshot,
)
from bot.activity.store.standings import find_site

__all__ = [
    "Added",
    "AlreadyThere",
    "AreaLevel",
    "DatedRow",
    "DirectoryAnswers",
    "LookUpCount",
    "NewSnapshot",
    "SiteStanding",
    "Snapshot",
    "Store",
    "StoreError",
    "add_first_samples",
    "add_snapshot",
    "all_snapshots",
    "area_figures",
    "area_names",
    "area_parts",
    "count_look_up",
    "find_site",
    "forget_snapshot",
    "look_up_counts",
    "newest_snapshot",
    "open_store",
    "previous_snapshot",
    "sites_at_risk",
]
