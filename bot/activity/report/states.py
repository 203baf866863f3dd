"""What the words of a cell say of a site: its setting, and the state of its shared mailbox."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.activity.model import Setting, SharedMailbox

_CARE_HOME = re.compile(r"\b(?:care ?homes?|nursing|residential)\b", re.IGNORECASE)
_HOME_CARE = re.compile(
    r"\b(?:home ?care|care at home|dom(?:iciliary)?(?:[ .]+care)?|supported living)\b",
    re.IGNORECASE,
)
_YES = {"yes", "y", "true", "1", "x"}
_NO = {"no", "n", "false", "0"}
_MAILBOX = {
    **dict.fromkeys(("active", "in use", "live"), SharedMailbox.ACTIVE),
    **dict.fromkeys(("inactive", "not active", "not in use", "dormant"), SharedMailbox.INACTIVE),
    **dict.fromkeys(
        ("none", "no", "no smb", "no shared mailbox", "no mailbox", "not created", "not set up"),
        SharedMailbox.NONE,
    ),
    "": SharedMailbox.UNKNOWN,
    "unknown": SharedMailbox.UNKNOWN,
    "not known": SharedMailbox.UNKNOWN,
}


@lru_cache(maxsize=1_000)
def setting_of(words: str) -> Setting:
    """Tell the setting; what is both a care home and home care counts as a care home.

    307 sites in the ODS directory of 28 August 2026 have both roles.
    """
    if _CARE_HOME.search(words):
        return Setting.CARE_HOME
    return Setting.HOME_CARE if _HOME_CARE.search(words) else Setting.UNKNOWN


def is_yes(words: str) -> bool:
    """Tell whether a column that is named for one setting ("Domiciliary") is ticked."""
    return words.lower() in _YES


def is_tick(words: str) -> bool:
    """Tell whether a cell only says yes or no."""
    return words.lower() in _YES | _NO


def mailbox_state(words: str) -> SharedMailbox | None:
    """Tell the state of a shared mailbox; None where the words are not known."""
    return _MAILBOX.get(words.lower())
