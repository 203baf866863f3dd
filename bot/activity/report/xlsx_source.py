"""Read XLSX: find the first visible sheet with the headers, then stream its rows."""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from bot.activity.report.cells import text_of
from bot.activity.report.header import SEARCHED, Line, header_at, no_header
from bot.activity.report.model import Remark, ReportError
from bot.activity.report.table import Table

_VISIBLE = "visible"
# What openpyxl raises on a damaged file and on other zip files: it has no error of its own.
_DAMAGED = (
    BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    OSError,
    SyntaxError,
    zlib.error,
)


@contextmanager
def xlsx_table(path: Path) -> Iterator[Table]:
    """Open a workbook. Hidden sheets, and further sheets with such headers, are only remarked on.

    Raises:
        ReportError: it is no workbook, or none of its visible sheets has the headers.
    """
    with path.open("rb") as file:  # as a file: openpyxl refuses by the name otherwise
        workbook = _open(file)
        try:
            yield _table(workbook)
        finally:
            workbook.close()


def _open(file: Any) -> Any:
    try:
        with warnings.catch_warnings():
            # Styles and validations that openpyxl does not know; only values are read here.
            warnings.simplefilter("ignore", UserWarning)
            return openpyxl.load_workbook(file, read_only=True, data_only=True)
    except _DAMAGED as error:
        raise _damaged() from error


def _table(workbook: Any) -> Table:
    visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == _VISIBLE]
    remarks = [
        Remark(0, f'The sheet "{sheet.title}" is hidden. It was not read.')
        for sheet in workbook.worksheets
        if sheet.sheet_state != _VISIBLE
    ]
    starts = [list(islice(_lines(sheet), SEARCHED)) for sheet in visible]
    with_header = [place for place, start in enumerate(starts) if header_at(start) is not None]
    if not with_header:
        raise _no_sheet(starts, hidden=bool(remarks))
    chosen, *others = with_header
    first = starts[chosen]
    remarks += [
        Remark(0, f'The sheet "{visible[place].title}" has headers too. It was not read.')
        for place in others
    ]
    at = header_at(first) or 0
    body = islice(_lines(visible[chosen]), at + 1, None)
    return Table(tuple(first[:at]), first[at], body, tuple(remarks))


def _lines(sheet: Any) -> Iterator[Line]:
    sheet.reset_dimensions()  # some programs write a size that is wrong
    rows = enumerate(sheet.iter_rows(values_only=True), 1)
    while True:
        try:
            number, cells = next(rows)
        except StopIteration:
            return
        except _DAMAGED as error:
            raise _damaged() from error
        yield Line(number, [text_of(cell) for cell in cells])


def _damaged() -> ReportError:
    return ReportError(
        "This is no .xlsx workbook, or it is damaged. Open it in Excel and save it as .xlsx."
    )


def _no_sheet(starts: list[list[Line]], *, hidden: bool) -> ReportError:
    error = no_header(next((start for start in starts if start), []))
    if hidden:
        return ReportError(f"{error} Hidden sheets were not searched.")
    return error
