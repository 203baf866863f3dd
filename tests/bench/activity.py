"""How quick the store of activity reports is: an import, and look-ups beside few and many sites."""

from __future__ import annotations

import csv
import datetime as dt
import statistics
import time
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.activity.model import Setting, SiteRow
from bot.activity.report import read_report
from bot.activity.store import NewSnapshot, Store, add_snapshot, find_site, open_store
from bot.settings import PROJECT

_SIGNS = "ZACDEFGHJKLMNPQRTVWXY0123456789"
_DATE = dt.date(2020, 11, 27)
_IMPORTED = 100_000
_FEW, _MANY = 100, 1_000_000
_LOOK_UPS = 300
_MILLISECONDS = 1000
_SAMPLE = PROJECT / "data" / "sample" / "nhsmail-activity-2020-11-27.csv"


def sample_codes(count: int) -> list[str]:
    """Give codes of the sample, which an assistant without a report of its own has loaded."""
    with _SAMPLE.open(encoding="utf-8") as file:
        return [row["ODS Code"] for row in islice(csv.DictReader(file), count)]


def measure() -> dict[str, float]:
    """Measure on SQLite, each in a database of its own."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        found = {f"import of {_IMPORTED:,} sites from CSV, s": _import(home)}
        for sites in (_FEW, _MANY):
            store = _filled(home / f"{sites}.db", sites)
            found[f"a look-up by code among {sites:,} sites, ms"] = _look_up(store, sites)
    return found


def _import(home: Path) -> float:
    report = home / "report-2020-11-27.csv"
    with report.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(
            ["ODS Code", "Organisation Name", "CCG", "Users", "AUP Accepted", "Users.Active"]
        )
        for row in _rows(_IMPORTED):
            out.writerow(
                [row.ods_code, row.name, row.ccg, row.accounts, row.aup_accepted, row.active]
            )
    store = open_store(f"sqlite:///{home}/imported.db")
    start = time.perf_counter()
    read = read_report(report)
    add_snapshot(store, NewSnapshot(read.rows, read.date or _DATE, report.name, "0" * 64))
    return time.perf_counter() - start


def _look_up(store: Store, sites: int) -> float:
    """Give the median in ms over codes from all over the table."""
    codes = [row.ods_code for row in islice(_rows(sites), 0, None, max(1, sites // _LOOK_UPS))]
    times = []
    for code in codes:
        start = time.perf_counter()
        find_site(store, code)
        times.append((time.perf_counter() - start) * _MILLISECONDS)
    return statistics.median(times)


def _filled(path: Path, sites: int) -> Store:
    store = open_store(f"sqlite:///{path}")
    add_snapshot(store, NewSnapshot(list(_rows(sites)), _DATE, path.name, "0" * 64))
    return store


def _rows(count: int) -> Iterator[SiteRow]:
    codes = map("".join, product("V", "Z", _SIGNS, _SIGNS, _SIGNS, _SIGNS, _SIGNS))
    for number, code in enumerate(islice(codes, count)):
        yield SiteRow(
            code,
            f"Sample site {number}",
            Setting.CARE_HOME,
            3,
            2,
            number % 4,
            ccg=f"Area {number % 50}",
        )
