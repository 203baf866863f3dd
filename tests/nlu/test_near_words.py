"""The dictionary of words to which misspelt ones are corrected."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.nlu.near_words import NearWords

WORDS = NearWords({"password": 90, "passwords": 10, "mailbox": 50, "can't": 5, "its": 7, "it's": 3})


@pytest.mark.parametrize(
    ("written", "meant", "edits"),
    [
        ("pasword", "password", 1),
        ("passwrods", "passwords", 1),
        ("amilbox", "mailbox", 1),
        ("maillboxx", "mailbox", 2),
        ("cant", "can't", 1),
    ],
)
def test_nearest_word_is_found(written: str, meant: str, edits: int):
    """A letter left out, added, changed or swapped is one edit."""
    assert WORDS.nearest(written, 2) == (meant, edits)


def test_of_words_equally_near_the_frequent_one_is_meant():
    """One edit leads to each of two words; the one read more often is taken."""
    assert WORDS.nearest("ites", 1) == ("its", 1)


def test_nothing_is_found_too_far_away():
    """Three slips are too many for two edits, and one for none."""
    assert WORDS.nearest("psswrdd", 2) is None
    assert WORDS.nearest("mailbo", 0) is None


@given(st.text(string.ascii_lowercase + "'é", min_size=1, max_size=9), st.integers(1, 2))
def test_quick_selection_loses_no_word(word: str, edits: int):
    """What is found is what measuring the distance to every word finds."""
    distances = {w: OSA.distance(word, w) for w in ("password", "mailbox", "can't", "its", "it's")}
    least = min(distances.values())
    found = WORDS.nearest(word, edits)
    if least > edits:
        assert found is None or found[0] == "passwords"
    else:
        assert found is not None
        assert found[1] <= least
