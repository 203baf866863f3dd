"""Every figure that a site can have leads to one scenario, and it is the right one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.activity.scenario import Scenario, certainly_set_up_and_active, classify, flags

MOST_ACCOUNTS = 10

Condition = Callable[[int, int, int], bool]

CONDITIONS: dict[Scenario, Condition] = {
    Scenario.NO_ACCOUNTS: lambda n, a, u: n == 0,
    Scenario.AUP_NOT_ACCEPTED: lambda n, a, u: n >= 1 and a == 0 and u >= 1,
    Scenario.NOT_STARTED: lambda n, a, u: n >= 1 and a == 0 and u == 0,
    Scenario.ONE_USER_SET_UP: lambda n, a, u: n >= 2 and a == 1 and u >= 1,
    Scenario.SET_UP_NOT_USED: lambda n, a, u: n >= 1 and a == n and u == 0,
    Scenario.LONE_USER: lambda n, a, u: (n, a, u) == (1, 1, 1),
    Scenario.PARTLY_SET_UP_IN_USE: lambda n, a, u: 2 <= a < n and u >= 1,
    Scenario.PARTLY_SET_UP_DORMANT: lambda n, a, u: 1 <= a < n and u == 0,
    Scenario.SOME_DORMANT: lambda n, a, u: n >= 2 and a == n and 1 <= u < n,
    Scenario.HEALTHY: lambda n, a, u: n >= 2 and a == n and u == n,
}
"""The decision table, written down independently of the code."""

SHORT = {
    "N0": Scenario.NO_ACCOUNTS,
    "S1": Scenario.AUP_NOT_ACCEPTED,
    "S2": Scenario.NOT_STARTED,
    "S3": Scenario.ONE_USER_SET_UP,
    "S4": Scenario.SET_UP_NOT_USED,
    "L1": Scenario.LONE_USER,
    "P": Scenario.PARTLY_SET_UP_IN_USE,
    "Q": Scenario.PARTLY_SET_UP_DORMANT,
    "D": Scenario.SOME_DORMANT,
    "H": Scenario.HEALTHY,
}

GRID = {
    0: ["N0"],
    1: ["S2 S1", "S4 L1"],
    2: ["S2 S1 S1", "Q S3 S3", "S4 D H"],
    3: ["S2 S1 S1 S1", "Q S3 S3 S3", "Q P P P", "S4 D D H"],
    4: ["S2 S1 S1 S1 S1", "Q S3 S3 S3 S3", "Q P P P P", "Q P P P P", "S4 D D D H"],
}
"""By number of accounts: a row for each number of acceptances, a column for each of active."""

POSSIBLE = [(n, a, u) for n in range(MOST_ACCOUNTS + 1) for a in range(n + 1) for u in range(n + 1)]


def test_all_figures_up_to_ten_accounts_have_one_scenario() -> None:
    """The conditions part all possible figures, and the code follows them."""
    assert len(POSSIBLE) == 506
    for figures in POSSIBLE:
        holding = [scenario for scenario, holds in CONDITIONS.items() if holds(*figures)]

        assert holding == [classify(*figures)], figures


def test_every_scenario_occurs() -> None:
    """No scenario has advice that nobody could ever get."""
    assert {classify(*figures) for figures in POSSIBLE} == set(Scenario)


@pytest.mark.parametrize("accounts", GRID)
def test_small_sites(accounts: int) -> None:
    """Sites with up to 4 accounts are classed as the grid has them."""
    got = [
        [classify(accounts, accepted, active) for active in range(accounts + 1)]
        for accepted in range(accounts + 1)
    ]

    assert got == [[SHORT[name] for name in row.split()] for row in GRID[accounts]]


@pytest.mark.parametrize(
    ("figures", "scenario"),
    [
        pytest.param((2, 0, 2), Scenario.AUP_NOT_ACCEPTED, id="scenario 1"),
        pytest.param((2, 0, 0), Scenario.NOT_STARTED, id="scenario 2"),
        pytest.param((2, 1, 2), Scenario.ONE_USER_SET_UP, id="scenario 3, activity 100%"),
        pytest.param((2, 1, 1), Scenario.ONE_USER_SET_UP, id="scenario 3, activity 50%"),
        pytest.param((2, 2, 0), Scenario.SET_UP_NOT_USED, id="scenario 4"),
    ],
)
def test_the_slides_examples(figures: tuple[int, int, int], scenario: Scenario) -> None:
    """The four examples of the activity slides of autumn 2020 come out as published."""
    assert classify(*figures) is scenario


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        ((-1, 0, 0), "A site cannot have -1 accounts."),
        ((2, 3, 0), "A site with 2 accounts cannot have 3 with the policy accepted."),
        ((2, -1, 0), "A site with 2 accounts cannot have -1 with the policy accepted."),
        ((2, 0, 3), "A site with 2 accounts cannot have 3 active."),
        ((0, 0, 1), "A site with 0 accounts cannot have 1 active."),
        ((2, 0, -1), "A site with 2 accounts cannot have -1 active."),
    ],
)
@pytest.mark.parametrize("function", [classify, flags, certainly_set_up_and_active])
def test_impossible_figures_are_refused(
    function: Callable[[int, int, int], object], figures: tuple[int, int, int], message: str
) -> None:
    """Figures that no site can have are an error with a sentence, in every function."""
    with pytest.raises(ValueError, match="A site ") as error:
        function(*figures)

    assert str(error.value) == message


def test_the_least_number_ready_is_what_any_choice_of_people_gives() -> None:
    """Trying all people who may be active finds no fewer, and once exactly as many, as reckoned."""
    for accounts, accepted, active in POSSIBLE:
        # By symmetry the first `accepted` people have accepted; the active ones are a block that
        # starts anywhere in the circle of all, which reaches every overlap there can be.
        set_up = set(range(accepted))
        overlaps = {
            len(set_up & {(start + step) % accounts for step in range(active)})
            for start in range(accounts)
        } or {0}

        assert min(overlaps) == certainly_set_up_and_active(accounts, accepted, active)


@pytest.mark.parametrize(
    ("figures", "at_risk", "mailbox_at_risk", "single_point", "ready"),
    [
        pytest.param((0, 0, 0), 0, False, True, 0, id="no accounts: no mailbox to lose"),
        pytest.param((1, 1, 1), 0, False, True, 1, id="one person does everything"),
        pytest.param((2, 1, 1), 1, False, True, 0, id="the active one may not be the set-up one"),
        pytest.param((2, 2, 0), 2, True, True, 0, id="set up, and nobody is active"),
        pytest.param((3, 2, 3), 0, False, False, 2, id="two of three are ready"),
        pytest.param((4, 2, 2), 2, False, False, 0, id="two and two need not meet"),
        pytest.param((2, 2, 2), 0, False, False, 2, id="all well"),
    ],
)
def test_flags(
    figures: tuple[int, int, int],
    at_risk: int,
    mailbox_at_risk: bool,
    single_point: bool,
    ready: int,
) -> None:
    """Each flag follows from the figures alone."""
    found = flags(*figures)

    assert (found.accounts_at_risk, found.mailbox_at_risk) == (at_risk, mailbox_at_risk)
    assert (found.single_point, found.certainly_ready) == (single_point, ready)
