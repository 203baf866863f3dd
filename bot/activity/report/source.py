"""Tell what kind of file a report is, by its first bytes, and open it as a table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.activity.report.csv_source import csv_table
from bot.activity.report.model import ReportError
from bot.activity.report.table import Table
from bot.activity.report.xlsx_source import xlsx_table

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # the old .xls, and any workbook with a password


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open a CSV or XLSX file; what its name ends in does not matter.

    Raises:
        ReportError: it is missing, empty, another kind of file, or has no headers.
    """
    try:
        with path.open("rb") as file:
            start = file.read(len(_OLE))
    except OSError as error:
        raise ReportError(f"The file cannot be read: {error.strerror}.") from error
    if start == _OLE:
        raise ReportError(
            "This is an old .xls workbook, or one with a password. "
            "Open it in Excel and save it as .xlsx without a password."
        )
    with xlsx_table(path) if start.startswith(_ZIP) else csv_table(path) as table:
        yield table
