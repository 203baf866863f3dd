"""Find the ODS codes that people write, in whatever form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.activity.ods_code import CodeKind, normalise, shape


@dataclass(frozen=True)
class FoundCode:
    """A code in a text.

    Args:
        text: as it is written.
        start: where it starts in the text; `text` stands at [start:end].
        end: where it ends.
        code: cleaned, as the directory and the report have it.
        kind: what it seems to be.
    """

    text: str
    start: int
    end: int
    code: str
    kind: CodeKind


_V_KINDS = {CodeKind.DENTIST, CodeKind.SITE, CodeKind.LIKELY_TYPO}
_SITE_LENGTH = 5
_LONGEST_GROUP = 3  # letters of a code that is written in groups
_DENTIST_LENGTH = 6
_NO_WORD = re.compile(r"V[LMN][AC-HJ-NP-RTV-Z]{3}")  # no English word looks so, in any case
_SOFT = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9]{3,10}")

_WORD = re.compile(r"(?<!\w)[A-Za-z0-9]+(?!\w)")
_GAP = re.compile(r"[\s.,/\u2013-]{1,3}")
_CLOSED = re.compile(r"\s?[-\u2013(]\s?closed\b\)?", re.IGNORECASE)
_SPOKEN = dict(
    zip(
        ("zero", "nought", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight"),
        "00012345678",
        strict=True,
    ),
    nine="9",
)

# As people spell on the phone; only after "victor", with which a site's code starts.
_PHONETIC = {
    word: word[0].upper()
    for word in re.findall(
        r"\w+",
        "alfa alpha charlie delta echo foxtrot golf hotel juliet juliett kilo lima mike november "
        "papa quebec romeo tango victor whiskey xray yankee zulu",
    )
}

# A shared mailbox's address ends with its site's code: who writes the address names the site.
_MAILBOX = re.compile(
    r"(?<![\w.+-])care\.[\w.'-]*?(v[lmn][a-z0-9]{3})@nhs\.net(?!\w)", re.IGNORECASE
)
_CQC_LOCATION = re.compile(r"(?<![\w-])1-\d{6,11}(?![\w-])")
_POSTCODE_AREAS = (  # and ZZ: ODS writes ZZ99 where a postcode is not known
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|"
    "E|EC|EH|EN|EX|FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|"
    "LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|"
    "SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE|"
    "ZZ"
)
_POSTCODE = re.compile(
    rf"(?<!\w)((?:{_POSTCODE_AREAS})\d[A-Z\d]?)\s{{0,2}}(\d[ABD-HJLNP-UW-Z]{{2}})(?!\w)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w.-]+|(?:https?://|www\.)\S+", re.IGNORECASE)

_FILLER = r"(?:\W+(?:is|was|s|for|us|our|the|my|site|home|it|its|i|think|says|number|no|here)\b)"
_SAID_BEFORE = re.compile(
    r"(?:(?P<which>\b\w+)\W+)?\b(?P<name>ods|codes?|hq|head\W+office)"
    rf"{_FILLER}{{0,5}}\W*$",
    re.IGNORECASE,
)
_SAID_AFTER = re.compile(
    r"\W+(?:is|was)\W+(?:our|the|my|their)\W+(?:\w+\W+){0,2}?(?:code|ods)\b", re.IGNORECASE
)
_OTHER_CODES = {"post", "error", "access", "door", "pass", "qr", "dialling", "verification", "area"}
_VOWEL = re.compile("[AEIOUY]")
_CUE_REACH = 60  # characters before a code in which it may be named


def find_codes(text: str) -> list[FoundCode]:
    """Find the codes in a message, in their order; a code that is written twice is found twice.

    Words are not codes: a word counts when it has a code's shape and a digit, looks like a site's
    code as no English word does, or is said to be a code. In email addresses only the code at the
    end of a shared mailbox's address counts (care.…VL09K@nhs.net).
    """
    return list(_found(text))


@lru_cache(maxsize=8)  # several parts of the assistant look through the same message
def _found(text: str) -> tuple[FoundCode, ...]:
    found = [*_in_mailbox_addresses(text), *_postcodes(text), *_cqc_locations(text)]
    rest = _ADDRESS.sub(_blank, text)
    for code in found:
        rest = rest[: code.start] + "\0" * (code.end - code.start) + rest[code.end :]
    return tuple(sorted([*found, *_written(rest, text)], key=lambda code: code.start))


def without_codes(text: str, instead: str) -> str:
    """Give the text with other words in the place of each code; postcodes and CQC ids stay."""
    for found in reversed(find_codes(text)):
        if found.kind not in (CodeKind.POSTCODE, CodeKind.CQC_LOCATION):
            text = text[: found.start] + instead + text[found.end :]
    return text


def _blank(found: re.Match[str]) -> str:
    return "\0" * len(found[0])


def _in_mailbox_addresses(text: str) -> Iterator[FoundCode]:
    for match in _MAILBOX.finditer(text):
        code = match[1].upper()
        kind = shape(code) or CodeKind.OTHER
        yield FoundCode(match[1], match.start(1), match.end(1), code, kind)


def _cqc_locations(text: str) -> Iterator[FoundCode]:
    for match in _CQC_LOCATION.finditer(text):
        yield FoundCode(match[0], match.start(), match.end(), match[0], CodeKind.CQC_LOCATION)


def _postcodes(text: str) -> Iterator[FoundCode]:
    for match in _POSTCODE.finditer(text):
        code = f"{match[1]} {match[2]}".upper()
        yield FoundCode(match[0], match.start(), match.end(), code, CodeKind.POSTCODE)


def _written(rest: str, text: str) -> Iterator[FoundCode]:
    """Find codes in words; `rest` is the text without what is known to be something else."""
    words = list(_WORD.finditer(rest))
    position = 0
    while position < len(words):
        first = words[position]
        code, used = normalise(first[0]), 1
        kind = _kind_of_word(first, code, rest)
        if kind is None:
            code, used, kind = _spelled(words[position:], rest)
        if kind is not None:
            end = words[position + used - 1].end()
            closed = _CLOSED.match(rest, end)
            end = closed.end() if closed else end
            yield FoundCode(text[first.start() : end], first.start(), end, code, kind)
        position += used


def _kind_of_word(word: re.Match[str], code: str, text: str) -> CodeKind | None:
    kind = shape(code)
    if kind is None and not _SOFT.fullmatch(code):
        return None
    said, as_ods = _said(text, word.start(), word.end())
    if kind in _V_KINDS:
        sure = _sure_of_site(word[0], code, said=said)
    elif kind is CodeKind.HEAD_OFFICE:
        sure = _sure_of_head_office(word[0], code, said=said)
    else:
        sure = kind is not None
    if sure:
        return kind
    return CodeKind.OTHER if as_ods and _SOFT.fullmatch(code) else None


def _sure_of_site(written: str, code: str, *, said: bool) -> bool:
    if code[1] in "LMN":
        return said or written.isupper() or _has_digit(code) or _NO_WORD.fullmatch(code) is not None
    if _has_digit(code):
        return said or not re.fullmatch("[a-z]{3,}[0-9]+", written)  # "vol12" is a word
    return said and not _VOWEL.match(code, 1)


def _sure_of_head_office(written: str, code: str, *, said: bool) -> bool:
    if said:
        return _has_digit(code) or (written.isupper() and not _VOWEL.search(code, 1))
    # Road numbers, "any1", "at10", "CH10", "c4pm" and "a2nd" are not codes.
    return bool(re.search(r"\d[A-Z]", code) and not re.search(r"\d(?:[AP]M|ST|ND|RD|TH)$", code))


def _has_digit(code: str) -> bool:
    return any(sign.isdigit() for sign in code)


def _said(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Tell whether something is said to be a code, and whether as an ODS code by name."""
    before = _SAID_BEFORE.search(text[max(0, start - _CUE_REACH) : start])
    names = {(before[group] or "").lower() for group in ("which", "name")} if before else set()
    named = bool(names) and not names & _OTHER_CODES
    said = named or _SAID_AFTER.match(text, end) is not None or _alone(text, start, end)
    return said, "ods" in names


