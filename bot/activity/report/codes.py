"""Clean a site's code, and tell what is odd about it.

Shapes: public DSPT search result of 9 September 2022, where V and 5 digits is always a dentist, and
codes of care sites that had closed ended in CLOSED ("VL0..CLOSED"). Head offices: Digital Care Hub,
"How to find an ODS code", 2024.
"""

from __future__ import annotations

import re

from bot.activity.ods_code import normalise

# Other signs part two codes, or are no part of one: a code made of the rest would be invented.
_WRITTEN = re.compile(
    r"(?:[a-z0-9 .:]|\bODS\b)*?(?:[ -]*\(?\bclosed\b\)?|closed)?\.?", re.IGNORECASE
)
_USUAL = re.compile(r"V[A-Z0-9]{4}")
_CODE = re.compile(r"[A-Z0-9]{3,10}")
_CLOSED = re.compile(r"closed\W*$", re.IGNORECASE)
_NO_CODES = {"UNKNOWN", "NOTKNOWN", "NONE", "TBC", "PENDING", "BLANK", "CLOSED", "MISSING"}
_DENTIST = re.compile(r"V[0-9]{5}")
_HEAD_OFFICE = re.compile(r"[AC][A-Z0-9]{3}")


def clean_code(written: str) -> str | None:
    """Give the code in capitals, without spaces, dots, "ODS:" or CLOSED; None for what is none."""
    if _USUAL.fullmatch(written):
        return written
    if not _WRITTEN.fullmatch(written):
        return None
    code = normalise(written)
    return code if _CODE.fullmatch(code) and code not in _NO_CODES else None


def code_warning(written: str, code: str) -> str | None:
    """Say what is odd about a code that is taken as it is."""
    if _CLOSED.search(written):
        return "The code is marked as closed. The site may have a new one."
    if _DENTIST.fullmatch(code):
        return "V and 5 digits is a dentist's code, or an example. Check it."
    if _HEAD_OFFICE.fullmatch(code):
        return "This looks like a head office's code in the place of the site's own. Check it."
    return None
