"""Read dates: in a cell, and within the words of a title or a file's name. Days come first."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_DAY = r"(?P<day>[0-3]?\d)"
_YEAR = r"(?P<year>20\d\d|\d\d)"
_ISO = r"(?P<year>20\d\d)(?P<sign>[-./ ]?)(?P<month>\d\d)(?P=sign)(?P<day>\d\d)"
_UK = rf"{_DAY}(?P<sign>[-./ ])(?P<month>\d?\d)(?P=sign)(?P<year>20\d\d)"
# Two digits for the year after slashes only, which a file's name cannot hold: its time of day
# (15_39_05) is no date.
_UK_SHORT = rf"{_DAY}/(?P<month>\d?\d)/(?P<year>\d\d)"
_UK_WORDS = rf"{_DAY}(?:st|nd|rd|th)?[-., ]{{0,2}}(?:of )?{_MONTH}[-.,' ]{{0,2}}{_YEAR}"
_WITH_DAY_SECOND = rf"{_MONTH}[-. ]{{0,2}}{_DAY}(?:st|nd|rd|th)?[, ]{{1,2}}(?P<year>20\d\d)"
_MONTH_ONLY = rf"{_MONTH}[-.,' ]{{0,2}}{_YEAR}"
_PATTERNS = [
    re.compile(rf"(?<![a-z\d]){pattern}(?!\d)", re.IGNORECASE)
    # ISO second: in 23_10_2020 11_05_59 the year belongs to what stands before it.
    for pattern in (_UK, _ISO, _UK_SHORT, _UK_WORDS, _WITH_DAY_SECOND, _MONTH_ONLY)
]
_IN_CELL = [
    re.compile(rf"{pattern}(?:[T ,]+[\d:.]+(?: ?[ap]m|Z|\+00:00)?)?", re.IGNORECASE)
    for pattern in (_ISO, _UK, _UK_SHORT, _UK_WORDS)
]
_TAKEN_ON = re.compile(
    r"\b(?:as at|as of|as on|up to|extract\w*|exported|snapshot|report date|data date)\W*"
    r"(?:(?:on|date|of|is)\W+)*$",
    re.IGNORECASE,
)
_CENTURY = 2000
_EARLIEST, _LATEST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
# Excel counts days so that 1 March 1900 is 61; before, it is wrong by one.
_EXCEL_ZERO = dt.date(1899, 12, 30)
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")


@lru_cache(maxsize=4096)  # a report repeats few dates on many lines
def date_in_cell(written: str) -> dt.date | None:
    """Read a cell's date, in figures, in words or as Excel's day number; None where it is blank.

    Raises:
        ValueError: it is no date, or not of this century.
    """
    if not written:
        return None
    serial = _SERIAL.fullmatch(written)
    if serial:
        return _of_this_century(_EXCEL_ZERO + dt.timedelta(days=int(serial[1])))
    for pattern in _IN_CELL:
        found = pattern.fullmatch(written)
        if found:
            return _of_this_century(_date(found))
    raise ValueError("not a date")


def date_in_words(words: str) -> dt.date | None:
    """Find the day of a report in a title or in a file's name; a month stands for its last day.

    What follows "as at", "extracted" or the like is preferred. Of several others the latest is
    taken: it ends a period ("1 September to 27 November 2020").
    """
    found = list(_dates(words.replace("_", " ")))
    marked = [date for date, taken_on in found if taken_on]
    return max(marked or [date for date, _ in found], default=None)


def _dates(words: str) -> Iterator[tuple[dt.date, bool]]:
    for pattern in _PATTERNS:
        for found in pattern.finditer(words):
            try:
                date = _date(found)
            except ValueError:
                continue  # other figures, such as a version or a time of day
            yield date, _TAKEN_ON.search(words[: found.start()]) is not None
            words = words[: found.start()] + "\0" * len(found[0]) + words[found.end() :]


def _date(found: re.Match[str]) -> dt.date:
    parts = found.groupdict()
    year = int(parts["year"])
    year = year if year >= _CENTURY else _CENTURY + year
    written = parts["month"].lower()
    month = int(written) if written.isdigit() else _MONTHS.index(written[:3]) + 1
    day = parts.get("day")
    return dt.date(year, month, int(day) if day else calendar.monthrange(year, month)[1])


def _of_this_century(date: dt.date) -> dt.date:
    if not _EARLIEST <= date <= _LATEST:
        raise ValueError("not a date of this century")
    return date
