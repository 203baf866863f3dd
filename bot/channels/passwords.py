"""Find a password that somebody wrote beside its name. Plain words are not taken for one."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NAME = (
    r"(?:account secret|pas{1,2}[ -]?(?:w(?:or|ar|ro|r|o)?d|code|phrase)s?|p/?w(?:or)?d?"
    r"|pass(?= is ))(?:'s)?"
)
_NAMED = re.compile(rf"\b{_NAME}(?![\w'-])", re.I)
_NAMED_AFTER = re.compile(
    rf"(?P<word>\S+) (?:is|was|as|for) (?:my|our|his|her|their|the|a) (?:\w+ )?{_NAME}\b", re.I
)
_QUOTED = re.compile(
    rf"\b{_NAME} (?:(?:is|was|to|as|now|-) )*"
    r"(?:\"(?=\S)[^\"]{5,}\"|'(?=\S)[^']{5,}'(?!\w))",
    re.I,
)
_LINKS = {"", "is", "was", "are", "were", "to", "as", "now", "still"}
_SHORTEST = 6
_FURTHEST = 8  # words between a password and its name
# What a screen says of a password, in quotation marks.
_MESSAGE = re.compile(
    r"\b(?:incorrect|wrong|invalid|expire\w*|recogni[sz]ed|locked|re-?set|forg[oe]t\w*|weak|short"
    r"|long|chang\w*|match\w*|accepted|required?|need\w*|used|blank|update\w*|must|account|log|sign"
    r"|user\w*|again|later|soon|today|manager|policy)\b",
    re.I,
)
# Words of letters and figures that are no passwords.
_HARMLESS = re.compile(
    r"(?:office|microsoft|ms|outlook|windows|win|word|exchange|iphone|ipad|ios|android|galaxy"
    r"|samsung|version|step|page|option|room|unit|covid|o|m)-?\d+\w{0,2}"  # products and places
    r"|\d{1,3}(?:st|nd|rd|th)?-[a-z-]+"  # 2-step
    r"|\d{1,3}\+?(?:char|letter|digit|day|week|month|year|hour|min)\w*"
    r"|\d{1,2}(?:[.:]?\d\d)?(?:am|pm)?(?:-\d{1,2}(?:[.:]?\d\d)?)?(?:am|pm)?"  # hours
    r"|v[a-z0-9]{4,5}"  # ODS codes
    r"|(?:inc|req|ritm|cs|kb|ref|task|sr)-?\d+"  # numbers of requests
    r"|.+@.+\..+|.*//.*|.*\.(?:uk|net|com|org)\b.*",  # addresses have their own check
    re.I,
)


def holds_password(text: str) -> bool:
    """Tell whether a password stands near its own name."""
    text = " ".join(re.sub(r"\s*[:=]+(?!/)\s*", " is ", text).split()).replace(
        " such as ", " like "
    )
    if any(not _MESSAGE.search(found[0]) for found in _QUOTED.finditer(text)):
        return True
    return any(_looks_secret(word) for word in _near_names(text))


def _near_names(text: str) -> Iterator[str]:
    """Give the words that stand where a password would stand."""
    for found in _NAMED_AFTER.finditer(text):
        yield found["word"]
    for found in _NAMED.finditer(text):
        before = ""
        for word in text[found.end() :].split()[:_FURTHEST]:
            if before in _LINKS:
                yield word
            before = word.strip(",-").lower()


def _looks_secret(word: str) -> bool:
    """Tell whether a word mixes letters with figures or signs, as a password does."""
    bare = word.strip(".,;!?()[]<>\"'")
    if len(bare) < _SHORTEST or _HARMLESS.fullmatch(bare):
        return False
    letters = any(char.isalpha() for char in bare)
    return letters and any(char.isdigit() or char in "@#$£%^&" for char in bare)
