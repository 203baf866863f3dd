"""Pictures that stand for a word are read as that word."""

from __future__ import annotations

import pytest

from bot.nlu.pictures import in_words, without_kisses


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("\U0001f44d", "ok"),
        ("\U0001f44d\U0001f3fd", "ok"),
        ("will do \U0001f44d\U0001f64f", "will do ok thank you"),
        ("thanks \u2764\ufe0f", "thanks thank you"),
        ("\U0001f44e", "wrong"),
    ],
)
def test_pictures_say_what_they_stand_for(typed: str, meant: str) -> None:
    """A thumb up, of any colour, is an "ok"."""
    assert in_words(typed) == meant


@pytest.mark.parametrize("text", ["", "forgot  password\n", "done \U0001f600", "\U0001f3fd"])
def test_all_else_stays(text: str) -> None:
    """A text without such a picture keeps even its blanks."""
    assert in_words(text) == text


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("ta x", "ta"),
        ("thanks hun XX", "thanks hun"),
        ("night x x x.", "night"),
        ("x", "x"),
        ("who is on xx tonight", "who is on xx tonight"),
        ("the fax", "the fax"),
    ],
)
def test_kisses_at_the_end_say_nothing(typed: str, left: str) -> None:
    """They are left out behind other words, and nowhere else."""
    assert without_kisses(typed) == left
