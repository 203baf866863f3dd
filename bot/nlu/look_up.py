"""Tell from the codes and areas in a message whether it asks how a site or an area stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.activity.ods_code import CodeKind

SITE_INTENT = "site_activity"
AREA_INTENT = "area_activity"
CODE_TOPIC = "ods_code"
"""The topic that says what a code is: not what is asked by somebody who gives one."""
_FREE = (SITE_INTENT, AREA_INTENT, CODE_TOPIC)
FEW_WORDS = 4
"""Words beside a code or an area that leave no doubt: "how is ... doing", "what about ..."."""
_HARDLY_ANY = 2
_PLACES_OF_CODES = (CodeKind.POSTCODE, CodeKind.CQC_LOCATION)
SHORT_REPLY = 2
"""Words that an attempt at a code has at most."""


@dataclass(frozen=True)
class Named:
    """What a message names, and what was said before it.

    Args:
        codes: the kinds of the codes in it.
        area: whether it names an area.
        own: whether it speaks of us and ours, as who asks about a site does.
        setting: whether it names care homes or home care.
        other_words: how many words it has beside those.
        code_like: whether it is one or two words with a digit.
        asked: whether the assistant waits for a site's code.
        after_area: whether the reply before gave an area's figures.
    """

    codes: Sequence[CodeKind] = ()
    area: bool = False
    own: bool = False
    setting: bool = False
    other_words: int = 0
    code_like: bool = False
    asked: bool = False
    after_area: bool = False


def look_up_intent(named: Named, understood: str | None, *, sure: bool) -> str | None:
    """Give the intent of the look-up that the message asks for, or nothing where it asks for none.

    Args:
        named: what it names.
        understood: the intent that its words were taken for; None where they were not understood.
        sure: whether that is beyond doubt. A question that is clear without its code or area, such
            as what happens to the mailbox when the code changes, is no look-up.
    """
    few = named.other_words <= FEW_WORDS
    free = understood in (None, *_FREE) or (few and (named.asked or not sure))
    free = free or named.other_words <= _HARDLY_ANY
    if _names_site(named) and free:
        return SITE_INTENT
    if named.area and (understood == AREA_INTENT or (free and few and not named.own)):
        return AREA_INTENT
    if named.after_area and named.setting and free and few:
        return AREA_INTENT
    return None


def _names_site(named: Named) -> bool:
    if any(kind not in _PLACES_OF_CODES for kind in named.codes):
        return True
    if named.codes:  # postcodes stand in many messages
        return named.asked or named.other_words <= FEW_WORDS
    return named.asked and named.code_like
