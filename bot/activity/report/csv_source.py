"""Read CSV: find out encoding and separator, then stream the lines."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TextIO

from bot.activity.report.cells import text
from bot.activity.report.header import SEARCHED, Line, header_at, known_headers, no_header
from bot.activity.report.model import ReportError
from bot.activity.report.table import Table

_SEPARATORS = (",", ";", "\t", "|")
_BLOCK = 1 << 20
# Control characters that no table holds; a picture, a PDF or a program does.
_BINARY = re.compile(r"[\x00-\x08\x0e-\x19]")


@contextmanager
def csv_table(path: Path) -> Iterator[Table]:
    """Open a CSV file in UTF-8, UTF-16 or Windows-1252, separated by comma, semicolon or tab.

    Raises:
        ReportError: it is not text, or has no headers. While its lines are read: a quote is wrong.
    """
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        separator = max(_SEPARATORS, key=lambda each: _headers_with(file, each))
        file.seek(0)
        first = list(islice(_lines(file, separator), SEARCHED))
        at = header_at(first)
        if at is None:
            raise no_header(first)
        # Begun anew: what was read above is a part of the body.
        file.seek(0)
        body = islice(_lines(file, separator), at + 1, None)
        yield Table(tuple(first[:at]), first[at], body)


def _headers_with(file: TextIO, separator: str) -> int:
    file.seek(0)
    best = 0
    try:
        for line in islice(_lines(file, separator), SEARCHED):
            best = max(best, known_headers(line))
    except ReportError:
        return best  # quotes look wrong where the separator is; with the right one it comes again
    return best


def _lines(file: TextIO, separator: str) -> Iterator[Line]:
    # Strict: a quote that is never closed would swallow the sites below it unseen.
    reader = csv.reader(file, delimiter=separator, strict=True)
    number = 1
    try:
        for cells in reader:
            yield Line(number, [text(cell) for cell in cells])
            number = reader.line_num + 1
    except csv.Error as error:
        raise ReportError(
            f'The quotes (") in line {number} or just below it do not match. '
            "Correct them, or save the report again from Excel."
        ) from error


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(2)
    wide = start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        if _decodes(path, encoding):
            return encoding
    raise ReportError("This is neither CSV nor XLSX. Save the report as one of them.")


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as file:
            while block := file.read(_BLOCK):
                if _BINARY.search(block):
                    return False
    except UnicodeError:
        return False
    return True
