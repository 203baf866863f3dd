"""The slides of an area as the page shows them, and the same figures as tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.activity.model import Setting
from bot.reports.area_report import AreaPart, AreaReport
from bot.reports.measures import Measure, change, count, measures, percent, short_change
from bot.reports.names import setting_titles, settings_shown
from bot.reports.texts import ReportTexts


@dataclass(frozen=True)
class Figure:
    """A figure with its name, and what changed; no change where there is nothing before."""

    label: str
    text: str
    change: str | None


@dataclass(frozen=True)
class Card:
    """One setting of a slide; no figures where the area has no such sites."""

    title: str
    figures: list[Figure]


@dataclass(frozen=True)
class Slide:
    """An area with a card for each setting."""

    name: str
    level: str
    cards: list[Card]


@dataclass(frozen=True)
class TableRow:
    """An area's figures in a table; `whole` marks the area that the report is of."""

    name: str
    whole: bool
    figures: list[Figure]


def slide(part: AreaPart, report: AreaReport, texts: ReportTexts) -> Slide:
    """Give the slide of an area or a part; percentages are whole numbers."""
    titles = setting_titles(texts)
    date = report.previous_date

    def say_change(measure: Measure) -> str | None:
        return change(measure, texts, date) if date and measure.value is not None else None

    cards = [
        Card(titles[setting], _figures(part, setting, texts, 0, say_change))
        for setting in settings_shown(report)
    ]
    return Slide(part.name, level_names(texts)[part.level], cards)


def table(setting: Setting, report: AreaReport, texts: ReportTexts) -> list[TableRow]:
    """Give the figures of a setting in the area and each part; percentages have one decimal."""

    def say_change(measure: Measure) -> str | None:
        compared = report.previous_date and measure.value is not None
        return short_change(measure, texts) if compared else None

    return [
        TableRow(part.name, part is report.area, _figures(part, setting, texts, 1, say_change))
        for part in (report.area, *report.parts)
        if setting in part.figures
    ]


def at_a_glance(report: AreaReport, texts: ReportTexts) -> list[str]:
    """Say in a few sentences how the area stands, and what to begin with."""
    said = [_glance(setting, report, texts) for setting in settings_shown(report)]
    unreached = sum(1 for site in report.at_risk if site.row.active == 0)
    if unreached:
        said.append(texts.glance_no_active_user.format(sites=count(unreached)))
    elif not report.at_risk:
        said.append(texts.glance_none_at_risk)
    return said


def level_names(texts: ReportTexts) -> dict[str, str]:
    """Give what the areas of each level are called."""
    return {"ccg": texts.level_ccg, "ics": texts.level_ics, "region": texts.level_region}


def _glance(setting: Setting, report: AreaReport, texts: ReportTexts) -> str:
    title = setting_titles(texts)[setting]
    figures = report.area.figures.get(setting)
    if figures is None or figures.user_activity_pct is None:
        return texts.glance_nothing.format(setting=title)
    return texts.glance_activity.format(
        setting=title,
        active=count(figures.active_users),
        accounts=count(figures.accounts),
        percent=percent(figures.user_activity_pct),
        inactive=count(figures.inactive_users),
    )


def _figures(
    part: AreaPart,
    setting: Setting,
    texts: ReportTexts,
    decimals: int,
    say_change: Callable[[Measure], str | None],
) -> list[Figure]:
    if setting not in part.figures:
        return []
    found = measures(part.figures[setting], part.previous.get(setting), texts, decimals=decimals)
    return [Figure(getattr(texts, each.name), each.text, say_change(each)) for each in found]
