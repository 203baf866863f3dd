"""Read single cells: text, whole numbers, and percentages before their scale is known."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# A site with more accounts is a slip of the column: the portal gives a care site 10 users.
MOST_ACCOUNTS = 99_999
_BLANKS = {
    *("", "-", "\u2013", "\u2014", "n/a", "#n/a", "na", "<na>", "nan", "(blank)", "null"),
    *("#div/0!", "#ref!", "#value!", "#name?", "#null!", "#num!"),
}
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_COUNT = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.0*)?")
_PERCENT = re.compile(
    r"([0-9]{0,9}\.?[0-9]{1,20}|[0-9]{1,9}\.)(?:e(-[0-9]{1,3}))? ?(%?)", re.IGNORECASE
)


class Percent(NamedTuple):
    """A percentage as it is written.

    Args:
        number: without its sign.
        signed: whether a percent sign follows; else its column has to tell the scale.
        decimals: how many are written, which tells how far it was rounded.
    """

    number: float
    signed: bool
    decimals: int


def text_of(cell: object) -> str:
    """Give the text of a workbook's cell, as `text` does."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return text(cell if isinstance(cell, str) else str(cell))


# A report of 100,000 sites has few different cells, names aside: so with the other caches here.
@lru_cache(maxsize=10_000)
def text(written: str) -> str:
    """Give a cell's text, spaces collapsed; all that stands for nothing (-, N/A, ...) is empty."""
    if not written.isascii():
        written = written.translate(_INVISIBLE)
    written = " ".join(written.split())
    return "" if written.lower() in _BLANKS else written


@lru_cache(maxsize=1_000)
def count(written: str) -> int | None:
    """Read a whole number such as "2", "2.0" or "1,204"; None where the cell is blank.

    Raises:
        ValueError: it is something else.
    """
    if not written:
        return None
    found = _COUNT.fullmatch(written)
    number = int(found[1].replace(",", "")) if found else MOST_ACCOUNTS + 1
    if number > MOST_ACCOUNTS:
        raise ValueError("not a whole number of accounts")
    return number


@lru_cache(maxsize=10_000)
def percent(written: str) -> Percent | None:
    """Read a percentage such as "42%", "42.0 %", "42" or "0.42"; None where the cell is blank.

    Raises:
        ValueError: it is something else.
    """
    if not written:
        return None
    found = _PERCENT.fullmatch(written)
    if not found:
        raise ValueError("not a percentage")
    power = int(found[2] or 0)
    decimals = len(found[1].partition(".")[2]) - power
    return Percent(float(f"{found[1]}e{power}"), bool(found[3]), decimals)
