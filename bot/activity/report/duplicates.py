"""Find lines about one site, and sites with one name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.activity.model import SiteRow
from bot.activity.report.model import Remark

_NAMED = 3  # other lines that a remark lists


class Numbered(NamedTuple):
    """A row with the number of its line."""

    line: int
    row: SiteRow


class Singled(NamedTuple):
    """Rows of which each code has one at most, and what became of the others."""

    kept: list[Numbered]
    collapsed: list[Remark]
    refused: list[Remark]


def single(rows: Sequence[Numbered], refused: Iterable[Remark]) -> Singled:
    """Keep the first of identical rows; refuse all rows of a code that contradict each other.

    Args:
        rows: usable ones, in the order of the file.
        refused: remarks on the other lines: one with the same code contradicts a usable row, as
            nobody can tell which of the two is right.
    """
    lines = defaultdict(list)
    first: dict[str, SiteRow] = {}
    doubtful = set()
    for line, row in rows:
        lines[row.ods_code].append(line)
        if first.setdefault(row.ods_code, row) != row:
            doubtful.add(row.ods_code)
    for remark in refused:
        code = remark.ods_code
        if code is not None and code in first:
            lines[code].append(remark.line)
            doubtful.add(code)
    result = Singled([], [], [])
    for line, row in rows:
        code = row.ods_code
        if code in doubtful:
            others = _others(lines[code], line)
            reason = f"The same ODS code with other figures or words stands in {others}."
            result.refused.append(Remark(line, f"{reason} Delete the wrong lines.", code))
        elif line == lines[code][0]:
            result.kept.append(Numbered(line, row))
        else:
            result.collapsed.append(Remark(line, f"It repeats line {lines[code][0]}.", code))
    return result


def same_names(rows: Sequence[Numbered]) -> list[Remark]:
    """Warn of each site that shares its name, which is told apart from the other by its code."""
    lines = defaultdict(list)
    for line, row in rows:
        lines[row.name.casefold()].append(line)
    return [
        Remark(line, f"A site of the same name stands in {_others(same, line)}.", row.ods_code)
        for line, row in rows
        if len(same := lines[row.name.casefold()]) > 1
    ]


def _others(lines: Sequence[int], line: int) -> str:
    others = [number for number in lines[: _NAMED + 1] if number != line][:_NAMED]
    more = len(lines) - 1 - len(others)
    listed = ", ".join(map(str, others)) + (f" and {more} more" if more else "")
    return f"{'lines' if len(others) > 1 or more else 'line'} {listed}"
