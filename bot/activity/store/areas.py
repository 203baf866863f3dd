"""The figures of areas in one snapshot, summed by the database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.activity.figures import AreaFigures
from bot.activity.model import Setting, SharedMailbox, SiteRow
from bot.activity.store.database import Store
from bot.activity.store.model import AreaLevel, Snapshot
from bot.activity.store.rows import SITE_COLUMNS, SITES_WITH_AREAS, site_of
from bot.activity.store.tables import areas, sites

_HAS_MAILBOX = (SharedMailbox.ACTIVE.value, SharedMailbox.INACTIVE.value)


def area_names(store: Store, snapshot: Snapshot) -> dict[AreaLevel, list[str]]:
    """Give the names of the areas on each level, in the order of the alphabet."""
    with store.read() as connection:
        rows = connection.execute(sa.select(areas).where(areas.c.snapshot_id == snapshot.id)).all()
    return {
        level: sorted({name for row in rows if (name := getattr(row, level.value))})
        for level in AreaLevel
    }


def area_figures(
    store: Store, level: AreaLevel, name: str, snapshot: Snapshot
) -> list[AreaFigures]:
    """Sum the sites of an area: one set of figures for each setting that it has."""
    onboarded = sa.or_(sites.c.accounts > 0, sites.c.shared_mailbox.in_(_HAS_MAILBOX))
    query = (
        sa.select(
            sites.c.setting,
            sa.func.count().label("sites"),
            _number(onboarded).label("onboarded_sites"),
            _number(sites.c.accounts > 0).label("sites_with_accounts"),
            _number(sites.c.active > 0).label("active_sites"),
            sa.func.sum(sites.c.accounts).label("accounts"),
            sa.func.sum(sites.c.active).label("active_users"),
        )
        .select_from(SITES_WITH_AREAS)
        .where(_in_area(level, name, snapshot))
        .group_by(sites.c.setting)
    )
    with store.read() as connection:
        sums = {row.setting: row for row in connection.execute(query)}
    return [_figures(sums[setting.value]) for setting in Setting if setting.value in sums]


def area_parts(store: Store, level: AreaLevel, name: str, snapshot: Snapshot) -> list[str]:
    """Give the names of the next smaller areas: the partnerships of a region, a partnership's CCGs.

    A CCG has no parts.
    """
    if level.part is None:
        return []
    part = areas.c[level.part.value]
    query = sa.select(part).distinct().where(_in_area(level, name, snapshot), part.is_not(None))
    with store.read() as connection:
        return sorted(connection.execute(query).scalars())


def sites_at_risk(store: Store, level: AreaLevel, name: str, snapshot: Snapshot) -> list[SiteRow]:
    """Give the sites of an area with at least one inactive account, the worst first.

    Sites without any active user come before all others, then those with more inactive accounts,
    then the order of the names.
    """
    query = (
        sa.select(*SITE_COLUMNS)
        .select_from(SITES_WITH_AREAS)
        .where(_in_area(level, name, snapshot), sites.c.active < sites.c.accounts)
    )
    with store.read() as connection:
        found = [site_of(row) for row in connection.execute(query)]
    # Sorted here, as each database has an order of its own for letters.
    return sorted(found, key=_urgency)


def _urgency(row: SiteRow) -> tuple[bool, int, str, str]:
    return row.active > 0, row.active - row.accounts, row.name.casefold(), row.ods_code


def _in_area(level: AreaLevel, name: str, snapshot: Snapshot) -> Any:
    return sa.and_(areas.c.snapshot_id == snapshot.id, areas.c[level.value] == name)


def _number(condition: Any) -> Any:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _figures(row: Any) -> AreaFigures:
    return AreaFigures(
        setting=Setting(row.setting),
        sites=row.sites,
        onboarded_sites=row.onboarded_sites,
        sites_with_accounts=row.sites_with_accounts,
        active_sites=row.active_sites,
        accounts=row.accounts,
        active_users=row.active_users,
    )
