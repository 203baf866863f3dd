"""The figures of a slide as text: rounded, with commas, and with what changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from bot.activity.figures import AreaFigures
from bot.knowledge.replies import spoken_date
from bot.reports.texts import ReportTexts

PERCENTAGES = ("active_sites_pct", "user_activity_pct", "onboarded_pct")
ORDER = (
    "active_sites_pct",
    "user_activity_pct",
    "active_users",
    "inactive_users",
    "at_risk",
    "onboarded_pct",
)


@dataclass(frozen=True)
class Measure:
    """One figure of a slide.

    Args:
        name: of the figure, as in knowledge/report.yml.
        value: the figure as it is shown; None where the report does not have it.
        text: the figure, ready to be read.
        difference: how much the figure shown is above the one that was shown before, in percentage
            points or in number; None where either is missing.
    """

    name: str
    value: Decimal | None
    text: str
    difference: Decimal | None


def measures(
    now: AreaFigures, before: AreaFigures | None, texts: ReportTexts, *, decimals: int
) -> list[Measure]:
    """Give the figures in the order of the activity slides of autumn 2020.

    Differences are those of the rounded figures, so that a reader can check them.

    Args:
        now: the figures to show.
        before: the figures of the snapshot before, if it has any.
        texts: the words around them.
        decimals: how many decimals percentages have.
    """
    return [_measure(name, now, before, texts, decimals) for name in ORDER]


def percent(share: float, decimals: int = 0) -> str:
    """Write a percentage, half of the last place rounded up as the slides do."""
    return f"{_rounded(share, decimals)}%"


def count(number: int) -> str:
    """Write a number, with a comma from 1,000 on."""
    return f"{number:,}"


def signed(difference: Decimal | int) -> str:
    """Write a difference with its sign; the minus is the real one, which is read aloud."""
    return f"{difference:+,}".replace("-", "\N{MINUS SIGN}")


def change(measure: Measure, texts: ReportTexts, date: dt.date) -> str:
    """Say how a figure changed since a day."""
    since = spoken_date(date)
    if measure.difference is None:
        return texts.no_figure_before.format(date=since)
    if not measure.difference:
        return texts.no_change.format(date=since)
    phrase = texts.change
    if measure.name in PERCENTAGES:
        phrase = texts.change_point if abs(measure.difference) == 1 else texts.change_points
    return phrase.format(difference=signed(measure.difference), date=since)


def short_change(measure: Measure, texts: ReportTexts) -> str:
    """Say how a figure changed, where the day is known from elsewhere."""
    if measure.difference is None:
        return texts.new_figure
    return signed(measure.difference) if measure.difference else texts.unchanged


def _measure(
    name: str, now: AreaFigures, before: AreaFigures | None, texts: ReportTexts, decimals: int
) -> Measure:
    value = _value(now, name, decimals)
    old = _value(before, name, decimals) if before else None
    difference = None if value is None or old is None else value - old
    return Measure(name, value, _text(name, value, now, texts), difference)


def _value(figures: AreaFigures, name: str, decimals: int) -> Decimal | None:
    if name == "at_risk":
        return Decimal(figures.inactive_users)
    value: float | None = getattr(figures, name)
    return None if value is None else _rounded(value, decimals if name in PERCENTAGES else 0)


def _text(name: str, value: Decimal | None, now: AreaFigures, texts: ReportTexts) -> str:
    if value is None:
        return texts.not_in_report
    if name in PERCENTAGES:
        return f"{value}%"
    if name == "at_risk":
        return texts.part_of_whole.format(part=count(now.inactive_users), whole=count(now.accounts))
    return f"{value:,}"


def _rounded(number: float, decimals: int) -> Decimal:
    # By way of its text: 0.15 is a little less than its digits say, and would be rounded down.
    return Decimal(str(number)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
