"""What may go into an address of the directory: a code or a postcode, and nothing else."""

from __future__ import annotations

import re

_CODE = re.compile(r"[A-Z0-9]{3,10}")
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")


def checked_code(code: str) -> str:
    """Give the code back.

    Raises:
        ValueError: it is not 3 to 10 capital letters and digits. The message does not repeat it.
    """
    if not _CODE.fullmatch(code):
        raise ValueError("An ODS code is 3 to 10 capital letters and digits, without spaces.")
    return code


def full_postcode(text: str) -> str:
    """Write a postcode as the directory does: in capitals, with one space.

    Raises:
        ValueError: it is no full postcode. The message does not repeat it.
    """
    found = _POSTCODE.fullmatch(" ".join(text.upper().split()))
    if not found:
        raise ValueError("A full postcode is needed, such as ZZ99 3WZ.")
    return f"{found[1]} {found[2]}"
