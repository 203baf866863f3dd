"""Problems read as editors and terminals understand them."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.problems import KnowledgeError, Problem


def test_a_problem_names_file_line_and_reason() -> None:
    """The text of a problem is file:line: reason, so that an editor can jump there."""
    assert str(Problem(Path("topics/a.md"), 12, "Too long.")) == "topics/a.md:12: Too long."


def test_problems_are_sorted_and_told_once() -> None:
    """Problems come by file and by line as a number, and the same one is not told twice."""
    first = Problem(Path("a.md"), 9, "Late.")
    second = Problem(Path("a.md"), 10, "Early.")
    third = Problem(Path("b.md"), 1, "Other file.")

    error = KnowledgeError([third, second, first, second])

    assert error.problems == [first, second, third]
    assert str(error) == "a.md:9: Late.\na.md:10: Early.\nb.md:1: Other file."
