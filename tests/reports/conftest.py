"""An invented area of two parts, and the real words."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from bot.activity.figures import AreaFigures
from bot.activity.model import Setting, SharedMailbox, SiteRow
from bot.reports.area_report import AreaPart, AreaReport, SiteAtRisk
from bot.reports.texts import ReportTexts, load_texts
from bot.settings import PROJECT

CARE_HOME, HOME_CARE = Setting.CARE_HOME, Setting.HOME_CARE
STEPS = ("Log in at [the portal](https://portal.nhs.net/).", "Select **Accept**.")


@pytest.fixture(scope="session")
def texts() -> ReportTexts:
    """The words that the reports really have."""
    return load_texts(PROJECT / "knowledge")


def figures(setting: Setting, accounts: int, active: int, sites: int = 20) -> AreaFigures:
    """Give figures of an area: half of its sites are active, all but 2 are onboarded."""
    return AreaFigures(setting, sites, sites - 2, sites - 2, sites // 2, accounts, active)


def site(code: str, name: str, accounts: int, accepted: int, active: int) -> SiteRow:
    """Give an invented care home in Zedton."""
    return SiteRow(
        ods_code=code,
        name=name,
        setting=CARE_HOME,
        accounts=accounts,
        aup_accepted=accepted,
        active=active,
        ccg="Zedton CCG",
        ics="Zedshire",
        region="Zedland",
        shared_mailbox=SharedMailbox.ACTIVE,
        last_activity=dt.date(2020, 9, 3),
    )


AT_RISK = (
    SiteAtRisk(site("VLZ01", "Zinnia House", 3, 0, 0), "Not started", "Phone the manager.", STEPS),
    SiteAtRisk(site("VLZ02", "Zephyr Lodge", 2, 0, 0), "Not started", "Phone the manager.", STEPS),
    SiteAtRisk(
        dataclasses.replace(site("VNZ03", "Zest at Home", 2, 2, 1), ccg="Quayz CCG"),
        "Some accounts not used",
        "Ask the other user to **log in**.",
        ("Ask why.",),
    ),
)


@pytest.fixture
def report() -> AreaReport:
    """A partnership of two CCGs; the second has no home care, and is new."""
    whole = AreaPart(
        "Zedshire",
        "ics",
        {
            CARE_HOME: AreaFigures(CARE_HOME, 496, 457, 456, 272, 2965, 1355),
            HOME_CARE: figures(HOME_CARE, 20, 5),
        },
        {
            CARE_HOME: AreaFigures(CARE_HOME, 496, 457, 456, 274, 2955, 1352),
            HOME_CARE: figures(HOME_CARE, 20, 5),
        },
    )
    zedton = AreaPart(
        "Zedton CCG",
        "ccg",
        {CARE_HOME: figures(CARE_HOME, 200, 90), HOME_CARE: figures(HOME_CARE, 20, 5)},
        {CARE_HOME: figures(CARE_HOME, 200, 100), HOME_CARE: figures(HOME_CARE, 20, 5)},
    )
    quayz = AreaPart("Quayz CCG", "ccg", {CARE_HOME: figures(CARE_HOME, 40, 30)}, {})
    return AreaReport(
        area=whole,
        parts=(zedton, quayz),
        snapshot_date=dt.date(2020, 11, 27),
        previous_date=dt.date(2020, 10, 30),
        sample=False,
        at_risk=AT_RISK,
        became=None,
    )
