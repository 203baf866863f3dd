"""The frame of a bar chart with a heading for each group of bars, and how charts are given out."""

from __future__ import annotations

import base64
import io
import textwrap
from dataclasses import dataclass

import matplotlib as mpl  # type: ignore[import-untyped]
from matplotlib.axes import Axes  # type: ignore[import-untyped]
from matplotlib.backends.backend_agg import FigureCanvasAgg  # type: ignore[import-untyped]
from matplotlib.figure import Figure  # type: ignore[import-untyped]

INK = "#1f2a30"
_GRID = "#d3dad8"
_WIDTH = 4.1  # inches
_LINE = 0.27  # inches of height for a bar or a line of text
_HEAD, _FOOT = 0.9, 0.6  # inches for title and legend, and for the axis
_MARGIN, _LEFT = 0.02, 0.27  # where words and where bars start, in shares of the width
_GAP = 0.7  # lines between two groups
_HEADING_WIDTH = 42  # characters
_DOTS_PER_INCH = 200


@dataclass(frozen=True)
class Frame:
    """What is written around the bars.

    Args:
        title: of the chart.
        about: what the chart is of, below the title.
        groups: for each group its heading and the names of its bars.
        right: where the longest bar ends, in shares of the width; its figure stands behind it.
    """

    title: str
    about: str
    groups: list[tuple[str, list[str]]]
    right: float


def empty_chart(frame: Frame) -> tuple[Figure, Axes, list[float]]:
    """Give a chart without bars, and where the first bar of each group goes.

    On the vertical axis, which points down, a bar takes 1.
    """
    headings = [textwrap.wrap(heading, _HEADING_WIDTH) or [""] for heading, _ in frame.groups]
    lines = sum(map(len, headings)) + sum(len(bars) + _GAP for _, bars in frame.groups)
    height = _HEAD + _FOOT + _LINE * lines
    chart = Figure(figsize=(_WIDTH, height))
    FigureCanvasAgg(chart)
    chart.text(
        _MARGIN, 1 - 0.16 / height, _literal(frame.title), weight="bold", va="center", color=INK
    )
    chart.text(_MARGIN, 1 - 0.39 / height, _literal(frame.about), size=9.5, va="center", color=INK)
    width = frame.right - _LEFT
    axes = chart.add_axes((_LEFT, _FOOT / height, width, 1 - (_HEAD + _FOOT) / height))
    axes.set_ylim(lines, 0)
    _tidy(axes)
    tops, y = [], 0.5
    for heading, (_, bars) in zip(headings, frame.groups, strict=True):
        for line in heading:
            _name(axes, y, line, width, heading=True)
            y += 1
        tops.append(y)
        axes.plot([0, 0], [y - 0.5, y + len(bars) - 0.5], color=INK, lw=1, clip_on=False)
        for bar in bars:
            _name(axes, y, bar, width)
            y += 1
        y += _GAP
    return chart, axes, tops


def as_png(chart: Figure) -> bytes:
    """Give a chart as a picture for slides and letters."""
    drawn = io.BytesIO()
    chart.savefig(drawn, format="png", dpi=_DOTS_PER_INCH, metadata={"Software": None})
    return drawn.getvalue()


def as_data_uri(chart: Figure) -> str:
    """Give a chart as the address of an SVG picture that is in the address itself."""
    drawn = io.StringIO()
    # Texts stay texts, which is smaller and sharper; the same chart gives the same bytes.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "area report"}):
        chart.savefig(drawn, format="svg", metadata={"Date": None})
    # matplotlib puts the name in quotes, where sans-serif means no font at all.
    svg = drawn.getvalue().replace("'sans-serif'", "Arial, sans-serif")
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _name(axes: Axes, y: float, text: str, width: float, *, heading: bool = False) -> None:
    axes.text(
        (_MARGIN - _LEFT) / width,
        y,
        _literal(text),
        transform=axes.get_yaxis_transform(),
        va="center",
        weight="bold" if heading else "normal",
        size=10 if heading else 9.5,
        color=INK,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 2} if heading else None,
    )


def _literal(text: str) -> str:
    return text.replace("$", r"\$")  # between two of them matplotlib reads a formula


def _tidy(axes: Axes) -> None:
    axes.set_yticks([])
    axes.set_axisbelow(True)
    axes.grid(axis="x", color=_GRID, linewidth=0.8)
    axes.tick_params(axis="x", length=0, labelcolor=INK, labelsize=9.5)
    axes.xaxis.label.set(color=INK, size=9.5)
    for spine in axes.spines.values():
        spine.set_visible(False)
