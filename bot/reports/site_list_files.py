"""Write the list of sites as CSV and as a workbook, safe to open in a spreadsheet program.

Names come from reports that others fill in. A cell that starts like a formula would be run by the
spreadsheet program of whoever opens the list: see OWASP, "CSV Injection".
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.reports.site_list import Column, Value

_LIKE_A_FORMULA = re.compile(r"\s*[=+\-@\t\r]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # a workbook may hold none of these
_DATE = "d mmmm yyyy"
_HEADER = PatternFill("solid", fgColor="E6EAE9")
_LONGEST_TITLE = 31  # letters of a sheet's name in Excel
_FROZEN = "D2"  # the header, and the columns up to the name


def write_csv(columns: Sequence[Column], path: Path) -> None:
    """Write the list as CSV in UTF-8, dates as 2020-11-27.

    The mark at the start of the file makes Excel read UTF-8. A text that looks like a formula gets
    an apostrophe in front.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.title for column in columns])
        writer.writerows([_plain(value) for value in row] for row in _rows(columns))


def write_workbook(columns: Sequence[Column], path: Path, title: str) -> None:
    """Write the list as a workbook: numbers and dates are such, and no text is a formula."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = re.sub(r"[\[\]:*?/\\]", " ", title)[:_LONGEST_TITLE]
    sheet.append([_header(sheet, column.title) for column in columns])
    for row in _rows(columns):
        sheet.append([_cell(sheet, value) for value in row])
    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    _set_up(sheet)
    workbook.save(path)


def _rows(columns: Sequence[Column]) -> list[tuple[Value, ...]]:
    return list(zip(*(column.values for column in columns), strict=True))


def _plain(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    text = _CONTROL.sub("", value)
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def _header(sheet: Worksheet, title: str) -> Cell:
    cell = _cell(sheet, title)
    cell.font, cell.fill = Font(bold=True), _HEADER
    return cell


def _cell(sheet: Worksheet, value: Value) -> Cell:
    cell = WriteOnlyCell(sheet)
    cell.value = _CONTROL.sub("", value) if isinstance(value, str) else value
    cell.alignment = Alignment(vertical="top", wrap_text=isinstance(value, str))
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl takes a text that starts with = for a formula
        cell.quotePrefix = True  # and Excel would, once somebody edits the cell
    elif isinstance(value, dt.date):
        cell.number_format = _DATE
    return cell


def _set_up(sheet: Worksheet) -> None:
    sheet.freeze_panes = _FROZEN
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = int(sheet.PAPERSIZE_A4)
    sheet.page_setup.fitToHeight = False
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
