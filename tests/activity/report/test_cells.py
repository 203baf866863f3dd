"""Single cells mean what people and programs meant by them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.activity.report.cells import Percent, count, percent, text, text_of


@pytest.mark.parametrize(
    "written",
    ["", " ", "-", "\u2013", "N/A", "n/a", "#N/A", "NaN", "nan", "(Blank)", "\u00a0", "#DIV/0!"],
)
def test_what_stands_for_nothing(written: str):
    """Blank cells, dashes and the ways programs write a missing value are blank."""
    assert text(written) == ""
    assert count(text(written)) is None
    assert percent(text(written)) is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (" Invented\u00a0 Lodge \u200b\n", "Invented Lodge"),
        ("None", "None"),
        (2.0, "2"),
        (0.5, "0.5"),
        (float("nan"), ""),
        (True, "True"),
        (0, "0"),
        (None, ""),
    ],
)
def test_text_of_a_workbooks_cell(cell: object, expected: str):
    """Spaces are collapsed, whole numbers lose their point, and 0 is not blank."""
    assert text_of(cell) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("2 ", 2), ("2.0", 2), ("2.", 2), ("1,204", 1204), ("0", 0), ("007", 7), ("99,999", 99_999)],
)
def test_count(written: str, expected: int):
    """Numbers as text, with a point or with thousands commas are whole numbers."""
    assert count(text(written)) == expected


@pytest.mark.parametrize(
    "written",
    [
        "2.5",
        "-1",
        "two",
        "1,2",
        "12,34",
        "50%",
        "1e3",
        "100000",
        "2 users",
        "inf",
        "VLZ2A",
        "\u0662",
    ],
)
def test_no_count(written: str):
    """All else is an error, never a guess."""
    with pytest.raises(ValueError, match="not a whole number"):
        count(written)


@pytest.mark.parametrize(
    ("written", "number", "signed"),
    [
        ("42%", 42, True),
        ("42.0 %", 42, True),
        ("42", 42, False),
        ("0.42", 0.42, False),
        (".5", 0.5, False),
        ("100.%", 100, True),
        ("5e-05", 0.00005, False),
    ],
)
def test_percent(written: str, number: float, signed: bool):
    """Percentages are read with and without sign, space and decimals."""
    read = percent(written)

    assert read is not None
    assert read.number == pytest.approx(number)
    assert read.signed is signed


@pytest.mark.parametrize("written", ["%", "half", "-5%", "42%%", "4 2", "1e9", "9" * 400])
def test_no_percent(written: str):
    """All else is an error, also what would be more than a number can hold."""
    with pytest.raises(ValueError, match="not a percentage"):
        percent(written)


@given(st.text() | st.text("0123456789.,%e- ", max_size=12))
def test_any_text_is_read_or_refused(written: str):
    """No text breaks the reading of a cell otherwise than by ValueError."""
    for read in (count, percent):
        try:
            value = read(text(written))
        except ValueError:
            continue
        number = value.number if isinstance(value, Percent) else value
        assert number is None or number >= 0


@given(st.integers(0, 99_999))
def test_every_count_in_every_form(number: int):
    """A number is the same with thousands commas, a point or spaces."""
    assert {count(text(f" {form} ")) for form in (f"{number:,}", f"{number}.0", number)} == {number}
