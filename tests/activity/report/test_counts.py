"""Counts decide, percentages fill gaps, and what cannot be known is not invented."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.activity.report.cells import Percent, percent
from bot.activity.report.counts import (
    Counted,
    CountsError,
    Figures,
    Wholes,
    Written,
    whole_of,
    work_out,
)

COLUMNS = Counted("Users", "AUP Accepted", "Users Active", (True, True, True))
HUNDRED = Wholes(100, 100)


def worked_out(
    accounts: int | None,
    accepted: int | None,
    active: int | None,
    aup_percent: str = "",
    active_percent: str = "",
) -> Figures:
    """Work out a line with percentages on the scale of 100."""
    shares = percent(aup_percent), percent(active_percent)
    return work_out(Written(accounts, accepted, active, *shares), HUNDRED, COLUMNS)


@pytest.mark.parametrize("rounding", [ROUND_HALF_UP, ROUND_HALF_EVEN])
@pytest.mark.parametrize("decimals", ["1", "0.1", "0.0001"])
def test_accounts_follow_up_to_ten(rounding: str, decimals: str):
    """Up to 10 accounts the number comes out of rounded percentages, if anybody did anything."""
    for total in range(1, 11):
        for accepted in range(total + 1):
            for active in range(total + 1):
                shares = [
                    f"{(Decimal(100 * part) / total).quantize(Decimal(decimals), rounding)}%"
                    for part in (accepted, active)
                ]
                if accepted or active:
                    assert worked_out(None, accepted, active, *shares).accounts == total


@given(st.data())
def test_counts_follow_from_exact_shares(data: st.DataObject):
    """Accepted and active accounts come out of the accounts and the fractions Excel keeps."""
    total = data.draw(st.integers(1, 99))
    parts = [data.draw(st.integers(0, total)) for _ in range(2)]
    shares = [percent(repr(part / total)) for part in parts]

    figures = work_out(Written(total, None, None, *shares), Wholes(1, 1), COLUMNS)

    assert figures[:3] == (total, *parts)


@pytest.mark.parametrize(
    ("written", "accounts"),
    [
        ((None, 1, 1, "50%", "50%"), 2),
        ((None, 0, 1, "0%", "33%"), 3),
        ((None, 1, 0, "25%", ""), 4),
        ((None, 2, None, "66%", "33%"), 3),  # cut off, not rounded: 66.7
        ((None, 0, 0, "", ""), 0),
        ((None, 2, 2, "100%", "100%"), 2),
    ],
)
def test_blank_accounts(
    written: tuple[int | None, int | None, int | None, str, str], accounts: int
):
    """A blank number of accounts is worked out, with a remark; 0 without percentages is none."""
    figures = worked_out(*written)

    assert figures.accounts == accounts
    assert "Users is blank. It was worked out from the other figures." in figures.remarks


@pytest.mark.parametrize("shares", [("0%", "0%"), ("0%", ""), ("", "0%")])
def test_nobody_has_started(shares: tuple[str, str]):
    """0% is 0 of something: the site is kept with 1 account, the least that there are, and said."""
    figures = worked_out(None, 0, 0, *shares)

    assert figures[:3] == (1, 0, 0)
    assert "Users is not known: at least 1. Nobody has started here." in figures.remarks


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ((None, 0, 0, "50%", "0%"), "no number of accounts fits"),
        ((None, 0, None, "", ""), "cannot be worked out"),
        ((None, None, None, "50%", "50%"), "cannot be worked out"),
        ((None, 0, None, "0%", "50%"), "cannot be worked out"),
        ((None, 2, 1, "", ""), "no percentage tells it"),
        ((None, 2, 1, "50%", "50%"), "no number of accounts fits"),
        ((None, 2, 0, "0%", "0%"), "several numbers fit the percentages, 400 or more"),
        ((None, 1, 1, "7%", "7%"), "several numbers fit the percentages, 14 or more"),
        ((None, 2, 1, "200%", "100%"), "no number of accounts fits"),
        ((2, None, 1, "", "50%"), "AUP Accepted is blank, and cannot be worked out"),
        ((2, 1, None, "50%", "25%"), "Users Active is blank, and its percentage fits no number"),
        ((300, None, 1, "50%", ""), "AUP Accepted is blank, and its percentage fits several"),
        ((2, 3, 1, "", ""), "AUP Accepted is 3, more than Users, 2"),
        ((2, 1, 3, "", ""), "Users Active is 3, more than Users, 2"),
        ((0, 0, 1, "", ""), "Users Active is 1, more than Users, 0"),
        ((None, 1, 3, "50%", ""), "no number of accounts fits"),
    ],
)
def test_what_does_not_fit_or_cannot_be_known(
    written: tuple[int | None, int | None, int | None, str, str], reason: str
):
    """Nothing is guessed: the reason says what is blank, or which count is too high."""
    with pytest.raises(CountsError, match=reason):
        worked_out(*written)


@pytest.mark.parametrize(
    ("written", "warned"),
    [
        ((2, 1, 1, "50%", "50%"), False),
        ((3, 1, 1, "33%", "34.3%"), False),
        ((8, 1, 1, "13%", "12%"), False),
        ((2, 1, 1, "50%", "51%"), False),
        ((2, 1, 1, "50%", "52%"), True),
        ((2, 1, 1, "42%", "50%"), True),
        ((2, 1, 1, "4200%", "50%"), True),
        ((0, 0, 0, "0%", ""), False),
        ((0, 0, 0, "", "50%"), True),
    ],
)
def test_percentages_beside_counts(
    written: tuple[int | None, int | None, int | None, str, str],
    warned: bool,
):
    """The counts are kept; more than 1 point of difference is remarked on."""
    figures = worked_out(*written)

    assert figures[:3] == written[:3]
    assert any("differs from its percentage" in remark for remark in figures.remarks) is warned


@pytest.mark.parametrize(
    ("column", "whole"),
    [
        (["42", "0", "100"], 100),
        (["0.42", "0", "1"], 1),
        (["0", "1", "1"], 1),
        (["1", "50", "0.5"], 100),
        (["0.5", "0.25", "1", "42"], 1),
        (["42%", "0.5", "1"], 1),
        (["42%", "1%"], 1),
        ([], 1),
    ],
)
def test_scale_of_a_column(column: list[str], whole: int):
    """The scale is one for the whole column, so that 1 is understood; a slip does not turn it."""
    assert whole_of([None, *map(percent, column)]) == whole


def test_sign_outweighs_the_columns_scale():
    """A value with a percent sign is of 100, whatever its column is."""
    written = Written(
        2, None, None, Percent(50, signed=True, decimals=0), Percent(0.5, signed=False, decimals=1)
    )

    assert work_out(written, Wholes(1, 1), COLUMNS)[:3] == (2, 1, 1)


@given(
    st.builds(
        Written,
        *[st.none() | st.integers(0, 99_999)] * 3,
        *[st.none() | st.builds(Percent, st.floats(0, 1e26), st.booleans(), st.integers(-3, 30))]
        * 2,
    ),
    st.sampled_from([HUNDRED, Wholes(1, 1)]),
)
def test_any_figures_fit_or_are_refused(written: Written, wholes: Wholes):
    """What comes out is always possible, and never differs from a count that was written."""
    try:
        figures = work_out(written, wholes, COLUMNS)
    except CountsError:
        return

    assert 0 <= max(figures.aup_accepted, figures.active) <= figures.accounts
    assert all(
        before is None or before == after
        for before, after in zip(written[:3], figures[:3], strict=True)
    )
