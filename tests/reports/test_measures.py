"""Figures as they are read: rounded, with commas, and with what changed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.activity.figures import AreaFigures
from bot.activity.model import Setting
from bot.reports.measures import change, measures, percent, short_change, signed
from bot.reports.texts import ReportTexts

BEFORE = dt.date(2020, 10, 30)


def area(active_sites: int, accounts: int, active: int, onboarded: int = 457) -> AreaFigures:
    """Give figures of 496 care homes, 456 of which have an account."""
    with_accounts = 456 if accounts else 0
    return AreaFigures(
        Setting.CARE_HOME, 496, onboarded, with_accounts, active_sites, accounts, active
    )


def test_a_slide_has_the_figures_of_the_deck(texts: ReportTexts) -> None:
    """The care homes of West Yorkshire and Harrogate are shown as the slides of 2020 show them."""
    shown = measures(area(272, 965, 355), None, texts, decimals=0)

    assert [(each.name, each.text) for each in shown] == [
        ("active_sites_pct", "60%"),
        ("user_activity_pct", "37%"),
        ("active_users", "355"),
        ("inactive_users", "610"),
        ("at_risk", "610 of 965"),
        ("onboarded_pct", "92%"),
    ]


def test_tables_have_one_decimal_and_commas(texts: ReportTexts) -> None:
    """Only percentages have a decimal, and numbers from 1,000 on have a comma."""
    shown = measures(area(272, 3519, 1495), None, texts, decimals=1)

    assert [each.text for each in shown] == [
        "59.6%",
        "42.5%",
        "1,495",
        "2,024",
        "2,024 of 3,519",
        "92.1%",
    ]


def test_what_cannot_be_reckoned_is_said_not_to_be_there(texts: ReportTexts) -> None:
    """Without accounts there is no share of active users, and 0% would be false."""
    shown = {each.name: each.text for each in measures(area(0, 0, 0), None, texts, decimals=0)}

    assert shown["user_activity_pct"] == shown["active_sites_pct"] == "not in the report"
    assert shown["at_risk"] == "0 of 0"


@pytest.mark.parametrize(
    ("share", "decimals", "shown"),
    [
        (12.5, 0, "13%"),
        (35.92, 0, "36%"),
        (0.15, 1, "0.2%"),
        (62.5, 1, "62.5%"),
        (100.0, 0, "100%"),
    ],
)
def test_halves_are_rounded_up(share: float, decimals: int, shown: str) -> None:
    """12.5 is 13 and 0.15 is 0.2, as people round, and as most of the slides do."""
    assert percent(share, decimals) == shown


def said(now: AreaFigures, before: AreaFigures | None, texts: ReportTexts) -> dict[str, str]:
    """Say the change of each figure since October."""
    shown = measures(now, before, texts, decimals=0)
    return {each.name: change(each, texts, BEFORE) for each in shown}


def test_a_change_is_said_in_words(texts: ReportTexts) -> None:
    """More, fewer, 1 point, several points and no change each have their sentence."""
    changes = said(area(272, 2965, 1355), area(277, 2955, 1452), texts)

    assert changes == {
        "active_sites_pct": "\N{MINUS SIGN}1 point since 30 October 2020",
        "user_activity_pct": "\N{MINUS SIGN}3 points since 30 October 2020",
        "active_users": "\N{MINUS SIGN}97 since 30 October 2020",
        "inactive_users": "+107 since 30 October 2020",
        "at_risk": "+107 since 30 October 2020",
        "onboarded_pct": "No change since 30 October 2020",
    }


def test_a_new_area_has_no_change(texts: ReportTexts) -> None:
    """What was not there before did not grow from nothing."""
    assert set(said(area(272, 965, 355), None, texts).values()) == {
        "Not in the report of 30 October 2020"
    }
    first = measures(area(272, 965, 355), None, texts, decimals=1)[0]
    assert short_change(first, texts) == "new"


def test_a_large_difference_has_a_comma() -> None:
    """The sign stands in front, and the minus is one that screen readers say."""
    assert (signed(1234), signed(-1234)) == ("+1,234", "\N{MINUS SIGN}1,234")


@given(now=st.integers(1, 5000), before=st.integers(1, 5000), decimals=st.integers(0, 1))
def test_the_difference_is_that_of_what_is_shown(
    texts: ReportTexts, now: int, before: int, decimals: int
) -> None:
    """A reader who takes one figure from the other gets the change beside it."""
    new, old = (measures(area(1, 5000, n), None, texts, decimals=decimals) for n in (now, before))
    both = measures(area(1, 5000, now), area(1, 5000, before), texts, decimals=decimals)

    for first, second, shown in zip(new, old, both, strict=True):
        assert first.value is not None
        assert second.value is not None
        assert shown.difference == first.value - second.value
