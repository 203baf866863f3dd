"""What a record of the directory means, whichever interface it was read through.

Roles and closing dates are explained in the ODS Reference Data Catalogue
(odsdatasearchandexport.nhs.uk).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from bot.activity.directory.answers import (
    CareSite,
    Closed,
    HeadOffice,
    KnownAnswer,
    OtherOrganisation,
)
from bot.activity.model import Setting

CARE_SITE_ROLE = "RO101"
HEAD_OFFICE_ROLE = "RO104"
_CARE_HOME_ROLE = "RO269"
_HOME_CARE_ROLE = "RO270"


@dataclass(frozen=True)
class Period:
    """A time for which something holds: `kind` is Operational or Legal, `end` its last day."""

    kind: str
    end: dt.date | None


@dataclass(frozen=True)
class Record:
    """One organisation, as the directory holds it.

    Args:
        code: its ODS code.
        name: as the directory spells it.
        active: the directory's own flag.
        skeleton: only a stub is left ("refOnly"), as of codes closed by 31 March 2017.
        primary_role: what the organisation is.
        roles: everything it does today.
        periods: when it operates, and when it exists in law.
        successors: codes of those that replaced it.
        town: post town.
        postcode: with a space.
    """

    code: str
    name: str
    active: bool
    skeleton: bool
    primary_role: str | None
    roles: frozenset[str]
    periods: tuple[Period, ...]
    successors: tuple[str, ...] = ()
    town: str | None = None
    postcode: str | None = None


def answer_from(record: Record, today: dt.date) -> KnownAnswer:
    """Say what the record means for somebody who asks about its code."""
    last_day = closed_on(record.periods, today)
    # The flag stays on for months after the last day, until every date is filled in.
    if record.skeleton or not record.active or last_day is not None:
        return Closed(record.name, last_day, record.successors)
    if record.primary_role == HEAD_OFFICE_ROLE:
        return HeadOffice(record.name)
    if record.primary_role == CARE_SITE_ROLE:
        return CareSite(
            record.code, record.name, record.town, record.postcode, _setting(record.roles)
        )
    return OtherOrganisation(record.name)


def closed_on(periods: Iterable[Period], today: dt.date) -> dt.date | None:
    """Give the day on which operation ended, else that on which the legal body did, if past.

    A kind of period has ended when each period of that kind has.
    """
    ends: dict[str, dt.date] = {}
    for period in periods:
        ends[period.kind] = max(ends.get(period.kind, dt.date.min), period.end or dt.date.max)
    past = {kind: end for kind, end in ends.items() if end < today}
    return past.get("Operational") or past.get("Legal")


def _setting(roles: frozenset[str]) -> Setting:
    # A few hundred sites hold both roles. They are care homes that give home care as well.
    if _CARE_HOME_ROLE in roles:
        return Setting.CARE_HOME
    return Setting.HOME_CARE if _HOME_CARE_ROLE in roles else Setting.UNKNOWN
