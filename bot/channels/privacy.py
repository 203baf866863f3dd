"""Find private details in a message: they are neither kept nor sent on.

Contacts that the knowledge gives, shared mailboxes of care sites and ODS codes are not private.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from enum import Enum

import phonenumbers
from stdnum.gb import nhs

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_NHS_NUMBER = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
_DATE = re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})(?!\d)")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_WRITTEN_DATE = re.compile(
    rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})[a-z]*\s+(\d{{4}})(?!\d)", re.I
)
_BIRTH = re.compile(r"\b(?:dob|d\.o\.b\.?|born|date of birth|birth ?(?:date|day))\b", re.I)
_PASSWORD = re.compile(
    r"\b(?:pass ?(?:word|code|phrase)|pword|pwd|pw|account secret|log ?in)\b"
    r"\s*(?:is|was|are|to|:|=|-|\s)*\s*"
    r"(?P<secret>\"[^\"]+\"|'[^']+'|\S+)",
    re.I,
)
# Nobody younger than this writes to us, and accounts, guides and inspections are younger.
_YOUNGEST = 16
_SHORTEST_PASSWORD = 6


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
        self._phones = {_digits(phone) for phone in public_phones}

    def find(self, text: str) -> set[PrivateDetail]:
        """Give the kinds of private details in a text."""
        checks = {
            PrivateDetail.EMAIL_ADDRESS: self._has_address(text),
            PrivateDetail.PHONE_NUMBER: self._has_phone(text),
            PrivateDetail.NHS_NUMBER: _has_nhs_number(text),
            PrivateDetail.DATE_OF_BIRTH: _has_date_of_birth(text),
            PrivateDetail.PASSWORD: _has_password(text),
        }
        return {kind for kind, found in checks.items() if found}

    def _has_address(self, text: str) -> bool:
        found = (address.lower().rstrip(".") for address in _EMAIL.findall(text))
        return any(
            address not in self._addresses and not address.startswith(("care.", "nhspharmacy."))
            for address in found
        )

    def _has_phone(self, text: str) -> bool:
        matches = phonenumbers.PhoneNumberMatcher(text, "GB")
        return any(_digits(match.raw_string) not in self._phones for match in matches)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", re.sub(r"^\+44", "0", text.strip()))


def _has_nhs_number(text: str) -> bool:
    return any(nhs.is_valid(number) for number in _NHS_NUMBER.findall(text))


def _has_date_of_birth(text: str) -> bool:
    years = [*_DATE.findall(text), *_WRITTEN_DATE.findall(text)]
    if years and _BIRTH.search(text):
        return True
    return any(len(year) == 4 and int(year) <= dt.date.today().year - _YOUNGEST for year in years)


def _has_password(text: str) -> bool:
    """Tell whether a password follows its own name; plain words alone are not taken for one."""
    for found in _PASSWORD.finditer(text):
        secret = found["secret"]
        if secret[0] in "\"'" and len(secret) > _SHORTEST_PASSWORD:
            return True
        bare = secret.rstrip(".,;!?)")
        letters = any(char.isalpha() for char in bare)
        figures = any(char.isdigit() for char in bare)
        if len(bare) >= _SHORTEST_PASSWORD and letters and figures:
            return True
    return False
