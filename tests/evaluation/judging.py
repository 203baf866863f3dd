"""Judge what became of a message."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from tests.evaluation.asking import Asked, Said
from tests.evaluation.banks import CLINICAL

_REFUSING = {"not_what_i_meant", "deny"}
_ASKS_BACK = {"nlu_fallback", "between_topics", "follow_up", *_REFUSING}


class Verdict(str, Enum):
    """What became of a message.

    RIGHT: exactly what was wanted.
    MORE: what was wanted, and something that was not.
    OFFERED: what was wanted stands on a button.
    WRONG: something else was said, with no way on to what was wanted.
    MISSED: nothing was answered, and nothing right was offered.
    DECLINED, ANSWERED: of what must not be answered.
    """

    RIGHT = "right"
    MORE = "more"
    OFFERED = "offered"
    WRONG = "wrong"
    MISSED = "missed"
    DECLINED = "declined"
    ANSWERED = "answered"


def judge(asked: Asked) -> Verdict:
    """Judge one message."""
    got, wanted = [identity(said, asked) for said in asked.said], asked.entry.wanted
    answered = any(said.answered for said in asked.said)
    if not wanted:
        return Verdict.ANSWERED if answered else Verdict.DECLINED
    if wanted == ((CLINICAL,),):
        return _of_clinical(got, answered=answered)
    if _is_right(got, wanted) or _is_right_correction(asked, got):
        return Verdict.RIGHT
    return _of_others(asked, got)


def identity(said: Said, asked: Asked) -> str:
    """Name what was said: a topic, a signpost, or else the intent that it answers."""
    return said.answered or said.signpost or asked.intent


def _of_clinical(got: Sequence[str], *, answered: bool) -> Verdict:
    if answered:
        return Verdict.ANSWERED
    return Verdict.RIGHT if got == [CLINICAL] else Verdict.MISSED


def _is_right(got: Sequence[str], wanted: Sequence[Sequence[str]]) -> bool:
    return len(got) == len(wanted) and all(
        one in accepted for one, accepted in zip(got, wanted, strict=True)
    )


def _is_right_correction(asked: Asked, got: Sequence[str]) -> bool:
    """Who says that it was not meant is to be offered, or asked for, something else."""
    if asked.entry.kind != "correction":
        return False
    [accepted] = asked.entry.wanted
    bare = bool(_REFUSING & set(accepted)) and bool(_REFUSING & set(got))
    choices = (topic for said in asked.said if not said.answered for topic in said.offered)
    return bare or bool(set(accepted) & set(choices))


def _of_others(asked: Asked, got: Sequence[str]) -> Verdict:
    accepted = {topic for topics in asked.entry.wanted for topic in topics}
    if accepted & set(got):
        return Verdict.MORE if len(asked.entry.wanted) == 1 else Verdict.OFFERED
    if accepted & {topic for said in asked.said for topic in said.offered}:
        return Verdict.OFFERED
    return Verdict.MISSED if asked.intent in _ASKS_BACK else Verdict.WRONG
