"""Find private details in a message: they are neither kept nor sent on.

Contacts that the knowledge gives, numbers of services (0300, 0800 and the like), shared mailboxes
of care sites and ODS codes are not private.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from enum import Enum

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType
from stdnum.gb import nhs

from bot.channels.passwords import holds_password

# Dashes and quotation marks as phones write them.
_TYPED = str.maketrans("\u2010\u2011\u2013\u2014\u2018\u2019\u201c\u201d", "----''\"\"")

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_SHARED_MAILBOX = re.compile(r"(?:care|nhspharmacy)\..+@nhs\.net")

_GAP = r"[ ().-]{0,3}"
# phonenumbers finds mobile numbers in usual groups only. A date in July is none.
_MOBILE = re.compile(
    r"(?<!\d)(?!07[. -]\d\d[. -]\d{4}\b)"
    rf"(?:(?:\+|00)?44{_GAP}(?:0{_GAP})?|0{_GAP})7(?:{_GAP}\d){{9}}(?!\d)"
)
_OF_SERVICES = {
    PhoneNumberType.UAN,
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.PREMIUM_RATE,
}
# Not what follows "1-": that is a number of the Care Quality Commission.
_NHS_NUMBER = re.compile(r"(?<!\d)(?<!\d-)\d{3}[ .-]{0,2}\d{3}[ .-]{0,2}\d{4}(?!\d)")

_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WRITTEN = rf"(?<!\d){_DAY}[ -]*(?:of )?{_MONTH}[ ,.'-]*"
_START, _END = r"(?<![\d./-])", r"(?!\d|[./-]\d)"  # no part of a longer number with dots or dashes
_DATES = [
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_START}{_DAY}( ?[/.-] ?){_DAY}\1(?P<year>\d{{4}}|\d\d){_END}",
        rf"{_START}{_DAY} {_DAY} (?P<year>\d{{4}}){_END}",
        rf"{_START}(?P<year>\d{{4}})([/.-])\d{{1,2}}\2{_DAY}{_END}",
        rf"{_WRITTEN}(?P<year>\d{{4}})(?!\d)",
        rf"\b{_MONTH}\.? {_DAY},? (?P<year>\d{{4}})(?!\d)",
    )
]
_DATES_IF_NAMED = [
    *_DATES,
    re.compile(rf"{_WRITTEN}(?P<year>\d\d)(?!\d)", re.I),
    re.compile(r"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?P<year>(?:19|20)\d\d)(?!\d)"),
]
_BIRTH = re.compile(r"\b(?:d[./ ]?o[./ ]?b|born|birth\w*)\b", re.I)
# Nobody younger than this writes to us, and accounts, guides and inspections are younger.
_YOUNGEST = 16
_CENTURY = 100
_FURTHEST_AHEAD = 10  # years that a date of two figures may lie ahead


class PrivateDetail(Enum):
    """A kind of private detail."""

    EMAIL_ADDRESS = "email address"
    PHONE_NUMBER = "phone number"
    NHS_NUMBER = "NHS number"
    DATE_OF_BIRTH = "date of birth"
    PASSWORD = "password"  # noqa: S105 - the name of a kind, not a password


class PrivacyCheck:
    """Knows which addresses and numbers are public."""

    def __init__(self, public_addresses: Iterable[str], public_phones: Iterable[str]) -> None:
        """Keep the public ones in a form that can be compared."""
        self._addresses = {address.lower() for address in public_addresses}
        self._phones = {_full_number(phonenumbers.parse(phone, "GB")) for phone in public_phones}

    def find(self, text: str) -> set[PrivateDetail]:
        """Give the kinds of private details in a text."""
        text = text.translate(_TYPED)
        checks = {
            PrivateDetail.EMAIL_ADDRESS: self._has_address(text),
            PrivateDetail.PHONE_NUMBER: self._has_phone(text),
            PrivateDetail.NHS_NUMBER: _has_nhs_number(text),
            PrivateDetail.DATE_OF_BIRTH: _has_date_of_birth(text),
            PrivateDetail.PASSWORD: holds_password(text),
        }
        return {kind for kind, found in checks.items() if found}

    def _has_address(self, text: str) -> bool:
        found = (address.lower().strip("-.'") for address in _EMAIL.findall(text))
        return any(
            address not in self._addresses and not _SHARED_MAILBOX.fullmatch(address)
            for address in found
        )

    def _has_phone(self, text: str) -> bool:
        return bool(_MOBILE.search(text)) or any(
            phonenumbers.number_type(match.number) not in _OF_SERVICES
            and not any(date.match(match.raw_string) for date in _DATES)
            and _full_number(match.number) not in self._phones
            for match in phonenumbers.PhoneNumberMatcher(text, "GB")
        )


def _full_number(number: phonenumbers.PhoneNumber) -> str:
    """Write a number in its one form, without an extension."""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _has_nhs_number(text: str) -> bool:
    return any(nhs.is_valid(re.sub(r"\D", "", number)) for number in _NHS_NUMBER.findall(text))


def _has_date_of_birth(text: str) -> bool:
    """Tell whether a date is so old that it must be one, or is past and named as one."""
    this_year = dt.date.today().year
    if _BIRTH.search(text):
        years = _years(_DATES_IF_NAMED, text)
        return any(year < this_year for year in years)
    return any(
        _whole_year(year, this_year) <= this_year - _YOUNGEST for year in _years(_DATES, text)
    )


def _years(dates: Iterable[re.Pattern[str]], text: str) -> list[int]:
    return [int(found["year"]) for date in dates for found in date.finditer(text)]


def _whole_year(year: int, this_year: int) -> int:
    """Read 48 as 1948."""
    if year >= _CENTURY:
        return year
    ahead = this_year % _CENTURY + _FURTHEST_AHEAD
    return this_year - this_year % _CENTURY + year - (_CENTURY if year > ahead else 0)
