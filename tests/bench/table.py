"""Write the measurements into docs/performance.md, between its two marks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.settings import PROJECT
from tests.marks import write_between

PAGE = PROJECT / "docs" / "performance.md"

Measured = Mapping[str, Mapping[str, float]]


def table(measured: Measured) -> str:
    """Give the table: a row a measure, a column a bot, and ours as a share of the other."""
    ours, default = measured
    rows = [
        f"| {name} | {_figure(value)} | {_figure(measured[default][name])} | "
        f"{value / measured[default][name]:.2f} |"
        for name, value in measured[ours].items()
        if name in measured[default]
    ]
    alone = [
        f"| {name} | {_figure(value)} | | |"
        for name, value in measured[ours].items()
        if name not in measured[default]
    ]
    head = [f"| measure | {ours} | {default} | ratio |", "|---|---:|---:|---:|"]
    return "\n".join([*head, *rows, *alone])


def write(measured: Measured, machine: str, page: Path = PAGE) -> None:
    """Replace the table of the page.

    Raises:
        ValueError: the page lacks its marks.
    """
    write_between(page, "bench", f"{machine}\n\n{table(measured)}")


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
