"""What the charts show, in words, for those who do not see them."""

from __future__ import annotations

from bot.activity.model import Setting
from bot.reports.area_report import AreaPart, AreaReport
from bot.reports.measures import count, percent
from bot.reports.names import setting_titles
from bot.reports.texts import ReportTexts


def activity_words(report: AreaReport, texts: ReportTexts) -> str:
    """Tell the lowest and the highest user activity in each setting."""
    found = [_range(setting, report, texts) for setting in Setting]
    return _joined(texts.activity_chart_alt, found, texts)


def accounts_words(report: AreaReport, texts: ReportTexts) -> str:
    """Tell the accounts in use and at risk of the whole area."""
    titles = setting_titles(texts)
    found = [
        texts.accounts_alt.format(
            setting=titles[setting],
            active=count(figures.active_users),
            inactive=count(figures.inactive_users),
            area=report.area.name,
        )
        for setting in Setting
        if (figures := report.area.figures.get(setting)) and figures.accounts
    ]
    return _joined(texts.accounts_chart_alt, found, texts)


def _joined(what: str, found: list[str], texts: ReportTexts) -> str:
    said = [sentence for sentence in found if sentence]
    return " ".join([what, *(said or [f"{texts.no_figures}."]), texts.figures_below])


def _range(setting: Setting, report: AreaReport, texts: ReportTexts) -> str:
    shares = sorted(
        (share, part.name)
        for part in (report.area, *report.parts)
        if (share := _activity(part, setting)) is not None
    )
    if not shares:
        return ""
    (lowest, lowest_area), (highest, highest_area) = shares[0], shares[-1]
    phrase = texts.single_alt if len(shares) == 1 else texts.range_alt
    return phrase.format(
        setting=setting_titles(texts)[setting],
        lowest=percent(lowest),
        lowest_area=lowest_area,
        highest=percent(highest),
        highest_area=highest_area,
    )


def _activity(part: AreaPart, setting: Setting) -> float | None:
    figures = part.figures.get(setting)
    return figures.user_activity_pct if figures else None
