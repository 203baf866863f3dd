"""A message falls into its clauses at stops and joining words."""

from __future__ import annotations

import pytest

from bot.nlu.clauses import clauses


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("forgot my password and mary has fallen", ["forgot my password", "mary has fallen"]),
        ("I am locked out. She is bleeding!", ["I am locked out", "She is bleeding"]),
        ("hi, how do I reset it", ["how do I reset it"]),
        ("locked out - he is on the floor", ["locked out", "he is on the floor"]),
        ("re-set the hand-me-down", []),
        ("how do I reset it", []),
        ("how do I reset it?", []),
        ("help!", []),
        ("", []),
    ],
)
def test_clauses_are_found(text: str, found: list[str]) -> None:
    """Those of two words and more; a text that is a single one has none."""
    assert clauses(text) == found
