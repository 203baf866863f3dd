"""The words of the reports, read and checked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.knowledge.content_check import check_texts
from bot.knowledge.problems import KnowledgeError
from bot.reports.measures import ORDER
from bot.reports.texts import ReportTexts, load_texts
from bot.settings import PROJECT

REAL = PROJECT / "knowledge" / "report.yml"


def edited(folder: Path, old: str, new: str) -> Path:
    """Give a folder with the real words, one of them changed."""
    text = REAL.read_text(encoding="utf-8")
    assert old in text
    (folder / "report.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("site_change: Change\n", "", "`site_change`: field required"),
        ("site_change: Change", "site_change: ' '", "`site_change`: this has no text"),
        ("site_change: Change", "site_chnage: Change", "`site_chnage`: extra fields not permitted"),
        ('as_of: "Figures of {date}', 'as_of: "Figures of {day}', "nothing is filled in for {day}"),
        ('as_of: "Figures of {date}', 'as_of: "Figures of {date', "`as_of`: expected '}'"),
    ],
)
def test_a_slip_in_the_file_is_named(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    """A text that is missing, empty, unknown or cannot be filled in stops the report."""
    with pytest.raises(KnowledgeError) as caught:
        load_texts(edited(tmp_path, old, new))

    assert complaint in str(caught.value)
    assert f"{tmp_path / 'report.yml'}:" in str(caught.value)


def test_the_line_of_a_slip_is_given(tmp_path: Path) -> None:
    """A curator can go straight to the text."""
    lines = REAL.read_text(encoding="utf-8").splitlines()
    line = lines.index("site_change: Change") + 1

    with pytest.raises(KnowledgeError, match=f"report.yml:{line}: "):
        load_texts(edited(tmp_path, "site_change: Change", "site_change: ''"))


def test_every_text_is_used() -> None:
    """A text that nothing shows would be checked and translated for nothing."""
    package = PROJECT / "bot" / "reports"
    sources = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted(package.iterdir())
        if path.suffix in {".py", ".j2"}
    )

    used = {*re.findall(r"\b(?:t|texts)\.([a-z_]+)", sources), *ORDER}
    assert set(ReportTexts.__fields__) - used == set()


def test_the_words_follow_the_content_rules() -> None:
    """Short sentences, no contractions, no italics; two abbreviations head columns of analysts."""
    allowed = {"ODS is not explained at its first use.", "CCG is not explained at its first use."}

    assert [p for p in check_texts(REAL) if p.reason not in allowed] == []
