"""What is read from a file: a report with its remarks, or the error that makes it unusable."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.activity.model import SiteRow


class ReportError(Exception):
    """A whole file cannot be used. The message says what is wrong, where, and what to do.

    It does not name the file, and repeats headers at most, never what stands below them.
    """


@dataclass(frozen=True)
class Remark:
    """What an operator is told of one line.

    Args:
        line: in the file, from 1; in a workbook the number of the row. 0 stands for the whole file.
        reason: one or more sentences. Cells are not quoted: a row that slipped may hold anything.
        ods_code: the site, where the line has a code that can be used.
    """

    line: int
    reason: str
    ods_code: str | None = None


@dataclass(frozen=True)
class Report:
    """An activity report. Each line with something on it is in `rows` or in a list of remarks.

    Args:
        rows: one for each site, in the order of the file.
        date: day on which the figures were taken.
        date_from: where that day stood: "given", "column", "title", "file name", or "" for none.
        refused: lines that are in no row.
        collapsed: repetitions of a line; the first one is in `rows`.
        totals: lines of totals, sub-totals, footers and repeated headers, which were left out.
        warnings: on lines that are in `rows`, on columns and on the file.
    """

    rows: tuple[SiteRow, ...]
    date: dt.date | None
    date_from: str
    refused: tuple[Remark, ...] = ()
    collapsed: tuple[Remark, ...] = ()
    totals: tuple[int, ...] = ()
    warnings: tuple[Remark, ...] = ()
