"""What is wrong in the knowledge, so that a curator finds the place at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class Problem(NamedTuple):
    """One fault: the file, its line counted from 1, and the reason with what to do."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        """Write it as editors and terminals understand it: file:line: reason."""
        return f"{self.path}:{self.line}: {self.reason}"


class KnowledgeError(Exception):
    """The knowledge cannot be used; `problems` says what is wrong and where."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Sort the problems by file and line."""
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))
