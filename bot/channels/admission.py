"""Decide what of a message reaches the assistant: one place for every channel.

A text that starts with "/" names an intent to Rasa. Only the payload of a button that was shown
may do so, and that of a topic or a theme, which may stand far above in the chat; everything else is
words. A message that is not let through is replaced by the intent that says why, so that nothing of
it is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.activity.written_codes import find_codes
from bot.channels.privacy import PrivacyCheck
from bot.nlu.pictures import in_words

LONGEST_MESSAGE = 1_000
EMPTY = "/empty_message"
NO_WORDS = "/no_words"
TOO_LONG = "/too_long"
PRIVATE = "/private_data"
_EMERGENCY = re.compile(r"\b999\b")  # it says enough without a word


@dataclass(frozen=True)
class Button:
    """A button that was shown: what it says and what it sends."""

    title: str
    payload: str


def admit(
    text: str | None, shown: Sequence[Button], menu: Collection[str], privacy: PrivacyCheck
) -> str:
    """Give the text that Rasa may read in the place of a message.

    Args:
        text: what came in.
        shown: the buttons of the end of the conversation, the latest reply's first.
        menu: payloads of what may be asked at any time.
        privacy: finds private details.
    """
    text = text or ""
    if len(text) > LONGEST_MESSAGE or len(words := _readable(text)) > LONGEST_MESSAGE:
        return TOO_LONG
    if not words:
        return EMPTY
    pressed = words if words in menu else _pressed(words, shown)
    if pressed is not None:
        return pressed
    if privacy.find(words):
        return PRIVATE
    if not _says_something(words):
        return NO_WORDS
    if words.startswith("/"):
        words = words.replace("_", " ").strip("/ ")
    return words or EMPTY


def _readable(text: str) -> str:
    """Drop what cannot be seen, such as control characters, and spaces around the text."""
    plain = unicodedata.normalize("NFKC", text)
    seen = (" " if char.isspace() else char for char in plain)
    return "".join(char for char in seen if unicodedata.category(char)[0] != "C").strip()


def _says_something(words: str) -> bool:
    has_letters = any(char.isalpha() for char in in_words(words))
    return has_letters or bool(_EMERGENCY.search(words)) or bool(find_codes(words))


def _pressed(words: str, shown: Sequence[Button]) -> str | None:
    """Give the payload of the button that was pressed, or whose title was typed."""
    for button in shown:
        if words == button.payload or words.casefold() == button.title.casefold():
            return button.payload
    return None
