"""What is done with a ranking, at and around each threshold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.decision import Decision, Thresholds, Understood, Verdict, decide

LIMITS = Thresholds(
    sure=0.7,
    answer=0.45,
    offer=0.1,
    rival=0.03,
    close=0.25,
    known_words=0.3,
    clinical=0.3,
    clinical_if_unsure=0.04,
)
TOPICS = {"password_reset", "account_locked", "mfa", "first_login", "leaver"}
BELOW = 1e-6


def _ranked(confidence: float, *names: str, probability: float = 0.2) -> list[dict[str, Any]]:
    return [
        {"name": name, "confidence": confidence if n == 0 else 0.0, "probability": probability}
        for n, name in enumerate(names)
    ]


def _decide(
    ranking: list[dict[str, Any]], known_words: float = 1.0, clinical: float = 0.0
) -> Verdict:
    return decide(Understood(ranking, known_words, clinical), TOPICS, LIMITS)


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [
        (1.0, Verdict(Decision.ANSWER)),
        (0.7, Verdict(Decision.ANSWER)),
        (0.7 - BELOW, Verdict(Decision.ANSWER, ("mfa", "leaver"))),
        (0.45, Verdict(Decision.ANSWER, ("mfa", "leaver"))),
        (0.45 - BELOW, Verdict(Decision.CHOICES, ("account_locked", "mfa", "leaver"))),
        (0.1, Verdict(Decision.CHOICES, ("account_locked", "mfa", "leaver"))),
        (0.1 - BELOW, Verdict(Decision.UNSURE)),
        (0.0, Verdict(Decision.UNSURE)),
    ],
)
def test_confidence_decides(confidence: float, expected: Verdict) -> None:
    """A threshold itself belongs to the bolder side; just below it, the assistant asks more."""
    assert _decide(_ranked(confidence, "account_locked", "mfa", "leaver")) == expected


@pytest.mark.parametrize(("probability", "offered"), [(0.03, ("mfa",)), (0.03 - BELOW, ())])
def test_a_rival_needs_its_probability(probability: float, offered: tuple[str, ...]) -> None:
    """A topic stands beside an answer from the rival's threshold on, and not below it."""
    ranking = _ranked(0.5, "account_locked", "mfa", probability=probability)

    assert _decide(ranking).alternatives == offered


def test_only_topics_are_alternatives() -> None:
    """A signpost or small talk is never offered as another topic; the next topic is."""
    names = ("account_locked", "signpost_teams", "greet", "mfa")

    assert _decide(_ranked(0.5, *names)).alternatives == ("mfa",)
    assert _decide(_ranked(0.2, *names)).alternatives == ("account_locked", "mfa")


def test_at_most_two_alternatives() -> None:
    """An answer brings the two likeliest other topics, in their order."""
    names = ("account_locked", "mfa", "leaver", "password_reset", "first_login")

    assert _decide(_ranked(0.5, *names)).alternatives == ("mfa", "leaver")


def test_at_most_three_choices_with_the_best_first() -> None:
    """Choices are three at most, and the likeliest topic is the first of them."""
    names = ("account_locked", "mfa", "leaver", "password_reset", "first_login")

    assert _decide(_ranked(0.2, *names)).alternatives == ("account_locked", "mfa", "leaver")


def test_one_choice_is_offered_alone() -> None:
    """A topic without rivals is offered by itself rather than dropped."""
    assert _decide(_ranked(0.2, "account_locked")) == Verdict(Decision.CHOICES, ("account_locked",))


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [
        (0.45, Decision.ANSWER),
        (0.45 - BELOW, Decision.UNSURE),
        (0.2, Decision.UNSURE),
    ],
)
def test_what_is_no_topic_is_said_or_dropped(confidence: float, expected: Decision) -> None:
    """A signpost is given from `answer` on; below there is nothing to choose, so it is unsure."""
    assert _decide(_ranked(confidence, "signpost_teams", "mfa")).decision is expected


@pytest.mark.parametrize(
    ("known_words", "confidence", "expected"),
    [
        (0.3, 0.5, Decision.ANSWER),
        (0.3 - BELOW, 0.5, Decision.UNSURE),
        (0.3 - BELOW, 0.7 - BELOW, Decision.UNSURE),
        (0.0, 0.7, Decision.ANSWER),
    ],
)
def test_what_is_not_english_needs_a_sure_topic(
    known_words: float, confidence: float, expected: Decision
) -> None:
    """Too few known words stop any topic that is not sure; short slips of a sure one are read."""
    ranking = _ranked(confidence, "account_locked", "mfa")

    assert _decide(ranking, known_words=known_words).decision is expected


