"""The judgement on what became of a message."""

from __future__ import annotations

from typing import Any

import pytest

from tests.evaluation.asking import Asked, Said
from tests.evaluation.banks import CLINICAL, Entry
from tests.evaluation.figures import confusions, figures, reliability
from tests.evaluation.judging import Verdict, judge

QUESTION = Entry("how do I log in", (("first_login", "welcome_email"),), "question", "plain")
DOUBLE = Entry("mfa and leavers", (("mfa",), ("leaver", "joiner")), "double", "two")
JOKE = Entry("tell me a joke", (), "off_topic", "far")
FALL = Entry("she fell", ((CLINICAL,),), "off_topic", "clinical")
WRONG = Entry("no", (("not_what_i_meant",),), "turn", "correction")
MEANT = Entry("no, the phone", (("mfa",),), "turn", "correction")


def _answer(topic: str, *alternatives: str) -> Said:
    return Said({"kind": "answer", "topic": topic, "alternatives": list(alternatives)})


def _choices(*topics: str) -> Said:
    return Said({"kind": "choices", "topics": list(topics)})


def _notice(**more: str) -> Said:
    return Said({"kind": "notice", **more})


def _asked(entry: Entry, intent: str, *said: Said, confidence: float = 0.5) -> Asked:
    return Asked(entry, said, intent, confidence)


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        (_asked(QUESTION, "first_login", _answer("first_login")), Verdict.RIGHT),
        (_asked(QUESTION, "welcome_email", _answer("welcome_email")), Verdict.RIGHT),
        (_asked(QUESTION, "two_questions", _answer("mfa"), _answer("first_login")), Verdict.MORE),
        (_asked(QUESTION, "mfa", _answer("mfa", "first_login")), Verdict.OFFERED),
        (_asked(QUESTION, "between_topics", _choices("mfa", "first_login")), Verdict.OFFERED),
        (_asked(QUESTION, "between_topics", _choices("mfa")), Verdict.MISSED),
        (_asked(QUESTION, "nlu_fallback", _notice(outcome="not_understood")), Verdict.MISSED),
        (_asked(QUESTION, "mfa", _answer("mfa")), Verdict.WRONG),
        (_asked(QUESTION, CLINICAL, _notice(outcome="clinical")), Verdict.WRONG),
        (_asked(DOUBLE, "two_questions", _answer("mfa"), _answer("joiner")), Verdict.RIGHT),
        (_asked(DOUBLE, "two_questions", _answer("leaver"), _answer("mfa")), Verdict.OFFERED),
        (_asked(DOUBLE, "mfa", _answer("mfa")), Verdict.OFFERED),
        (_asked(DOUBLE, "aup", _answer("aup")), Verdict.WRONG),
        (_asked(JOKE, "mfa", _answer("mfa")), Verdict.ANSWERED),
        (_asked(JOKE, "between_topics", _choices("mfa")), Verdict.DECLINED),
        (_asked(FALL, CLINICAL, _notice(outcome="clinical")), Verdict.RIGHT),
        (_asked(FALL, "nlu_fallback", _notice(outcome="not_understood")), Verdict.MISSED),
        (_asked(FALL, "mfa", _answer("mfa")), Verdict.ANSWERED),
        (_asked(WRONG, "not_what_i_meant", _choices("mfa")), Verdict.RIGHT),
        (_asked(MEANT, "between_topics", _choices("leaver", "mfa")), Verdict.RIGHT),
        (_asked(MEANT, "mfa", _answer("mfa")), Verdict.RIGHT),
        (_asked(MEANT, "leaver", _answer("leaver", "mfa")), Verdict.OFFERED),
    ],
)
def test_each_verdict(asked: Asked, verdict: Verdict) -> None:
    """What was said is held against what was wanted, in the order asked."""
    assert judge(asked) is verdict


def test_a_signpost_is_known_by_its_subject() -> None:
    """Of two questions one can belong to somebody else, whatever the intent of the message is."""
    entry = Entry("pay and mfa", (("signpost_payroll",), ("mfa",)), "double", "two")
    pay = _notice(outcome="out_of_scope", subject="payroll")

    assert judge(_asked(entry, "two_questions", pay, _answer("mfa"))) is Verdict.RIGHT


@pytest.mark.parametrize(
    ("intent", "payload"),
    [
        ("site_activity", {"kind": "notice", "outcome": "site_asked"}),
        ("site_activity", {"kind": "site", "ods_code": "VLZ2A"}),
        ("area_activity", {"kind": "area", "area": "Leeds CCG"}),
        ("signpost_payroll", {"kind": "notice", "outcome": "out_of_scope", "subject": "payroll"}),
    ],
)
def test_a_look_up_and_a_signpost_tell_what_they_are(intent: str, payload: dict[str, str]) -> None:
    """Neither is a topic; what was said shows which intent was understood."""
    entry = Entry("how is my site", ((intent,),), "question", "plain")

    assert judge(_asked(entry, "two_questions", Said(payload))) is Verdict.RIGHT


def _bank() -> list[Asked]:
    return [
        _asked(QUESTION, "first_login", _answer("first_login"), confidence=0.95),
        _asked(QUESTION, "mfa", _answer("mfa"), confidence=0.92),
        _asked(DOUBLE, "two_questions", _answer("mfa"), _answer("leaver")),
        _asked(Entry("a long story", (("mfa",),), "double", "one"), "mfa", _answer("mfa")),
        _asked(JOKE, "nlu_fallback", _notice(outcome="not_understood")),
        _asked(FALL, "mfa", _answer("mfa"), confidence=0.3),
        _asked(MEANT, "mfa", _answer("mfa")),
    ]


def test_the_figures_are_shares() -> None:
    """Each figure counts only the messages that it is about."""
    found: dict[str, Any] = figures(_bank(), [_asked(MEANT, "leaver", _answer("leaver"))])

    assert found == {
        "right": 0.5,
        "right_or_offered": 0.5,
        "wrong": 0.5,
        "off_topic_answered": 0.5,
        "clinical_found": 0.0,
        "clinical_answered": 1.0,
        "both_answered": 1.0,
        "one_answered_once": 1.0,
        "turns_right": 1.0,
        "turns_right_alone": 0.0,
    }


def test_reliability_tells_how_often_a_confidence_is_right() -> None:
    """Answers are put into bands of a tenth, single answers only."""
    assert reliability(_bank()) == [
        {"from": 0.3, "answers": 1, "right": 0.0},
        {"from": 0.5, "answers": 1, "right": 1.0},
        {"from": 0.9, "answers": 2, "right": 0.5},
    ]


def test_confusions_name_the_messages() -> None:
    """What was taken for what comes with the messages, and what was right does not come."""
    assert confusions(_bank()) == [
        {"wanted": "first_login", "got": "mfa", "messages": [QUESTION.text]},
        {"wanted": CLINICAL, "got": "mfa", "messages": [FALL.text]},
    ]
