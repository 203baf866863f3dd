"""Tell lines that are no sites: totals, sub-totals, the footer of an export, repeated headers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.activity.report.columns import Columns, Texts
from bot.activity.report.fields import Field
from bot.activity.report.header import Line

_TOTAL = re.compile(
    r"(?:(?:grand|overall|report|running) )?(?:sub)?[- ]?totals?(?: ?[:=(].*| for .*| of .*)?"
    r"|.* (?:sub)?[- ]?totals?",
    re.IGNORECASE,
)
# Power BI ends an export with such a line, and one line for each filter below it.
_FOOTER = re.compile(r"(?:applied filters|no filters applied)\b", re.IGNORECASE)


def part_sites(
    lines: Iterable[Line], columns: Columns, totals: list[int]
) -> Iterator[tuple[Line, Texts]]:
    """Pass on the lines that should be sites, without blank ones; note the others in `totals`."""
    in_footer = False
    for line in lines:
        first = next(filter(None, line.cells), None)
        if first is None:
            continue
        texts = columns.texts(line.cells)
        footer = _FOOTER.match(first) is not None
        in_footer = in_footer or footer
        if footer or (in_footer and _alone(line)) or _no_site(texts, line, columns):
            totals.append(line.number)
        else:
            yield line, texts


def _alone(line: Line) -> bool:
    return sum(map(bool, line.cells)) == 1


def _no_site(texts: Texts, line: Line, columns: Columns) -> bool:
    code = texts.ods_code
    if code:
        return code == columns.name(Field.ODS_CODE) or _TOTAL.fullmatch(code) is not None
    # Without a code: a name such as "Total Care" is no total, "Leeds total" is.
    labels = [texts.site_name] if texts.site_name else line.cells
    return any(map(_TOTAL.fullmatch, labels))
