"""Only codes and postcodes get into an address of the directory."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.activity.directory.codes import checked_code, full_postcode

LETTERS = string.ascii_uppercase + string.digits


@settings(deadline=None)
@given(st.text(LETTERS, min_size=3, max_size=10))
def test_a_code_is_given_back(code: str) -> None:
    """3 to 10 capital letters and digits pass unchanged."""
    assert checked_code(code) == code


@settings(deadline=None)
@given(st.text() | st.text(LETTERS).map(lambda text: f"VLZ2A{text}/"))
def test_nothing_that_could_change_an_address_passes(text: str) -> None:
    """Whatever passes is made of capital letters and digits only, in any script's alphabet."""
    try:
        passed = checked_code(text)
    except ValueError:
        return

    assert set(passed) <= set(LETTERS)


@pytest.mark.parametrize(
    "text", ["", "VL", "VLZ2AVLZ2AV", "vlz2a", "VLZ2A\n", "VLZ 2A", "../VLZ2A", "VLZ٢A", "VLZ2A?"]
)
def test_what_is_no_code_is_refused_without_repeating_it(text: str) -> None:
    """The message may end in a log, so it does not hold what somebody typed."""
    with pytest.raises(ValueError, match="3 to 10 capital letters") as refused:
        checked_code(text)

    assert not text or text not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("ZZ99 3WZ", "ZZ99 3WZ"),
        ("zz993wz", "ZZ99 3WZ"),
        ("  Zz99   3wZ\n", "ZZ99 3WZ"),
        ("Z1 1ZZ", "Z1 1ZZ"),
        ("Z1Z1ZZ", "Z1Z 1ZZ"),
    ],
)
def test_a_postcode_is_written_as_the_directory_does(text: str, full: str) -> None:
    """Capitals and one space, however it was typed."""
    assert full_postcode(text) == full


@pytest.mark.parametrize("text", ["", "ZZ99", "ZZ99 3W", "3WZ", "ZZ99 3WZ&Status=x", "ZZ999 3WZ"])
def test_half_a_postcode_is_refused(text: str) -> None:
    """A search by the first half would give the homes of a whole town."""
    with pytest.raises(ValueError, match="full postcode is needed"):
        full_postcode(text)
