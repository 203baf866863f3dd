"""A site is found by its code, with its figures of before."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.activity.model import Setting, SharedMailbox, SiteRow
from bot.activity.store import (
    Added,
    DatedRow,
    Snapshot,
    Store,
    add_snapshot,
    find_site,
    forget_snapshot,
)
from bot.activity.store.standings import rows_of_site
from tests.activity.store.invented import DECEMBER, NOVEMBER, OCTOBER, many_sites, report, site

_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
_DATES = st.none() | st.dates()


@st.composite
def rows(draw: st.DrawFn) -> SiteRow:
    """Give any site that the model allows."""
    accounts = draw(st.integers(0, 10_000))
    return SiteRow(
        ods_code=draw(st.from_regex(r"[A-Z0-9]{3,10}", fullmatch=True)),
        name=draw(_TEXT),
        setting=draw(st.sampled_from(Setting)),
        accounts=accounts,
        aup_accepted=draw(st.integers(0, accounts)),
        active=draw(st.integers(0, accounts)),
        ccg=draw(st.none() | _TEXT),
        ics=draw(st.none() | _TEXT),
        region=draw(st.none() | _TEXT),
        shared_mailbox=draw(st.sampled_from(SharedMailbox)),
        dspt_status=draw(st.none() | _TEXT),
        dspt_date=draw(_DATES),
        last_activity=draw(_DATES),
    )


def added(store: Store, date: dt.date, *sites: SiteRow) -> Snapshot:
    """Import a report and give its snapshot."""
    result = add_snapshot(store, report(date, sites))
    assert isinstance(result, Added)
    return result.snapshot


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(row=rows())
def test_a_site_comes_out_as_it_went_in(store: Store, row: SiteRow) -> None:
    """Every field of a row is kept, whatever it holds."""
    snapshot = added(store, NOVEMBER, row)

    standing = find_site(store, row.ods_code)
    forget_snapshot(store, NOVEMBER)

    assert standing is not None
    assert standing.latest == DatedRow(row, snapshot)
    assert standing.before is None


def test_an_unknown_code_is_not_found(store: Store) -> None:
    """Neither an empty store nor one with other sites gives anything."""
    assert find_site(store, "VLZ2C") is None

    added(store, NOVEMBER, site("VLZ2A"))

    assert find_site(store, "VLZ2C") is None


def test_the_newest_figures_and_those_before(store: Store) -> None:
    """Of three snapshots the latest two count, in whatever order they came in."""
    rows = {
        date: site(accounts=n, aup_accepted=0)
        for n, date in enumerate((OCTOBER, NOVEMBER, DECEMBER), 1)
    }
    snapshots = {date: added(store, date, rows[date]) for date in (NOVEMBER, DECEMBER, OCTOBER)}

    standing = find_site(store, "VLZ2A")

    assert standing is not None
    assert standing.latest == DatedRow(rows[DECEMBER], snapshots[DECEMBER])
    assert standing.before == DatedRow(rows[NOVEMBER], snapshots[NOVEMBER])
    assert not standing.gone


def test_a_snapshot_without_the_site_is_passed_over(store: Store) -> None:
    """The row before is the one of the last snapshot that had the site."""
    first = added(store, OCTOBER, site("VLZ2A", accounts=5))
    added(store, NOVEMBER, site("VLZ2C"))
    added(store, DECEMBER, site("VLZ2A"))

    standing = find_site(store, "VLZ2A")

    assert standing is not None
    assert standing.before == DatedRow(site("VLZ2A", accounts=5), first)
    assert not standing.gone


def test_a_site_that_left_the_report(store: Store) -> None:
    """Its last figures are given, and that the newest snapshot no longer has it."""
    last = added(store, OCTOBER, site("VLZ2A"))
    added(store, NOVEMBER, site("VLZ2C"))

    standing = find_site(store, "VLZ2A")

    assert standing is not None
    assert standing.latest.snapshot == last
    assert standing.newest_date == NOVEMBER
    assert standing.gone


def test_a_look_up_reads_no_more_of_a_larger_report(store: Store, *, is_sqlite: bool) -> None:
    """The database goes to the site by its key, and scans neither the sites nor the areas."""
    snapshots = [added(store, date, *many_sites(3_000)) for date in (OCTOBER, NOVEMBER)]

    plan = explained(store, rows_of_site("VZ77", snapshots), is_sqlite=is_sqlite)

    by_key = (
        "SEARCH activity_site USING PRIMARY KEY (snapshot_id=? AND ods_code=?)"
        if is_sqlite
        else "activity_site_pkey"
    )
    assert by_key in plan
    for scan in ("SCAN activity_site", "SCAN activity_area", "Seq Scan on activity_site"):
        assert scan not in plan


def explained(store: Store, statement: Any, *, is_sqlite: bool) -> str:
    """Give the plan that the database makes for a statement, with what it knows of the tables."""
    words = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    text = statement.compile(
        store.engine, compile_kwargs={"literal_binds": True, "render_postcompile": True}
    )
    with store.write() as connection:
        if not is_sqlite:
            connection.exec_driver_sql("ANALYZE")
        return "\n".join(str(row[-1]) for row in connection.execute(sa.text(f"{words} {text}")))


@pytest.mark.parametrize("code", ["VLZ2A' OR '1'='1", "%", "VLZ__"])
def test_a_code_is_never_taken_for_a_pattern(store: Store, code: str) -> None:
    """What looks like SQL or like a pattern finds nothing."""
    added(store, NOVEMBER, site("VLZ2A"))

    assert find_site(store, code) is None
