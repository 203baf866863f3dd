"""Take a message apart into its clauses."""

from __future__ import annotations

import re

_BETWEEN = re.compile(
    r"[.!?;,:\n]+|\s[-\u2013]\s|\b(?:and|also|but|plus|because|cos|while|so|as)\b", re.IGNORECASE
)
_ENDS = " .!?;,:\n"
_FEWEST_WORDS = 2


def clauses(text: str) -> list[str]:
    """Give the clauses of two words and more; nothing where the text is a single one."""
    found = [part.strip() for part in _BETWEEN.split(text)]
    whole = [part for part in found if len(part.split()) >= _FEWEST_WORDS]
    return whole if whole != [text.strip(_ENDS)] else []
