"""The table of docs/performance.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import table

MEASURED = {
    "ours": {"a turn, ms": 40.0, "training after a changed answer, s": 1.5},
    "theirs": {"a turn, ms": 160.0},
}


def test_each_measure_is_compared() -> None:
    """A row has both figures and their ratio; what only one bot has stands alone."""
    assert table.table(MEASURED).splitlines() == [
        "| measure | ours | theirs | ratio |",
        "|---|---:|---:|---:|",
        "| a turn, ms | 40.0 | 160 | 0.25 |",
        "| training after a changed answer, s | 1.5 | | |",
    ]


def test_the_page_keeps_its_words(tmp_path: Path) -> None:
    """Only what stands between the marks is replaced, however often."""
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n", encoding="utf-8")

    for _ in range(2):
        table.write(MEASURED, "A machine.", page)

    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n<!-- bench -->\nA machine.\n\n| measure |")
    assert text.endswith("<!-- /bench -->\nafter\n")
    assert "old" not in text


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    """Somebody who took the marks away is told so."""
    page = tmp_path / "page.md"
    page.write_text("no marks", encoding="utf-8")

    with pytest.raises(ValueError, match="lacks the marks"):
        table.write(MEASURED, "A machine.", page)


def test_the_real_page_has_its_marks() -> None:
    """The command finds where to write."""
    text = table.PAGE.read_text(encoding="utf-8")

    assert text.index("<!-- bench -->") < text.index("<!-- /bench -->")
