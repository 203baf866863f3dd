"""Workbooks are read by their values, from the first visible sheet with the headers."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from bot.activity.report import ReportError, read_report
from tests.activity.report.written import COURT, GRANGE, HEADER, LODGE, csv_file, xlsx_file


def test_numbers_percentages_and_dates_as_excel_keeps_them(tmp_path: Path):
    """Numbers, fractions, day numbers and dates of a workbook mean what Excel shows."""
    header = [*HEADER, "AUP %", "User Activity %", "Date Of Publication", "Last Activity"]
    rows = [
        ["VLZ2A", "Invented Lodge", 2, 1.0, "1", 0.5, 0.5, 44742, dt.datetime(2020, 11, 3, 9, 5)],
        ["VLZ3C", "Invented Grange", None, 2, 1, 2 / 3, 1 / 3, None, dt.date(2020, 11, 4)],
    ]

    report = read_report(xlsx_file(tmp_path, [header, *rows]))

    first, second = report.rows
    assert (first.accounts, first.aup_accepted, first.active) == (2, 1, 1)
    assert first.dspt_date == dt.date(2022, 6, 30)
    assert first.last_activity == dt.date(2020, 11, 3)
    assert (second.accounts, second.aup_accepted, second.active) == (3, 2, 1)
    assert second.dspt_date is None
    assert [(each.line, each.ods_code) for each in report.warnings] == [(3, "VLZ3C")]


def test_titles_in_merged_cells(tmp_path: Path):
    """Titles above the headers, merged over the table's width, do not hide the headers."""
    path = xlsx_file(tmp_path, [["NHSmail activity"], [], ["Data as at", 44162], HEADER, LODGE])
    workbook = openpyxl.load_workbook(path)
    workbook.active.merge_cells("A1:E1")
    workbook.save(path)

    report = read_report(path)

    assert [row.ods_code for row in report.rows] == ["VLZ2A"]


def test_title_with_a_date_cell(tmp_path: Path):
    """The day of the report may stand above the table as a real date."""
    title = ["Data as at", dt.datetime(2020, 11, 27)]

    report = read_report(xlsx_file(tmp_path, [title, HEADER, LODGE]))

    assert (report.date, report.date_from) == (dt.date(2020, 11, 27), "title")


def test_hidden_sheets_are_not_read(tmp_path: Path):
    """A hidden sheet adds no site, and the operator is told."""
    path = xlsx_file(tmp_path, [HEADER, LODGE], [HEADER, GRANGE], hidden=1)

    report = read_report(path)

    assert [row.ods_code for row in report.rows] == ["VLZ2A"]
    assert [(each.line, each.reason) for each in report.warnings] == [
        (0, 'The sheet "Sheet 2" is hidden. It was not read.')
    ]


def test_hidden_sheet_before_the_table(tmp_path: Path):
    """The first visible sheet with the headers is read, past hidden ones and notes."""
    path = xlsx_file(tmp_path, [HEADER, GRANGE], [["Notes"]], [HEADER, LODGE])
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[0].sheet_state = "veryHidden"
    workbook.active = 1
    workbook.save(path)

    report = read_report(path)

    assert [row.ods_code for row in report.rows] == ["VLZ2A"]
    assert "hidden" in report.warnings[0].reason


def test_all_sheets_hidden_but_notes(tmp_path: Path):
    """A table on a hidden sheet only is not read, and the error says where was searched."""
    path = xlsx_file(tmp_path, [["Notes"]], [HEADER, LODGE], hidden=1)

    with pytest.raises(ReportError, match=r"No line with headers .* Hidden sheets were not search"):
        read_report(path)


def test_no_sheet_with_headers(tmp_path: Path):
    """Without any table, and without hidden sheets, the error does not speak of these."""
    with pytest.raises(ReportError, match=r"Add the line with the headers\.$"):
        read_report(xlsx_file(tmp_path, [["Notes"]], [LODGE]))


def test_second_visible_sheet_is_remarked_on(tmp_path: Path):
    """Of two sheets with sites the first is read, and the other one is not lost in silence."""
    report = read_report(xlsx_file(tmp_path, [HEADER, LODGE], [HEADER, GRANGE]))

    assert [row.ods_code for row in report.rows] == ["VLZ2A"]
    assert [each.reason for each in report.warnings] == [
        'The sheet "Sheet 2" has headers too. It was not read.'
    ]


def test_rows_have_excels_numbers(tmp_path: Path):
    """A remark names the row as Excel numbers it, blank rows included."""
    report = read_report(xlsx_file(tmp_path, [HEADER, [], [], [*LODGE[:2], 1, 2, 0], COURT]))

    assert [remark.line for remark in report.refused] == [4]


def test_wrong_size_of_the_sheet(tmp_path: Path):
    """A sheet that says it has one cell, as some programs write, is read whole."""
    path = xlsx_file(tmp_path, [HEADER, LODGE, GRANGE])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(rb'<dimension ref="[^"]+"', b'<dimension ref="A1"', parts[sheet])
    assert b'ref="A1"' in parts[sheet]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    assert len(read_report(path).rows) == 2


def test_damaged_sheet(tmp_path: Path):
    """A sheet that breaks off is an error, not a report with fewer sites."""
    path = xlsx_file(tmp_path, [HEADER, LODGE, GRANGE])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet][: parts[sheet].rindex(b"<row")]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    with pytest.raises(ReportError, match="damaged"):
        read_report(path)


def test_other_zip_file(tmp_path: Path):
    """A zip file that is no workbook is refused."""
    with zipfile.ZipFile(tmp_path / "report.xlsx", "w") as archive:
        archive.writestr("report.csv", "ODS Code")

    with pytest.raises(ReportError, match=r"no \.xlsx workbook"):
        read_report(tmp_path / "report.xlsx")


def test_name_does_not_matter(tmp_path: Path):
    """A workbook named .csv and a CSV file named .xlsx are read for what they are."""
    workbook = xlsx_file(tmp_path, [HEADER, LODGE], name="first.csv")
    text = csv_file(tmp_path, HEADER, LODGE, name="second.xlsx")

    assert read_report(workbook).rows == read_report(text).rows
