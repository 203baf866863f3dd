"""Work out a site's accounts from its counts and percentages. Counts decide, percentages fill gaps.

Up to 10 accounts the number follows from counts and rounded percentages in every case, except
where nobody accepted the policy and nobody is active: then there is at least 1, and 1 is taken.
Percentages may be off by a point, as on the NHSmail activity slides of autumn 2020, where 4 of 16
are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.activity.report.cells import Percent

_POINT = 0.01
_HALF_A_POINT = 0.005
_NOISE = 1e-9
# Looked for up to here where a percentage of nearly nothing allows any number.
_FEWEST = 1
_MOST_WORKED_OUT = 1_000


class CountsError(ValueError):
    """Counts that contradict each other, or from which too little follows. Says why."""


class Share(NamedTuple):
    """A percentage of which the scale is known.

    Args:
        value: from 0 to 1; beyond, where the file is wrong.
        rounding: how far at most it was moved by rounding, at most half a point.
    """

    value: float
    rounding: float


class Written(NamedTuple):
    """Counts and percentages as a line has them; None for blank."""

    accounts: int | None
    aup_accepted: int | None
    active: int | None
    aup_percent: Percent | None
    active_percent: Percent | None


class Wholes(NamedTuple):
    """What stands for the whole in each column of percentages, 1 or 100."""

    aup_percent: int
    active_percent: int


class Counted(NamedTuple):
    """The columns of counts, as remarks name them; `there` tells which of them the file has."""

    accounts: str
    aup_accepted: str
    active: str
    there: tuple[bool, ...]


class _Part(NamedTuple):
    """Accounts of one kind: how many, and their share of all; None for blank."""

    name: str
    number: int | None
    share: Share | None


class Figures(NamedTuple):
    """A site's three counts, with remarks on how they came about."""

    accounts: int
    aup_accepted: int
    active: int
    remarks: tuple[str, ...]


def whole_of(column: Iterable[Percent | None]) -> int:
    """Tell what stands for the whole in a column of percentages: 100, or 1 for fractions.

    Values with a percent sign need no such answer. Of the others, those above 1 are weighed against
    those between 0 and 1, so that one slip does not turn the column. 1 itself tells nothing: in a
    column of 0 and 1 it is all accounts, as 1 in 100 does not occur in care homes.
    """
    numbers = [each.number for each in column if each is not None and not each.signed]
    above, between = sum(n > 1 for n in numbers), sum(0 < n < 1 for n in numbers)
    return 100 if above and above >= between else 1


def share_of(percent: Percent | None, whole: int) -> Share | None:
    """Bring a percentage to the scale from 0 to 1; None stays None."""
    if percent is None:
        return None
    whole = 100 if percent.signed else whole
    rounding = 0.5 * 10.0 ** -max(percent.decimals, 0) / whole
    return Share(percent.number / whole, min(rounding, _HALF_A_POINT))


@lru_cache(maxsize=10_000)
def work_out(written: Written, wholes: Wholes, columns: Counted) -> Figures:
    """Fill in what is blank, and hold what is written against each other.

    Raises:
        CountsError: the counts do not fit, or one of them cannot be known.
    """
    accepted = _Part(
        columns.aup_accepted,
        written.aup_accepted,
        share_of(written.aup_percent, wholes.aup_percent),
    )
    active = _Part(
        columns.active, written.active, share_of(written.active_percent, wholes.active_percent)
    )
    total = written.accounts
    if total is None:
        total = _accounts(accepted, active, columns.accounts)
    counts = [_count(part, total) for part in (accepted, active)]
    remarks = [
        f"{name} is blank. It was worked out from the other figures."
        for name, number, there in zip(columns[:3], written[:3], columns.there, strict=True)
        if there and number is None
    ]
    if written.accounts is None and total and not any(counts):
        remarks.append(f"{columns.accounts} is not known: at least 1. Nobody has started here.")
    for part, count in zip((accepted, active), counts, strict=True):
        if count > total:
            raise CountsError(f"{part.name} is {count}, more than {columns.accounts}, {total}.")
        if not _agrees(count, total, part.share):
            remarks.append(
                f"{part.name} differs from its percentage by more than 1 point. The count was kept."
            )
    return Figures(total, counts[0], counts[1], tuple(remarks))


def _accounts(accepted: _Part, active: _Part, name: str) -> int:
    parts = [part for part in (accepted, active) if part.number is not None]
    if not any(part.number for part in parts):
        return _none_or_unknown(accepted, active, name)
    if not any(part.number and part.share for part in parts):
        raise CountsError(f"{name} is blank, and no percentage tells it.")
    for allowed in (0.0, _POINT):
        fitting = _totals(parts, allowed)
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise CountsError(
                f"{name} is blank, and several numbers fit the percentages, {fitting[0]} or more."
            )
    raise CountsError(f"{name} is blank, and no number of accounts fits counts and percentages.")


def _none_or_unknown(accepted: _Part, active: _Part, name: str) -> int:
    parts = (accepted, active)
    if any(part.number == 0 and part.share and part.share.value for part in parts):
        raise CountsError(
            f"{name} is blank, and no number of accounts fits counts and percentages."
        )
    if accepted.number is None or active.number is None:
        raise CountsError(f"{name} is blank, and cannot be worked out.")
    # 0% of something: a site where nobody has started. It must not be lost, as it is at most risk.
    return _FEWEST if any(part.share for part in parts) else 0


def _totals(parts: Sequence[_Part], allowed: float) -> list[int]:
    lowest = max(part.number or 0 for part in parts)
    highest = _MOST_WORKED_OUT
    for part in parts:
        if part.number and part.share:
            off = max(allowed, part.share.rounding) + _NOISE
            lowest = max(lowest, math.ceil(part.number / (part.share.value + off)))
            if part.share.value > off:
                highest = min(highest, math.floor(part.number / (part.share.value - off)))
    return [
        total
        for total in range(lowest, highest + 1)
        if all(_fits(part.number or 0, total, part.share, allowed) for part in parts)
    ]


def _count(part: _Part, total: int) -> int:
    if part.number is not None:
        return part.number
    if total == 0:
        return 0
    if part.share is None:
        raise CountsError(f"{part.name} is blank, and cannot be worked out.")
    for allowed in (0.0, _POINT):
        nearest = math.floor(part.share.value * total + 0.5)
        near = range(max(0, nearest - 1), min(total, nearest + 1) + 1)
        fitting = [number for number in near if _fits(number, total, part.share, allowed)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            raise CountsError(f"{part.name} is blank, and its percentage fits several numbers.")
    raise CountsError(f"{part.name} is blank, and its percentage fits no number of accounts.")


def _fits(count: int, total: int, share: Share | None, allowed: float) -> bool:
    if share is None:
        return True
    return abs(count / total - share.value) <= max(allowed, share.rounding) + _NOISE


def _agrees(count: int, total: int, share: Share | None) -> bool:
    if share is None:
        return True
    if total == 0:
        return share.value == 0
    return abs(count / total - share.value) <= _POINT + _NOISE
