"""Write invented reports to files. The codes hold a Z, which the directory does not use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

HEADER = ["ODS Code", "Organisation Name", "Users", "AUP Accepted", "Users Active"]
LODGE = ["VLZ2A", "Invented Lodge", "2", "1", "1"]
GRANGE = ["VLZ3C", "Invented Grange", "3", "0", "2"]
COURT = ["VNZ4D", "Invented Court", "4", "4", "0"]


def csv_file(folder: Path, *lines: Sequence[str], name: str = "report.csv") -> Path:
    """Write lines separated by commas; a cell with a comma brings its own quotes."""
    path = folder / name
    path.write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")
    return path


def with_columns(folder: Path, *values: Sequence[str], **columns: Iterable[str]) -> Path:
    """Write the three sites of HEADER with more columns, `header=cells`, "_" for a space."""
    extra = [[header.replace("_", " "), *cells] for header, cells in columns.items()]
    extra += [list(column) for column in values]
    lines = [HEADER, LODGE, GRANGE, COURT]
    return csv_file(
        folder,
        *([*line, *cells] for line, cells in zip(lines, zip(*extra, strict=True), strict=True)),
    )


def xlsx_file(
    folder: Path, *sheets: Iterable[Sequence[Any]], name: str = "report.xlsx", hidden: int = 0
) -> Path:
    """Write a workbook; its last `hidden` sheets are not shown."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for number, rows in enumerate(sheets, 1):
        sheet = workbook.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(list(row))
        if number > len(sheets) - hidden:
            sheet.sheet_state = "hidden"
    workbook.save(folder / name)
    return folder / name
