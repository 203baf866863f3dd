"""The charts of the area report: who is active, and which accounts are at risk.

They are narrow, so that they can still be read on a phone. Each bar has its name and its figure
beside it, so nobody needs the colours to read them.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import matplotlib.ticker  # type: ignore[import-untyped]
from matplotlib.axes import Axes  # type: ignore[import-untyped]
from matplotlib.figure import Figure  # type: ignore[import-untyped]
from matplotlib.lines import Line2D  # type: ignore[import-untyped]
from matplotlib.patches import Patch  # type: ignore[import-untyped]

from bot.activity.model import Setting
from bot.knowledge.replies import spoken_date
from bot.reports.area_report import AreaPart, AreaReport
from bot.reports.chart_frame import INK, Frame, empty_chart
from bot.reports.measures import count, percent
from bot.reports.names import setting_titles
from bot.reports.texts import ReportTexts

_COLOURS = {Setting.CARE_HOME: "#17635c", Setting.HOME_CARE: "#8a5a00", Setting.UNKNOWN: "#59656b"}
_AT_RISK = {"facecolor": "#f3d9c8", "edgecolor": "#a33c0a", "hatch": "////", "linewidth": 1}
_LONGEST_NAME = 42  # letters that fit in the chart's width
_THICK = 0.7  # of a bar, in lines


def activity_chart(report: AreaReport, texts: ReportTexts) -> Figure:
    """Draw the active users in percent, in the area and each part; a mark shows the day before."""
    areas = (report.area, *report.parts)
    title = texts.activity_chart.format(date=spoken_date(report.snapshot_date))
    chart, axes, bars = _framed(title, areas, report, texts, right=0.84)
    for y, area, setting in bars:
        _draw_activity(axes, y, area, setting)
    axes.set(xlim=(0, 100), xticks=range(0, 101, 25), xlabel=texts.percent_axis)
    if report.previous_date:
        before = texts.legend_before.format(date=spoken_date(report.previous_date))
        mark = Line2D([], [], color=INK, marker="|", markersize=11, mew=2, ls="", label=before)
        _legend(chart, [mark])
    return chart


def accounts_chart(report: AreaReport, texts: ReportTexts) -> Figure:
    """Draw the accounts in use and at risk, in each part; in the area where it has no parts."""
    # The area has the sum of its parts: beside it their bars would be too short to read.
    areas = report.parts or (report.area,)
    title = texts.accounts_chart.format(date=spoken_date(report.snapshot_date))
    chart, axes, bars = _framed(title, areas, report, texts, right=0.6)
    for y, area, setting in bars:
        _draw_accounts(axes, y, area, setting, texts)
    most = max((area.figures[setting].accounts for _, area, setting in bars), default=1)
    axes.set(xlim=(0, most), xlabel=texts.accounts_axis)
    axes.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(3, integer=True))
    axes.xaxis.set_major_formatter(lambda number, _: count(round(number)))
    in_use, at_risk = texts.legend_active, texts.legend_at_risk
    _legend(chart, [Patch(color=INK, label=in_use), Patch(label=at_risk, **_AT_RISK)])
    return chart


_Bars = list[tuple[float, AreaPart, Setting]]


def _framed(
    title: str, areas: Sequence[AreaPart], report: AreaReport, texts: ReportTexts, right: float
) -> tuple[Figure, Axes, _Bars]:
    """Give a chart with the names written in, and where to draw each bar."""
    settings = [
        [s for s in Setting if s in area.figures and area.figures[s].accounts] for area in areas
    ]
    names = setting_titles(texts)
    whole = textwrap.shorten(report.area.name, _LONGEST_NAME, placeholder=" ...")
    about = f"{whole}, {texts.sample_mark}" if report.sample else whole
    frame = Frame(
        title=title,
        about=about,
        groups=[
            (area.name, [names[s] for s in row] or [texts.no_figures])
            for area, row in zip(areas, settings, strict=True)
        ],
        right=right,
    )
    chart, axes, tops = empty_chart(frame)
    bars = [
        (top + place, area, setting)
        for top, area, row in zip(tops, areas, settings, strict=True)
        for place, setting in enumerate(row)
    ]
    return chart, axes, bars


def _draw_activity(axes: Axes, y: float, area: AreaPart, setting: Setting) -> None:
    share = area.figures[setting].user_activity_pct or 0.0
    axes.barh(y, share, height=_THICK, color=_COLOURS[setting])
    before = area.previous.get(setting)
    old = before.user_activity_pct if before else None
    if old is not None:
        for colour, width in (("white", 4), (INK, 2)):
            ends = [y - 0.42, y + 0.42]
            axes.plot(
                [old, old], ends, color=colour, lw=width, solid_capstyle="butt", clip_on=False
            )
    _label(axes, max(share, old or 0.0), y, percent(share))


def _draw_accounts(
    axes: Axes, y: float, area: AreaPart, setting: Setting, texts: ReportTexts
) -> None:
    figures = area.figures[setting]
    axes.barh(y, figures.active_users, height=_THICK, color=INK)
    axes.barh(
        y,
        figures.inactive_users,
        left=figures.active_users,
        height=_THICK,
        clip_on=False,
        **_AT_RISK,
    )
    label = texts.accounts_label.format(
        part=count(figures.inactive_users), whole=count(figures.accounts)
    )
    _label(axes, figures.accounts, y, label)


def _label(axes: Axes, x: float, y: float, text: str) -> None:
    axes.annotate(
        text,
        (x, y),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        color=INK,
        fontsize=9.5,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        annotation_clip=False,
    )


def _legend(chart: Figure, handles: Sequence[object]) -> None:
    chart.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.015, 1 - 0.56 / chart.get_figheight()),
        ncol=2,
        frameon=False,
        borderpad=0,
        handletextpad=0.5,
        fontsize=9.5,
        labelcolor=INK,
    )
