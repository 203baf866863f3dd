"""Find columns with personal data, by their headers and by what stands below them.

The report is about sites. Names, email addresses, phone numbers and home addresses of people are
not needed, so a file with them is refused as a whole (UK GDPR, article 5: data minimisation).
A postcode alone is let pass and never kept: it is the site's, and public.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from bot.activity.report.columns import Columns, column_name
from bot.activity.report.fields import Field, header_words
from bot.activity.report.model import ReportError

_SAMPLED = 500  # filled cells of a column
_PART = 10  # refused where one of so many cells looks personal

_WHOSE = (
    r"(?:(?:main|primary|secondary|first|second|deputy|key|site|care|home|nhsmail|mailbox|shared|"
    r"account|registered|line|branch|smb|lead|current|new|name|of|the|provider|cqc) )*"
)
_PERSON = (
    r"(?:managers?|owners?|contacts?|staff|employees?|residents?|patients?|service users?|user|"
    r"nominated individual|account holders?|applicants?|next of kin|administrators?)"
)
_HEADERS = {
    "names": re.compile(
        rf"{_WHOSE}{_PERSON}(?: (?:person|name|names|full name|details|id))?|"
        r"(?:.* )?(?:first|last|full|given|family|middle|preferred|display|user|staff|person|"
        r"member|principal|contact|manager|owner) names?|(?:.* )?(?:fore|sur|user)names?"
    ),
    "email addresses": re.compile(r"(?:.* )?e ?mails?(?: (?:address(?:es)?|id))?(?: \d)?"),
    "phone numbers": re.compile(
        r"(?:.* )?(?:tele)?phones?(?: (?:no|number|numbers))?(?: \d)?|(?:.* )?tel(?: no| number)?|"
        r"(?:.* )?(?:mobile|contact|fax)(?: (?:no|number|numbers|phone))|mobiles?|fax"
    ),
    "addresses": re.compile(
        r"(?:(?:home|postal|street|private|residential|user|staff|contact) )*"
        r"addr(?:ess(?:es)?)?(?: ?(?:line|ln))?(?: ?\d)?|street|(?:home|user|staff) post ?code"
    ),
    "numbers of people": re.compile(
        r"(?:.* )?(?:date of birth|dob|nhs (?:no|number)|national insurance(?: no| number)?)"
    ),
}
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
# NHSmail gives care sites' shared mailboxes such names: Partners in Care FAQ, 2024.
_SHARED_MAILBOX = re.compile(r"care\.[\w.'-]+@nhs\.net", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\w.-])(?!\d\d[-. ]\d\d[-. ]\d{4}\b)"  # a day, and the time after it
    r"(?:(?:\+|00)44[ ()-]*(?:0[ )]*)?|\(?0)[1-37-9](?:[ ()./-]{0,2}\d){8,9}(?!\d)|(?:44)?7\d{9}"
)
_TITLED = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|prof|rev)\b\.? ?[A-Z][\w'-]+", re.IGNORECASE)
_NOT_TEXT = (
    *(Field.ACCOUNTS, Field.AUP_ACCEPTED, Field.AUP_PERCENT, Field.ACTIVE, Field.ACTIVE_PERCENT),
    *(Field.DSPT_DATE, Field.LAST_ACTIVITY, Field.EXTRACT_DATE),
    Field.SMB_ADDRESS,  # the site's, and never kept
)


class PersonalData:
    """Gathers some cells of each column, and refuses the file for what they hold."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        skipped = {columns.places.get(field) for field in _NOT_TEXT}
        self._cells: dict[int, list[str]] = {at: [] for at in range(len(columns.header.cells))}
        self._lacking = sorted(self._cells.keys() - skipped)

    def see(self, cells: Sequence[str]) -> None:
        """Gather the filled cells of a line, of those columns that lack some yet."""
        for place in self._lacking:
            if place < len(cells) and cells[place]:
                self._cells[place].append(cells[place])
                if len(self._cells[place]) == _SAMPLED:
                    self._lacking = [other for other in self._lacking if other != place]

    def refuse(self) -> None:
        """Refuse the file if a column is personal.

        Raises:
            ReportError: with the columns and what they seem to hold.
        """
        header = self._columns.header
        found = {place: self._kind(place) for place in self._cells}
        named = [f"{column_name(header, at)}: {kind}" for at, kind in found.items() if kind]
        if named:
            raise ReportError(
                f"These columns look like personal data - {'; '.join(named)}. "
                "The report needs none. Delete the columns and try again."
            )

    def _kind(self, place: int) -> str | None:
        cells = self._cells[place]
        if place not in self._columns.places.values():
            kind = kind_of_header(self._columns.header.cells[place], cells)
            if kind:
                return kind
        return kind_of_cells(cells)


def kind_of_header(header: str, cells: Sequence[str]) -> str | None:
    """Tell what kind of personal data a header announces; None if none.

    Args:
        header: of a column that is none of the report's.
        cells: some below it; where all are shared mailboxes, an email address is the site's.
    """
    words = header_words(header)
    if words == "name":  # beside a column with the sites' names
        return "names"
    kind = next((kind for kind, shape in _HEADERS.items() if shape.fullmatch(words)), None)
    if kind == "email addresses" and cells and all(map(_SHARED_MAILBOX.fullmatch, cells)):
        return None
    return kind


def kind_of_cells(cells: Sequence[str]) -> str | None:
    """Tell what kind of personal data at least a tenth of the cells hold; None if none."""
    tests: dict[str, Callable[[str], object]] = {
        "email addresses": _has_email,
        "phone numbers": _PHONE.search,
        "names": _TITLED.match,
    }
    for kind, test in tests.items():
        held = sum(map(bool, map(test, cells)))
        if held and held * _PART >= len(cells):
            return kind
    return None


@lru_cache(maxsize=10_000)
def is_personal(words: str) -> bool:
    """Tell whether a text that would be kept holds an email address or a phone number."""
    return "@" in words or _PHONE.search(words) is not None


def _has_email(cell: str) -> bool:
    return any(not _SHARED_MAILBOX.fullmatch(found) for found in _EMAIL.findall(cell))
