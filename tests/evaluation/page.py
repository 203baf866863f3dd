"""Write the figures of both banks into docs/understanding.md: python -m tests.evaluation.page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.settings import PROJECT, Settings
from tests.evaluation import report
from tests.evaluation.banks import BANKS
from tests.marks import write_between

PAGE = PROJECT / "docs" / "understanding.md"
_BAND = 0.1


def figures(found: Mapping[str, Mapping[str, Any]]) -> str:
    """Give a row for each figure and a column for each bank."""
    names = list(found)
    rows = [
        f"| `{figure}` | " + " | ".join(f"{found[n]['figures'][figure]:.1%}" for n in names) + " |"
        for figure in found[names[0]]["figures"]
    ]
    days = {bank["when"][:10] for bank in found.values()}
    head = ["| figure | " + " | ".join(f"`{name}/`" for name in names) + " |"]
    return "\n".join(
        [
            f"Measured on {', '.join(sorted(days))}.",
            "",
            *head,
            "|---|" + "---:|" * len(names),
            *rows,
        ]
    )


def reliability(bank: Mapping[str, Any]) -> str:
    """Give a row for each band of confidence."""
    rows = [
        f"| {band['from']:.1f} to {band['from'] + _BAND:.1f} | {band['answers']} "
        f"| {band['right']:.0%} |"
        for band in bank["reliability"]
    ]
    return "\n".join(["| confidence | answers | right |", "|---|---:|---:|", *rows])


def write(folder: Path, page: Path = PAGE) -> None:
    """Write both tables; `folder` holds the evaluations of the banks."""
    read = {name: report.read_last(folder / name) for name in BANKS}
    found = {name: bank for name, bank in read.items() if bank}
    if len(found) < len(BANKS):
        raise SystemExit("Evaluate first: make evaluate, and make evaluate BANK=unseen")
    write_between(page, "figures", figures(found))
    write_between(page, "reliability", reliability(found["bank"]))


if __name__ == "__main__":
    write(Settings.from_environment().var / "evaluation")
