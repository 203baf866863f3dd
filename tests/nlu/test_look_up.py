"""Codes and areas in a message lead to a look-up where nothing else is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.activity.ods_code import CodeKind
from bot.nlu.look_up import AREA_INTENT, SITE_INTENT, Named, look_up_intent

CODE = (CodeKind.SITE,)
POSTCODE, CQC = (CodeKind.POSTCODE,), (CodeKind.CQC_LOCATION,)
TOPIC = "mailbox_quota"


def intent(named: Named, understood: str | None = None, *, sure: bool = False) -> str | None:
    """Decide."""
    return look_up_intent(named, understood, sure=sure)


@pytest.mark.parametrize(
    ("words", "understood", "sure", "wanted"),
    [
        (0, None, False, SITE_INTENT),
        (40, None, False, SITE_INTENT),  # words that say nothing else
        (40, "site_activity", True, SITE_INTENT),
        (40, "area_activity", True, SITE_INTENT),
        (40, "ods_code", True, SITE_INTENT),  # who gives a code does not ask what one is
        (2, TOPIC, True, SITE_INTENT),
        (3, TOPIC, True, None),  # a clear question that names a code
        (4, TOPIC, False, SITE_INTENT),
        (5, TOPIC, False, None),
    ],
)
def test_a_code_is_looked_up(
    words: int, understood: str | None, *, sure: bool, wanted: str | None
) -> None:
    """Unless the words around it ask something else, and there are enough of them."""
    assert intent(Named(codes=CODE, other_words=words), understood, sure=sure) == wanted


@pytest.mark.parametrize(("words", "wanted"), [(4, SITE_INTENT), (5, None)])
def test_a_code_that_was_asked_for_is_looked_up(words: int, wanted: str | None) -> None:
    """Where a code is waited for, a few words around it may mean anything."""
    named = Named(codes=CODE, other_words=words, asked=True)

    assert intent(named, TOPIC, sure=True) == wanted


@pytest.mark.parametrize(
    "kind", [k for k in CodeKind if k not in (CodeKind.POSTCODE, CodeKind.CQC_LOCATION)]
)
def test_every_kind_of_code_counts(kind: CodeKind) -> None:
    """A head office's code and a slip get a sentence of their own later."""
    assert intent(Named(codes=(kind,), other_words=9)) == SITE_INTENT


@pytest.mark.parametrize("codes", [POSTCODE, CQC])
@pytest.mark.parametrize(
    ("words", "asked", "wanted"),
    [(4, False, SITE_INTENT), (5, False, None), (5, True, SITE_INTENT), (40, True, SITE_INTENT)],
)
def test_a_postcode_is_a_part_of_many_messages(
    codes: tuple[CodeKind, ...], words: int, *, asked: bool, wanted: str | None
) -> None:
    """Among many words it counts only where a code is waited for."""
    assert intent(Named(codes=codes, other_words=words, asked=asked)) == wanted


def test_a_code_beside_a_postcode_counts() -> None:
    """One that is a site's is enough."""
    assert intent(Named(codes=(*POSTCODE, *CODE), other_words=40)) == SITE_INTENT


@pytest.mark.parametrize(("asked", "wanted"), [(True, SITE_INTENT), (False, None)])
def test_an_attempt_at_a_code_counts_where_one_is_waited_for(
    *, asked: bool, wanted: str | None
) -> None:
    """A word such as vl9 is no code; behind the question for one it is meant as such."""
    assert intent(Named(code_like=True, asked=asked, other_words=1), TOPIC, sure=True) == wanted


@pytest.mark.parametrize(
    ("words", "understood", "sure", "wanted"),
    [
        (0, None, False, AREA_INTENT),
        (4, None, False, AREA_INTENT),
        (5, None, False, None),  # a place in words that were not understood
        (40, "area_activity", True, AREA_INTENT),
        (4, TOPIC, False, AREA_INTENT),
        (5, TOPIC, False, None),
        (2, TOPIC, True, AREA_INTENT),
        (3, TOPIC, True, None),
    ],
)
def test_an_area_is_looked_up(
    words: int, understood: str | None, *, sure: bool, wanted: str | None
) -> None:
    """A place that is named in a question about something else is only a place."""
    assert intent(Named(area=True, other_words=words), understood, sure=sure) == wanted


def test_a_question_about_codes_that_names_a_town_stays_one() -> None:
    """Where to find the code of a home in Leeds is not asking for the figures of Leeds."""
    assert intent(Named(area=True, other_words=9), "ods_code", sure=True) is None


def test_a_code_is_more_than_an_area() -> None:
    """Who names both asks about the site."""
    assert intent(Named(codes=CODE, area=True, other_words=3)) == SITE_INTENT


@pytest.mark.parametrize(
    ("after_area", "words", "sure", "wanted"),
    [
        (True, 2, True, AREA_INTENT),  # "and home care there?"
        (True, 4, False, AREA_INTENT),
        (True, 5, False, None),
        (True, 3, True, None),
        (False, 0, False, None),
    ],
)
def test_home_care_alone_is_about_the_area_before(
    words: int, *, after_area: bool, sure: bool, wanted: str | None
) -> None:
    """Behind an area's figures it asks for the other setting; else it is a word of a sentence."""
    named = Named(setting=True, after_area=after_area, other_words=words)

    assert intent(named, TOPIC, sure=sure) == wanted


_NAMED = st.builds(
    Named,
    codes=st.lists(st.sampled_from(CodeKind), max_size=3),
    area=st.booleans(),
    setting=st.booleans(),
    other_words=st.integers(0, 30),
    code_like=st.booleans(),
    asked=st.booleans(),
    after_area=st.booleans(),
)
_UNDERSTOOD = st.sampled_from([None, "site_activity", "area_activity", "ods_code", TOPIC, "greet"])


@given(_NAMED, _UNDERSTOOD, st.booleans())
def test_nothing_named_is_no_look_up(named: Named, understood: str | None, sure: bool) -> None:
    """A site needs a code or an attempt at one, and an area needs its name or its setting."""
    wanted = intent(named, understood, sure=sure)

    if wanted == SITE_INTENT:
        assert named.codes or (named.asked and named.code_like)
    elif wanted == AREA_INTENT:
        assert named.area or (named.setting and named.after_area)
    else:
        assert wanted is None


@given(_NAMED, st.sampled_from([TOPIC, "greet"]))
def test_a_clear_question_of_five_words_or_more_stays_one(named: Named, understood: str) -> None:
    """What is beyond doubt and said in full is no look-up, whatever it names."""
    if named.other_words >= 5:
        assert intent(named, understood, sure=True) is None
