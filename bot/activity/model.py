"""What the activity report tells of one site."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum


class Setting(str, Enum):
    """What kind of care a site gives, as the report separates it."""

    CARE_HOME = "care_home"
    HOME_CARE = "home_care"
    UNKNOWN = "unknown"


class SharedMailbox(str, Enum):
    """The state of a site's shared mailbox; UNKNOWN where the report has no such column."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class SiteRow:
    """One row of the activity report, cleaned: the figures of one site on one day.

    Args:
        ods_code: upper case, without spaces.
        name: as the report spells it, spaces collapsed.
        setting: care home or home care.
        ccg: the commissioning area, as the report spells it.
        ics: the partnership (STP, ICS or ICB).
        region: the NHS region.
        accounts: individual accounts; shared mailboxes are not counted.
        aup_accepted: accounts whose user accepted the acceptable use policy; at most `accounts`.
        active: accounts in use within the report's window; at most `accounts`. May be more than
            `aup_accepted`: logging in counts as activity, with or without the policy.
        shared_mailbox: state of the shared mailbox.
        dspt_status: Data Security and Protection Toolkit, as the report words it.
        dspt_date: day on which that status was published.
        last_activity: last day on which somebody of the site was active.
    """

    ods_code: str
    name: str
    setting: Setting
    accounts: int
    aup_accepted: int
    active: int
    ccg: str | None = None
    ics: str | None = None
    region: str | None = None
    shared_mailbox: SharedMailbox = SharedMailbox.UNKNOWN
    dspt_status: str | None = None
    dspt_date: dt.date | None = None
    last_activity: dt.date | None = None
