"""The tables of docs/understanding.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evaluation import page, report


def _bank(right: float) -> dict[str, object]:
    return {
        "when": "2026-11-25T01:00:00+00:00",
        "figures": {"right": right, "wrong": 0.01},
        "reliability": [{"from": 0.9, "answers": 7, "right": 1.0}],
    }


def test_each_figure_stands_for_both_banks() -> None:
    """A row a figure, a column a bank, and the day."""
    table = page.figures({"bank": _bank(0.941), "unseen": _bank(0.95)})

    assert table.splitlines() == [
        "Measured on 2026-11-25.",
        "",
        "| figure | `bank/` | `unseen/` |",
        "|---|---:|---:|",
        "| `right` | 94.1% | 95.0% |",
        "| `wrong` | 1.0% | 1.0% |",
    ]


def test_the_bands_are_listed() -> None:
    """How many answers of a confidence were right."""
    assert page.reliability(_bank(1.0)).splitlines()[-1] == "| 0.9 to 1.0 | 7 | 100% |"


def test_nothing_is_written_before_both_were_evaluated(tmp_path: Path) -> None:
    """Half a table would be taken for a whole one."""
    with pytest.raises(SystemExit, match="Evaluate first"):
        page.write(tmp_path, tmp_path / "page.md")

    assert report.read_last(tmp_path / "bank") is None


def test_the_real_page_has_its_marks() -> None:
    """The command finds where to write."""
    text = page.PAGE.read_text(encoding="utf-8")

    for name in ("figures", "reliability"):
        assert text.index(f"<!-- {name} -->") < text.index(f"<!-- /{name} -->")
