"""Pictures that people send in the place of a word, and the kisses behind it: "ta x"."""

from __future__ import annotations

import re

_OK, _THANKS = "ok", "thank you"
_MEANINGS = {
    "\U0001f44d": _OK,  # thumb up
    "\U0001f44c": _OK,  # thumb and finger as a ring
    "\u2705": _OK,  # ticks
    "\u2714": _OK,
    "\U0001f64f": _THANKS,  # folded hands
    "\U0001f44f": _THANKS,  # clapping hands
    "\u2764": _THANKS,  # a heart, and faces with hearts
    "\U0001f970": _THANKS,
    "\U0001f618": _THANKS,
    "\U0001f44e": "wrong",  # thumb down
}
_TABLE = {ord(picture): f" {words} " for picture, words in _MEANINGS.items()}
# The colour of a hand, and the sign that asks for a coloured picture.
_VARIANTS = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f]")
_KISSES = re.compile(r"(?<=\S)(?:\s+x+)+[\s.!]*$", re.IGNORECASE)


def in_words(text: str) -> str:
    """Give a text with words in the place of the pictures that stand for some."""
    plain = _VARIANTS.sub("", text)
    told = plain.translate(_TABLE)
    return text if told == plain else " ".join(told.split())


def without_kisses(text: str) -> str:
    """Give a text without the x's at its end, which say nothing about what is asked."""
    return _KISSES.sub("", text)
