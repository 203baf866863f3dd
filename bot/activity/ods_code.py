"""What kinds of ODS codes there are, and how one is cleaned, corrected and read out.

Shapes were counted on the public DSPT search result of 9 September 2022 (64,201 organisations).
Of 16,339 care sites with a V code, 16,336 start with VL, VM or VN; 16,335 of those use only digits
and letters without B, I, O, S, U and Z. V with 5 digits is a dentist, and never a care site.
How sites and head offices are told apart: Digital Care Hub, "How to find an ODS code", 2024.
"""

from __future__ import annotations

import re
from enum import Enum


class CodeKind(str, Enum):
    """What a code seems to be, by its shape alone; the ODS directory has the last word.

    LIKELY_TYPO has the shape of a site's code with a letter that ODS does not use. Look such a code
    up as it is written before asking whether another was meant.
    """

    SITE = "site"
    HEAD_OFFICE = "head_office"
    DENTIST = "dentist"
    LIKELY_TYPO = "likely_typo"
    POSTCODE = "postcode"
    CQC_LOCATION = "cqc_location"
    OTHER = "other"


_LOOK_ALIKES = {"O": "0", "I": "1", "S": "5", "B": "8", "Z": "2", "U": "V"}
_MOST_MEANT = 4
_ISSUED = "0-9ACDEFGHJKLMNPQRTVWXY"
_SHAPES = (
    (re.compile(r"V\d{5}"), CodeKind.DENTIST),
    (re.compile(rf"V[{_ISSUED}]{{4}}"), CodeKind.SITE),
    (re.compile(r"V[A-Z0-9]{4}"), CodeKind.LIKELY_TYPO),
    (re.compile(r"[AC][A-Z0-9]{3}"), CodeKind.HEAD_OFFICE),
    # Bodies outside the NHS, and a site's code with a character too many.
    (re.compile(r"8[A-Z]\d{3}|V[LMN](?=[A-Z]*\d)[A-Z0-9]{4}"), CodeKind.OTHER),
)
_SHORTEST = 3


def shape(code: str) -> CodeKind | None:
    """Tell what a cleaned code is by its shape; None where it has none."""
    return next((kind for pattern, kind in _SHAPES if pattern.fullmatch(code)), None)


def normalise(text: str) -> str:
    """Clean what is meant to be one code: capitals, no signs, no "ODS:" before or CLOSED after."""
    code, before = "".join(_capital(sign) for sign in text if sign.isalnum()), ""
    while code != before:
        before = code
        for affix in ("ODSCODE", "ODS", "CODE", "CLOSED"):
            bare = code.removesuffix(affix) if affix == "CLOSED" else code.removeprefix(affix)
            code = bare if len(bare) >= _SHORTEST else code
    return code


def likely_meant(code: str) -> list[str]:
    """Give the codes that were probably meant by one with letters that ODS does not use.

    The likeliest comes first: all such letters replaced by the digits that they look like (U by V),
    then one at a time. At most 4; none where there is no such letter.
    """
    places = [place for place, sign in enumerate(code) if sign in _LOOK_ALIKES]
    candidates = ["".join(_LOOK_ALIKES.get(sign, sign) for sign in code)]
    candidates += [code[:n] + _LOOK_ALIKES[code[n]] + code[n + 1 :] for n in places]
    return list(dict.fromkeys(candidates))[:_MOST_MEANT] if places else []


def spoken(code: str) -> str:
    """Spell a code with gaps, and with "zero" for 0, which many people take for the letter O."""
    return " ".join("zero" if sign == "0" else sign for sign in code)


def _capital(sign: str) -> str:
    # Only A to Z: capitals of other alphabets can be several letters, and are in no code.
    return sign.upper() if sign.isascii() else sign
