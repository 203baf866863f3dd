"""The page of coverage lists each section of the documents and who covers it."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.knowledge.coverage import coverage_page, uncovered
from bot.settings import PROJECT
from tests.knowledge.folder import edit

RESET = "topics/sign_in/reset.md"
PAGE = PROJECT / "docs" / "coverage.md"


def test_what_is_cited_is_covered(small: Catalogue) -> None:
    """Sections that a topic cites, or that the figures serve, are covered."""
    assert uncovered(small) == []


def test_what_nobody_cites_is_not_covered(folder: Path) -> None:
    """A section without topic is named with its source, on the page too."""
    edit(folder / RESET, ", section: Passwords", "")
    catalogue = load_catalogue(folder)

    assert uncovered(catalogue) == [("guide-2018", "Passwords")]
    assert "| Passwords | **not covered** |" in coverage_page(catalogue)


def test_the_page_is_a_table_for_each_document(small: Catalogue) -> None:
    """Only documents with sections are listed, with their date and the topics in order."""
    page = coverage_page(small)

    assert page.startswith("# What the answers cover\n")
    assert page.partition("\n## ")[2] == (
        "Guide for invented care homes\n\n"
        "Invented Digital, March 2018.\n\n"
        "| section | topics |\n"
        "|---|---|\n"
        "| Passwords | `reset` |\n"
        "| Locked accounts | `locked` |\n"
        "| Figures of an area | `area_activity` (figures, not an answer) |\n"
    )


def test_a_topic_that_cites_a_section_twice_is_listed_once(folder: Path) -> None:
    """Two citations of one section by one topic make one entry; other topics follow."""
    citation = "  - {source: guide-2018, section: Passwords}"
    edit(folder / RESET, citation, f"{citation}\n{citation}")
    edit(folder / "topics/sign_in/locked.md", "  - {source: policy-2024}", citation)

    assert "| Passwords | `locked`, `reset` |" in coverage_page(load_catalogue(folder))


def test_the_real_page_lists_every_section(real: Catalogue) -> None:
    """Each section of each document has a row under its document, and none says not covered."""
    chapters = {
        chapter.partition("\n")[0]: chapter.splitlines()
        for chapter in coverage_page(real).split("\n## ")[1:]
    }

    for source in real.sources.values():
        rows = [row for row in chapters.get(source.title, []) if row.startswith("| ")][1:]
        sections = [row.removeprefix("| ").rsplit(" | ", 1)[0] for row in rows]
        assert sections == [section.title for section in source.all_sections]
    assert "not covered" not in coverage_page(real)


def test_the_page_in_the_docs_is_up_to_date(real: Catalogue) -> None:
    """docs/coverage.md is what `caremail coverage` would write now."""
    assert PAGE.read_text(encoding="utf-8") == coverage_page(real)
