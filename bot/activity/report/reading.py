"""Read an activity report from a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from bot.activity.report.columns import SAMPLED, Columns, choose_columns
from bot.activity.report.counts import Wholes, whole_of
from bot.activity.report.dates import date_in_words
from bot.activity.report.duplicates import Numbered, same_names, single
from bot.activity.report.fields import Field
from bot.activity.report.footing import part_sites
from bot.activity.report.header import Line
from bot.activity.report.model import Remark, Report, ReportError
from bot.activity.report.personal import PersonalData
from bot.activity.report.rows import Draft, complete, read_line
from bot.activity.report.source import open_table

_STEP = 1_000  # rows between two signs of progress


class _Read(NamedTuple):
    columns: Columns
    titles: tuple[Line, ...]
    drafts: list[Draft]
    refused: list[Remark]
    totals: list[int]
    remarks: list[Remark]


def read_report(
    path: Path, *, date: dt.date | None = None, progress: Callable[[int], None] | None = None
) -> Report:
    """Read the activity report: CSV (UTF-8, UTF-16, Windows-1252) or XLSX, one row a site.

    Args:
        path: the file. What its name ends in does not matter.
        date: day on which the figures were taken; else it is looked for in a column, in the titles
            above the table and in the file's name.
        progress: is told the number of rows read so far, every 1,000 and at the end.

    Raises:
        ReportError: the file as a whole cannot be used. Single lines are only listed as refused.
    """
    read = _read(path, progress)
    date, date_from = _date(read, date, path)
    warnings = [*read.remarks, *_other_date(read, date, date_from)]
    refused = list(read.refused)
    rows = []
    wholes = Wholes(
        whole_of(draft.figures.aup_percent for draft in read.drafts),
        whole_of(draft.figures.active_percent for draft in read.drafts),
    )
    for draft in read.drafts:
        completed = complete(draft, read.columns, wholes, date)
        if isinstance(completed, Remark):
            refused.append(completed)
        else:
            row, sentences = completed
            rows.append(Numbered(draft.line, row))
            warnings += [Remark(draft.line, sentence, row.ods_code) for sentence in sentences]
    singled = single(rows, refused)
    kept = {line for line, _ in singled.kept}
    warnings = [each for each in warnings if each.line in kept or each.ods_code is None]
    return Report(
        rows=tuple(row for _, row in singled.kept),
        date=date,
        date_from=date_from,
        refused=_in_order([*refused, *singled.refused]),
        collapsed=_in_order(singled.collapsed),
        totals=tuple(read.totals),
        warnings=_in_order([*warnings, *same_names(singled.kept)]),
    )


def _read(path: Path, progress: Callable[[int], None] | None) -> _Read:
    with open_table(path) as table:
        sample = list(islice(table.body, SAMPLED))
        columns, remarks = choose_columns(table.header, sample)
        personal = PersonalData(columns)
        read = _Read(columns, table.titles, [], [], [], [*table.remarks, *remarks])
        lines = _counted(chain(sample, table.body), progress)
        for line, texts in part_sites(lines, columns, read.totals):
            personal.see(line.cells)
            made = read_line(line, texts, columns)
            if isinstance(made, Draft):
                read.drafts.append(made)
            else:
                read.refused.append(made)
        personal.refuse()
    return read


def _counted(lines: Iterable[Line], progress: Callable[[int], None] | None) -> Iterator[Line]:
    number = 0
    for number, line in enumerate(lines, 1):
        yield line
        if progress and number % _STEP == 0:
            progress(number)
    if progress and number % _STEP:
        progress(number)


def _date(read: _Read, given: dt.date | None, path: Path) -> tuple[dt.date | None, str]:
    if given:
        return given, "given"
    in_column = _days_of_column(read.drafts)
    if len(in_column) > 1:
        (first, at), (second, then) = list(in_column.items())[:2]
        raise ReportError(
            f"The column {read.columns.name(Field.EXTRACT_DATE)} has several dates: {first} in "
            f"line {at}, {second} in line {then}. A report is of one day: part the file, or give "
            "the date."
        )
    if in_column:
        return next(iter(in_column)), "column"
    in_title = date_in_words("\n".join(" ".join(line.cells) for line in read.titles))
    if in_title:
        return in_title, "title"
    in_name = date_in_words(path.stem)
    return in_name, "file name" if in_name else ""


def _other_date(read: _Read, date: dt.date | None, date_from: str) -> list[Remark]:
    if date_from != "given":
        return []
    return [
        Remark(line, f"{read.columns.name(Field.EXTRACT_DATE)} is {day}, but {date} was given.")
        for day, line in _days_of_column(read.drafts).items()
        if day != date
    ]


def _days_of_column(drafts: Iterable[Draft]) -> dict[dt.date, int]:
    """Give the days in the column of the report's date, each with its first line."""
    days: dict[dt.date, int] = {}
    for draft in drafts:
        if draft.extract_date:
            days.setdefault(draft.extract_date, draft.line)
    return days


def _in_order(remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    return tuple(sorted(remarks, key=lambda remark: remark.line))
