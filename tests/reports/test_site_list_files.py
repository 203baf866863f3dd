"""The list of sites as CSV and as a workbook."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell

from bot.reports.area_report import AreaReport
from bot.reports.site_list import Column, site_columns
from bot.reports.site_list_files import write_csv, write_workbook
from bot.reports.texts import ReportTexts

HEADER = [
    *("Order", "ODS code", "Name", "Setting", "CCG", "Partnership", "Region"),
    *("Accounts", "Policy accepted", "Active", "At risk", "Shared mailbox", "Last activity"),
    *("Situation", "First thing to do", "Steps", "Figures of"),
]
WORDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=20)
TRICKS = st.sampled_from(["=", "+", "-", "@", "\t=", "\r=", " =", "\n@", "\x00=", "'", "cmd|"])
NAMES = st.builds("{}{}".format, st.one_of(TRICKS, st.just("")), WORDS)


def read_csv(path: Path) -> list[list[str]]:
    """Read the file as a spreadsheet program does."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def cells(path: Path) -> list[list[Cell | MergedCell]]:
    """Give the cells of the workbook's sheet."""
    return [list(row) for row in load_workbook(path).worksheets[0].iter_rows()]


def test_the_csv_has_a_row_a_site(report: AreaReport, texts: ReportTexts, tmp_path: Path) -> None:
    """The worst stand first; steps are numbered and without marks; days are written year first."""
    write_csv(site_columns(report, texts), tmp_path / "sites.csv")

    header, first, *others = read_csv(tmp_path / "sites.csv")
    assert header == HEADER
    assert first == [
        *("1", "VLZ01", "Zinnia House", "Care home", "Zedton CCG", "Zedshire", "Zedland"),
        *("3", "0", "0", "3", "active", "2020-09-03", "Not started", "Phone the manager."),
        "1. Log in at the portal (https://portal.nhs.net/).\n2. Select Accept.",
        "2020-11-27",
    ]
    assert [row[1] for row in others] == ["VLZ02", "VNZ03"]


def test_excel_reads_the_csv_as_utf_8(
    report: AreaReport, texts: ReportTexts, tmp_path: Path
) -> None:
    """The mark at the start is there, or accents in names would be spoilt."""
    write_csv(site_columns(report, texts), tmp_path / "sites.csv")

    assert (tmp_path / "sites.csv").read_bytes().startswith(b"\xef\xbb\xbfOrder,")


def test_the_workbook_has_numbers_and_days(
    report: AreaReport, texts: ReportTexts, tmp_path: Path
) -> None:
    """They can be summed and sorted, and what is not known is an empty cell."""
    row = dataclasses.replace(report.at_risk[0].row, last_activity=None, ccg=None)
    risk = dataclasses.replace(report.at_risk[0], row=row)
    noted = dataclasses.replace(report, at_risk=(risk, *report.at_risk[1:]))
    write_workbook(site_columns(noted, texts), tmp_path / "sites.xlsx", "Sites at risk")

    header, first, second, _ = cells(tmp_path / "sites.xlsx")
    assert [cell.value for cell in header] == HEADER
    assert [cell.value for cell in first[:13]] == [
        *(1, "VLZ01", "Zinnia House", "Care home", None, "Zedshire", "Zedland"),
        *(3, 0, 0, 3, "active", None),
    ]
    assert second[12].value == dt.datetime(2020, 9, 3)
    assert second[12].number_format == second[16].number_format == "d mmmm yyyy"
    assert {cell.data_type for cell in second[7:11]} == {"n"}


def test_the_workbook_is_easy_to_work_with(
    report: AreaReport, texts: ReportTexts, tmp_path: Path
) -> None:
    """Header and names stay in sight, columns are wide enough, and there is a filter."""
    write_workbook(site_columns(report, texts), tmp_path / "sites.xlsx", "Sites: at/risk" * 9)

    sheet = load_workbook(tmp_path / "sites.xlsx").worksheets[0]
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref == "A1:Q4"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["C"].width >= 30
    assert sheet["A1"].font.bold
    assert sheet.title == "Sites  at riskSites  at riskSit"


def test_a_list_without_sites_has_its_header(
    report: AreaReport, texts: ReportTexts, tmp_path: Path
) -> None:
    """Both files can be opened and say what would be in them."""
    columns = site_columns(dataclasses.replace(report, at_risk=()), texts)
    write_csv(columns, tmp_path / "sites.csv")
    write_workbook(columns, tmp_path / "sites.xlsx", "Sites at risk")

    assert read_csv(tmp_path / "sites.csv") == [HEADER]
    assert [[cell.value for cell in row] for row in cells(tmp_path / "sites.xlsx")] == [HEADER]


@given(NAMES)
def test_no_name_is_a_formula_in_the_csv(name: str) -> None:
    """Whatever a name starts with, the spreadsheet program takes the cell for text."""
    with TemporaryDirectory() as folder:
        write_csv([Column("Name", 9, [name])], Path(folder) / "x.csv")
        found = read_csv(Path(folder) / "x.csv")

    shown = found[1][0] if found[1] else ""
    assert not shown.lstrip().startswith(("=", "+", "-", "@"))
    assert not shown.startswith(("\t", "\r"))


@settings(max_examples=60, deadline=None)  # a busy processor is no fault
@given(NAMES)
def test_no_name_is_a_formula_in_the_workbook(name: str) -> None:
    """Text stays text, also once somebody edits the cell, and any sign can be written."""
    with TemporaryDirectory() as folder:
        write_workbook([Column("Name", 9, [name, 1])], Path(folder) / "x.xlsx", "Sites")
        cell = cells(Path(folder) / "x.xlsx")[1][0]

    assert cell.data_type != "f"
    assert cell.quotePrefix


def test_a_name_like_a_formula_is_kept(tmp_path: Path) -> None:
    """The guard changes nothing in the workbook, and adds an apostrophe in the CSV."""
    columns = [Column("Name", 9, ["=1+1", "Zed - home"])]
    write_csv(columns, tmp_path / "x.csv")
    write_workbook(columns, tmp_path / "x.xlsx", "Sites")

    assert read_csv(tmp_path / "x.csv") == [["Name"], ["'=1+1"], ["Zed - home"]]
    assert [row[0].value for row in cells(tmp_path / "x.xlsx")] == ["Name", "=1+1", "Zed - home"]