def test_nothing_found_is_unsure() -> None:
    """A message without a ranking is not understood, and nothing fails."""
    assert _decide([]) == Verdict(Decision.UNSURE)


@pytest.mark.parametrize(
    ("clinical", "confidence", "expected"),
    [
        (0.3, 0.99, Decision.CLINICAL),
        (0.3 - BELOW, 0.99, Decision.ANSWER),
        (0.3 - BELOW, 0.7, Decision.ANSWER),
        (0.3 - BELOW, 0.7 - BELOW, Decision.CLINICAL),
        (0.04, 0.7 - BELOW, Decision.CLINICAL),
        (0.04, 0.7, Decision.ANSWER),
        (0.04 - BELOW, 0.7 - BELOW, Decision.ANSWER),
        (0.04, 0.0, Decision.CLINICAL),
        (0.04 - BELOW, 0.0, Decision.UNSURE),
    ],
)
def test_clinical_comes_first(clinical: float, confidence: float, expected: Decision) -> None:
    """A likely emergency beats any topic; a possible one beats any topic that is not sure."""
    ranking = _ranked(confidence, "account_locked", "mfa")

    assert _decide(ranking, clinical=clinical).decision is expected


@pytest.mark.parametrize("known_words", [0.0, 1.0])
def test_an_emergency_is_seen_in_any_words(known_words: float) -> None:
    """Unknown words and an empty ranking do not hide an emergency, and nothing is offered."""
    assert _decide([], known_words=known_words, clinical=1.0) == Verdict(Decision.CLINICAL)


_NAMES = st.sampled_from([*sorted(TOPICS), "signpost_teams", "greet"])
_SHARE = st.floats(0, 1)


@given(st.lists(_NAMES, unique=True), _SHARE, _SHARE, _SHARE, _SHARE)
def test_offers_keep_their_limits(
    names: list[str], confidence: float, probability: float, known_words: float, clinical: float
) -> None:
    """Whatever is found, only topics are offered, none twice, and never more than allowed."""
    verdict = _decide(_ranked(confidence, *names, probability=probability), known_words, clinical)

    offered = verdict.alternatives
    assert set(offered) <= TOPICS
    assert len(set(offered)) == len(offered)
    most = {Decision.ANSWER: 2, Decision.CHOICES: 3}.get(verdict.decision, 0)
    assert len(offered) <= most
    if verdict.decision is Decision.CHOICES:
        assert offered[0] == names[0]
    elif offered:
        assert names[0] not in offered


def test_a_close_second_stands_beside_a_sure_answer() -> None:
    """Even a sure answer shows the way to a topic that is nearly as likely, and to no other."""
    ranking = _ranked(0.9, "account_locked", "mfa", "leaver")
    ranking[1]["probability"] = 0.25

    assert _decide(ranking) == Verdict(Decision.ANSWER, ("mfa",))


def test_a_follow_up_is_less_easily_clinical() -> None:
    """What is likelier to be about the topic before is no alarm; a clear alarm stays one."""
    ranking = _ranked(0.2, "leaver", "mfa")
    for clinical, alarm in ((0.2, False), (0.35, True)):
        found = Understood(ranking, 1.0, clinical, follow_up=0.25)

        assert (decide(found, TOPICS, LIMITS).decision is Decision.CLINICAL) == alarm


def test_the_topic_before_makes_nothing_less_urgent() -> None:
    """A message that is unclear by itself stays a likely alarm, however sure its context is."""
    found = Understood(_ranked(0.95, "leaver"), 1.0, 0.1, alone=0.2)

    assert decide(found, TOPICS, LIMITS).decision is Decision.CLINICAL


def test_an_alarm_comes_before_everything() -> None:
    """Neither two questions nor a correction hides an emergency."""
    found = Understood(
        _ranked(0.95, "leaver"), 1.0, 0.9, questions=("mfa", "leaver"), others=("mfa",)
    )

    assert decide(found, TOPICS, LIMITS).decision is Decision.CLINICAL