def _alone(text: str, start: int, end: int) -> bool:
    return not re.search(r"\w", text[:start]) and not re.search(r"\w", text[end:])


def _spelled(words: list[re.Match[str]], text: str) -> tuple[str, int, CodeKind | None]:
    """Join a code that is written with gaps: "V L 0 9 K", "vl0 9k", "VL zero 9 K"."""
    code, parts = "", list[str]()
    spoken_signs = {**_SPOKEN, **_PHONETIC} if words[0][0].lower() == "victor" else _SPOKEN
    for word in words[:_DENTIST_LENGTH]:
        part = spoken_signs.get(word[0].lower(), word[0].upper())
        if parts and not _joins(words[len(parts) - 1], word, part, text):
            break
        code += part
        parts.append(part)
        if len(code) > _DENTIST_LENGTH or code[0] != "V":
            break
        if len(code) == _DENTIST_LENGTH or (len(code) == _SITE_LENGTH and not code[1:].isdigit()):
            break
    kind = shape(code) if len(parts) > 1 else None
    if kind not in _V_KINDS or not _sure_when_spelled(code, parts, words, text):
        return "", 1, None
    return code, len(parts), kind


def _joins(last: re.Match[str], word: re.Match[str], part: str, text: str) -> bool:
    gap = _GAP.fullmatch(text, last.end(), word.start())
    return gap is not None and (len(part) <= _LONGEST_GROUP or not part.isalpha())


def _sure_when_spelled(code: str, parts: list[str], words: list[re.Match[str]], text: str) -> bool:
    if all(len(part) == 1 for part in parts):
        return code[1] in "LMN" or _has_digit(code)
    last = words[len(parts) - 1]
    if last[0] in {"a", "i", "I"} and len(words) > len(parts):
        return False  # "vl09 a home": a word of the sentence
    said, _ = _said(text, words[0].start(), last.end())
    if _has_digit(code):
        return code[1] in "LMN" or said
    groups = [word[0] for word in words[: len(parts)]]
    return bool(_NO_WORD.fullmatch(code)) and (said or all(map(str.isupper, groups)))
