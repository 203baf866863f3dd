"""How the figures of one site are read: ten scenarios, and flags beside them.

Source: the four activity scenarios of the NHSmail activity slides, autumn 2020. Read literally,
they cover a few figures of sites with one or two accounts; the other scenarios here fill the gaps,
so that all figures a site can have fall into exactly one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

FEWEST_SAFE = 2  # people who can each open the shared mailbox, so that one absence locks nobody out


class Scenario(str, Enum):
    """What a site's figures say; each has its advice in knowledge/scenarios.yml."""

    NO_ACCOUNTS = "no_accounts"
    AUP_NOT_ACCEPTED = "aup_not_accepted"
    NOT_STARTED = "not_started"
    ONE_USER_SET_UP = "one_user_set_up"
    SET_UP_NOT_USED = "set_up_not_used"
    LONE_USER = "lone_user"
    PARTLY_SET_UP_IN_USE = "partly_set_up_in_use"
    PARTLY_SET_UP_DORMANT = "partly_set_up_dormant"
    SOME_DORMANT = "some_dormant"
    HEALTHY = "healthy"


@dataclass(frozen=True)
class Flags:
    """What to say of a site beside its scenario.

    Args:
        accounts_at_risk: number of accounts that are not active, which are those to be removed.
        mailbox_at_risk: there are accounts and none is active: once all are removed, nobody can
            open the shared mailbox.
        single_point: at most one person is both set up and active, so one absence is enough to
            cut the site off.
        certainly_ready: the least number of people that are both set up and active.
    """

    accounts_at_risk: int
    mailbox_at_risk: bool
    single_point: bool
    certainly_ready: int


def classify(accounts: int, aup_accepted: int, active: int) -> Scenario:
    """Tell which scenario a site is in.

    Args:
        accounts: individual accounts.
        aup_accepted: those whose user accepted the acceptable use policy.
        active: those in use within the report's window. May be more than `aup_accepted`, because
            logging in counts as use without the policy.

    Raises:
        ValueError: no site can have such figures.
    """
    _check(accounts, aup_accepted, active)
    if accounts == 0:
        return Scenario.NO_ACCOUNTS
    if aup_accepted == 0:
        return Scenario.AUP_NOT_ACCEPTED if active else Scenario.NOT_STARTED
    if aup_accepted < accounts:
        return _partly_set_up(aup_accepted, active)
    return _set_up(accounts, active)


def flags(accounts: int, aup_accepted: int, active: int) -> Flags:
    """Tell what else the figures of a site say.

    Raises:
        ValueError: no site can have such figures.
    """
    _check(accounts, aup_accepted, active)
    return Flags(
        accounts_at_risk=accounts - active,
        mailbox_at_risk=accounts > 0 and active == 0,
        single_point=min(aup_accepted, active) < FEWEST_SAFE,
        certainly_ready=certainly_set_up_and_active(accounts, aup_accepted, active),
    )


def certainly_set_up_and_active(accounts: int, aup_accepted: int, active: int) -> int:
    """Count the people who must be both set up and active, whoever they are.

    The report counts each group and does not say who is in it: with 2 accounts, 1 accepted and
    1 active, these can be two different people, and then nobody can send email.

    Raises:
        ValueError: no site can have such figures.
    """
    _check(accounts, aup_accepted, active)
    return max(0, aup_accepted + active - accounts)


def _partly_set_up(aup_accepted: int, active: int) -> Scenario:
    if active == 0:
        return Scenario.PARTLY_SET_UP_DORMANT
    # The number decides, not the slides' 50%: with 3 accounts, 1 acceptance is 33%.
    return Scenario.ONE_USER_SET_UP if aup_accepted == 1 else Scenario.PARTLY_SET_UP_IN_USE


def _set_up(accounts: int, active: int) -> Scenario:
    if active == 0:
        return Scenario.SET_UP_NOT_USED
    if active < accounts:
        return Scenario.SOME_DORMANT
    return Scenario.LONE_USER if accounts == 1 else Scenario.HEALTHY


def _check(accounts: int, aup_accepted: int, active: int) -> None:
    if accounts < 0:
        raise ValueError(f"A site cannot have {accounts} accounts.")
    for count, what in ((aup_accepted, "with the policy accepted"), (active, "active")):
        if not 0 <= count <= accounts:
            raise ValueError(f"A site with {accounts} accounts cannot have {count} {what}.")
