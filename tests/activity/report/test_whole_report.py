"""Whole reports: the samples come out as they are, and no line of a messy one gets lost."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.activity.report import read_report
from bot.settings import PROJECT
from tests.activity.report.written import HEADER, LODGE, csv_file

SAMPLES = sorted((PROJECT / "data" / "sample").glob("nhsmail-activity-*.csv"))
CELLS = [
    "",
    "VLZ2A",
    "VLZ3C",
    "vlz2a",
    "AZ2C",
    "Total",
    "Lodge",
    "0",
    "1",
    "2",
    "2.0",
    "x",
    "1,204",
]


def sample_rows(path: Path) -> list[dict[str, str]]:
    """Read a sample with the standard library only."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples(path: Path):
    """Every site of a sample is read, with its figures, and nothing is refused."""
    report = read_report(path)

    assert (str(report.date), report.date_from) == (path.stem[-10:], "file name")
    assert report.refused == report.collapsed == report.totals == ()
    assert {each.reason.partition(" stands")[0] for each in report.warnings} == {
        "A site of the same name"
    }
    assert [
        (row.ods_code, row.name, str(row.accounts), str(row.aup_accepted), str(row.active))
        for row in report.rows
    ] == [
        (
            row["ODS Code"],
            row["Organisation Name"],
            row["Users"],
            row["AUP Accepted"],
            row["Users.Active"],
        )
        for row in sample_rows(path)
    ]
    assert [
        (row.ccg, row.ics, row.region, row.setting.value, row.shared_mailbox.value, row.dspt_status)
        for row in report.rows
    ] == [
        (
            row["CCG"],
            row["STP"],
            row["NHS Region"],
            row["Care Home / Home Care"].lower().replace(" ", "_"),
            row["SMB Status"].lower(),
            row["DSPT Status"],
        )
        for row in sample_rows(path)
    ]


def test_workbook_of_a_sample_is_the_same(tmp_path: Path):
    """The same table as a workbook, with real numbers, fractions and dates, gives the same rows."""
    header, *rows = ([*row] for row in csv.reader(SAMPLES[0].open(encoding="utf-8", newline="")))
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.append(header)
    for row in rows:
        sheet.append([_as_excel_keeps_it(cell) for cell in row])
    path = tmp_path / SAMPLES[0].with_suffix(".xlsx").name
    workbook.save(path)

    assert read_report(path) == read_report(SAMPLES[0])


def _as_excel_keeps_it(cell: str) -> object:
    if cell.endswith("%"):
        return float(cell[:-1]) / 100
    if cell.isdigit():
        return int(cell)
    if cell.count("/") == 2:
        return dt.datetime.strptime(cell, "%d/%m/%Y")
    return cell or None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(CELLS), max_size=6), max_size=8))
def test_no_line_gets_lost(tmp_path: Path, lines: list[list[str]]):
    """Each line below the headers that is not blank is in exactly one part of the report."""
    written = [[f'"{cell}"' for cell in line] for line in lines]
    report = read_report(csv_file(tmp_path, HEADER, ["VNZ9K", *LODGE[1:]], *written))

    filled = sum(any(line) for line in lines)
    elsewhere = [each.line for each in (*report.refused, *report.collapsed)]
    assert len(report.rows) + len(elsewhere) + len(report.totals) == filled + 1
    assert len({*elsewhere, *report.totals}) == len(elsewhere) + len(report.totals)
    assert len({row.ods_code for row in report.rows}) == len(report.rows)
    for row in report.rows:
        assert 0 <= max(row.aup_accepted, row.active) <= row.accounts
