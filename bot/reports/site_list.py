"""The list of sites at risk as a table of plain values: what the CSV and the workbook hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from bot.reports.area_report import AreaReport, SiteAtRisk
from bot.reports.in_line import as_plain
from bot.reports.names import mailbox_names, setting_names
from bot.reports.texts import ReportTexts

Value = str | int | dt.date | None


@dataclass(frozen=True)
class Column:
    """A column of the list.

    Args:
        title: its header.
        width: in characters.
        values: one for each site.
    """

    title: str
    width: int
    values: list[Value]


def site_columns(report: AreaReport, texts: ReportTexts) -> list[Column]:
    """Give the columns of the list; the order of the sites is the report's, the worst first."""
    mailboxes = mailbox_names(texts)
    settings = setting_names(texts)

    def column(title: str, width: int, value: Callable[[SiteAtRisk], Value]) -> Column:
        return Column(title, width, [value(site) for site in report.at_risk])

    return [
        Column(texts.column_order, 7, list(range(1, len(report.at_risk) + 1))),
        column(texts.column_ods_code, 10, lambda site: site.row.ods_code),
        column(texts.column_name, 36, lambda site: site.row.name),
        column(texts.column_setting, 12, lambda site: settings[site.row.setting]),
        column(texts.column_ccg, 26, lambda site: site.row.ccg),
        column(texts.column_ics, 30, lambda site: site.row.ics),
        column(texts.column_region, 26, lambda site: site.row.region),
        column(texts.column_accounts, 10, lambda site: site.row.accounts),
        column(texts.column_aup_accepted, 10, lambda site: site.row.aup_accepted),
        column(texts.column_active, 9, lambda site: site.row.active),
        column(texts.column_at_risk, 9, lambda site: site.row.accounts - site.row.active),
        column(texts.column_shared_mailbox, 10, lambda site: mailboxes[site.row.shared_mailbox]),
        column(texts.column_last_activity, 18, lambda site: site.row.last_activity),
        column(texts.column_scenario, 30, lambda site: as_plain(site.scenario_title)),
        column(texts.column_first, 48, lambda site: as_plain(site.first)),
        column(texts.column_steps, 80, lambda site: _numbered(site.steps)),
        column(texts.column_date, 18, lambda _: report.snapshot_date),
    ]


def _numbered(steps: tuple[str, ...]) -> str:
    return "\n".join(f"{number}. {as_plain(step)}" for number, step in enumerate(steps, 1))
