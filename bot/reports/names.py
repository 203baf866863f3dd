"""What settings and states of a mailbox are called, and which settings a report shows."""

from __future__ import annotations

from bot.activity.model import Setting, SharedMailbox
from bot.reports.area_report import AreaReport
from bot.reports.texts import ReportTexts


def settings_shown(report: AreaReport) -> list[Setting]:
    """Give care homes and home care, as the slides do, and sites of neither kind if there are any.

    Leaving those out would make sites at risk stand in the list and in no figure.
    """
    areas = (report.area, *report.parts)
    unknown = any(Setting.UNKNOWN in area.figures for area in areas)
    return [s for s in Setting if s is not Setting.UNKNOWN or unknown]


def setting_titles(texts: ReportTexts) -> dict[Setting, str]:
    """Give what the sites of each setting are called together."""
    return {
        Setting.CARE_HOME: texts.care_homes,
        Setting.HOME_CARE: texts.home_care,
        Setting.UNKNOWN: texts.unknown_setting,
    }


def setting_names(texts: ReportTexts) -> dict[Setting, str]:
    """Give what one site of each setting is called."""
    return {
        Setting.CARE_HOME: texts.care_home_site,
        Setting.HOME_CARE: texts.home_care_site,
        Setting.UNKNOWN: texts.unknown_site,
    }


def mailbox_names(texts: ReportTexts) -> dict[SharedMailbox, str]:
    """Give the word for each state of a shared mailbox."""
    return {
        SharedMailbox.ACTIVE: texts.mailbox_active,
        SharedMailbox.INACTIVE: texts.mailbox_inactive,
        SharedMailbox.NONE: texts.mailbox_none,
        SharedMailbox.UNKNOWN: texts.mailbox_unknown,
    }
