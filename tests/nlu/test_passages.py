"""The few words that matter are found in the middle of a message."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.passages import Passages, passages

CLINICAL = [
    "she fell and is bleeding",
    "he is bleeding badly",
    "bleeding from the head",
    "she fell",
]
MAIL = [
    "how do i reset my password for the mailbox today",
    "who owns the shared mailbox of our home now",
    "the attachment of the email does not open at all",
]


@pytest.fixture(scope="module")
def trained() -> Passages:
    """Trained on a few messages, each said twice so that its letters count."""
    texts = [*CLINICAL, *MAIL] * 3
    has_it = np.array([text in CLINICAL for text in texts])
    return Passages.fit(texts, has_it, c=10.0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("how do i reset it", ["how do i reset", "do i reset it"]),
        ("locked out,  she fell again", ["locked out,  she fell", "out,  she fell again"]),
        ("she fell just now", []),
        ("", []),
    ],
)
def test_every_four_words_are_a_passage(text: str, found: list[str]) -> None:
    """As they are written; a text of no more than four words is read whole anyway."""
    assert passages(text) == found


def test_the_likeliest_comes_first(trained: Passages) -> None:
    """Without a stop or a joining word, the passage that holds the emergency is found."""
    text = "how do i reset my password she is bleeding from the head"

    found = trained.likeliest(text, 2, -100.0)

    assert len(found) == 2
    assert "bleeding" in found[0]
    assert found[0] in passages(text)


def test_what_is_unlikely_is_not_given(trained: Passages) -> None:
    """A message about nothing but email costs no reading by an encoder."""
    assert trained.likeliest("who owns the mailbox of our other home", 3, 0.0) == []


def test_what_was_learned_is_kept(trained: Passages, tmp_path: Path) -> None:
    """A stored one ranks as the trained one does."""
    trained.save(tmp_path)

    text = "the mailbox does not open and he is bleeding badly today"
    assert Passages.load(tmp_path).likeliest(text, 5, -100.0) == trained.likeliest(text, 5, -100.0)
