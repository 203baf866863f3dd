"""Find the line with the headers, below titles of any number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.activity.report.fields import FIELD_OF_KEY, Field, header_key
from bot.activity.report.model import ReportError

# Titles take 1 to 3 lines; an export with its filters listed above the table takes more.
SEARCHED = 30
_FEWEST = 2
_SHOWN = 5
_LOOKED_FOR = (Field.ODS_CODE, Field.SITE_NAME, Field.ACCOUNTS, Field.AUP_ACCEPTED, Field.ACTIVE)


class Line(NamedTuple):
    """A line of a file.

    Args:
        number: from 1; of a line that breaks within a cell, where it starts.
        cells: the texts, blank ones empty.
    """

    number: int
    cells: list[str]


def known_headers(line: Line) -> int:
    """Count the different columns of the report that a line names."""
    return len({FIELD_OF_KEY.get(header_key(cell)) for cell in line.cells} - {None})


def header_at(lines: Sequence[Line]) -> int | None:
    """Tell which of the first lines holds the headers; None where no line names two columns."""
    counts = [known_headers(line) for line in lines[:SEARCHED]]
    best = max(counts, default=0)
    return counts.index(best) if best >= _FEWEST else None


def no_header(lines: Sequence[Line]) -> ReportError:
    """Say what was looked for, and how many cells the first lines have."""
    if not any(any(line.cells) for line in lines):
        return ReportError("The file is empty. Save the report again.")
    wanted = ", ".join(f'"{field.value}"' for field in _LOOKED_FOR)
    held = ", ".join(str(sum(map(bool, line.cells))) for line in lines[:_SHOWN])
    return ReportError(
        f"No line with headers was found in the first {SEARCHED} lines. Columns such as {wanted} "
        f"were looked for. Filled cells in the first lines: {held}. Add the line with the headers."
    )
