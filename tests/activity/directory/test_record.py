"""What a record means: open or closed, site or head office, home or home care."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.activity.directory.answers import (
    CareSite,
    Closed,
    HeadOffice,
    OtherOrganisation,
)
from bot.activity.directory.record import Period, Record, answer_from, closed_on
from bot.activity.model import Setting

TODAY = dt.date(2026, 11, 22)
YESTERDAY = dt.date(2026, 11, 21)
LAST_YEAR = dt.date(2025, 11, 22)


def record(**changes: Any) -> Record:
    """Make an open care home, but for the changes."""
    given: dict[str, Any] = {
        "code": "VLZ2A",
        "name": "MARIGOLD LODGE",
        "active": True,
        "skeleton": False,
        "primary_role": "RO101",
        "roles": frozenset({"RO101", "RO269"}),
        "periods": (Period("Operational", None),),
        "town": "ANYTOWN",
        "postcode": "ZZ99 3WZ",
    }
    return Record(**(given | changes))


@pytest.mark.parametrize(
    ("roles", "setting"),
    [
        ({"RO101", "RO269"}, Setting.CARE_HOME),
        ({"RO101", "RO270"}, Setting.HOME_CARE),
        ({"RO101", "RO270", "RO269"}, Setting.CARE_HOME),
        ({"RO101"}, Setting.UNKNOWN),
    ],
)
def test_the_setting_follows_the_roles(roles: set[str], setting: Setting) -> None:
    """A care home that gives home care too is a care home; without a role it is not guessed."""
    answer = answer_from(record(roles=frozenset(roles)), TODAY)

    assert answer == CareSite("VLZ2A", "MARIGOLD LODGE", "ANYTOWN", "ZZ99 3WZ", setting)


def test_a_head_office_is_no_site() -> None:
    """The owner's code is told apart from those of its sites."""
    assert answer_from(record(primary_role="RO104"), TODAY) == HeadOffice("MARIGOLD LODGE")


@pytest.mark.parametrize("role", ["RO110", "RO177", "RO197", None])
def test_a_dentist_a_practice_or_a_trust_is_another_organisation(role: str | None) -> None:
    """Whatever is not social care is an organisation that the assistant has no figures of."""
    assert answer_from(record(primary_role=role), TODAY) == OtherOrganisation("MARIGOLD LODGE")


@pytest.mark.parametrize("role", ["RO101", "RO104", "RO177"])
@pytest.mark.parametrize(
    "changes",
    [
        {"active": False},
        {"skeleton": True},
        {"periods": (Period("Operational", YESTERDAY),)},
        {"periods": (Period("Legal", YESTERDAY), Period("Operational", None))},
    ],
)
def test_each_sign_of_closing_counts(role: str, changes: dict[str, Any]) -> None:
    """A flag, a stub or a past last day, operational or legal, closes any organisation."""
    answer = answer_from(record(primary_role=role, **changes), TODAY)

    assert isinstance(answer, Closed)


def test_a_closed_record_tells_its_last_day_and_all_successors() -> None:
    """Both are there for the reply, with every successor, not just one."""
    closed = record(
        active=False, periods=(Period("Operational", LAST_YEAR),), successors=("VLZ3A", "VLZ4A")
    )

    assert answer_from(closed, TODAY) == Closed("MARIGOLD LODGE", LAST_YEAR, ("VLZ3A", "VLZ4A"))


@pytest.mark.parametrize(
    ("periods", "last_day"),
    [
        ([], None),
        ([Period("Operational", None)], None),
        ([Period("Operational", TODAY)], None),
        ([Period("Operational", dt.date(2027, 3, 31))], None),
        ([Period("Operational", YESTERDAY)], YESTERDAY),
        ([Period("Legal", LAST_YEAR), Period("Operational", YESTERDAY)], YESTERDAY),
        ([Period("Legal", LAST_YEAR), Period("Operational", None)], LAST_YEAR),
        ([Period("Operational", LAST_YEAR), Period("Operational", YESTERDAY)], YESTERDAY),
        ([Period("Operational", LAST_YEAR), Period("Operational", None)], None),
        ([Period("Operational", None), Period("Operational", LAST_YEAR)], None),
    ],
)
def test_the_last_day_is_read_from_the_periods(
    periods: list[Period], last_day: dt.date | None
) -> None:
    """The last day counts as open; operation goes before law; who opened again is open."""
    assert closed_on(periods, TODAY) == last_day
