"""Dates are read the British way round, in cells, in titles and in names of files."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.activity.report.dates import date_in_cell, date_in_words

NOVEMBER = dt.date(2020, 11, 27)
TENTH = dt.date(2020, 11, 10)


@pytest.mark.parametrize(
    "written",
    [
        "27/11/2020",
        "27/11/20",
        "27-11-2020",
        "27.11.2020",
        "27/11/2020 15:39:05",
        "27/11/2020, 3:39 PM",
        "2020-11-27",
        "2020-11-27 00:00:00",
        "2020-11-27T15:39:05Z",
        "20201127",
        "27 Nov 2020",
        "27-Nov-20",
        "27th of November 2020",
        "44162",
        "44162.65",
    ],
)
def test_date_in_cell(written: str):
    """All forms of a date in a cell are the same day."""
    assert date_in_cell(written) == NOVEMBER


@pytest.mark.parametrize(
    "written", ["11/27/2020", "31/02/2020", "Nov 2020", "2020", "3", "00001", "99999", "soon"]
)
def test_no_date_in_cell(written: str):
    """What is no day, or one that American order would make, is an error."""
    with pytest.raises(ValueError, match=r"not a date|day is out of|month must be"):
        date_in_cell(written)


def test_blank_cell():
    """A blank cell is no date and no error."""
    assert date_in_cell("") is None


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("Data as at 27/11/2020", NOVEMBER),
        ("NHSmail activity, as at 27th November 2020", NOVEMBER),
        ("Extract date: 2020-11-27 00:00:00", NOVEMBER),
        ("Friday 27 Nov 20", NOVEMBER),
        ("November 27th, 2020", NOVEMBER),
        ("Printed 01/12/2020. Data as at 27/11/2020", NOVEMBER),
        ("Data as at 27/11/2020, printed 01/12/2020", NOVEMBER),
        ("Activity 1 September 2020 to 27 November 2020", NOVEMBER),
        ("Activity in Nov 2020", dt.date(2020, 11, 30)),
        ("February 2024", dt.date(2024, 2, 29)),
        ("DSPT search results 27_11_2020 15_39_05", NOVEMBER),
        ("DSPT search results 10_11_2020 11_05_59", TENTH),
        ("DSPT Progress as of 10_11_2020 09_35_24 publish", TENTH),
        ("activity_20201127", NOVEMBER),
        ("nhsmail-activity-2020-11-27", NOVEMBER),
        ("2020_11_27 activity v2", NOVEMBER),
        ("27-11-2020(1)", NOVEMBER),
        ("Care homes Nov 20", dt.date(2020, 11, 30)),
        ("Sept_20", dt.date(2020, 9, 30)),
        ("Q3 Nov 20 v2", dt.date(2020, 11, 30)),
        ("may20", dt.date(2020, 5, 31)),
        ("Dismay 20", None),
        ("report 12 of 20", None),
        ("Care homes 99_99_2020", None),
        ("Care homes 31_02_2020, 15_39_2020", None),
        ("version 1.2.3", None),
        ("20 homes in Marchwood", None),
        ("", None),
    ],
)
def test_date_in_words(words: str, date: dt.date | None):
    """Titles and names of files give their day; what only looks like a date gives none."""
    assert date_in_words(words) == date


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_in_every_form(day: dt.date):
    """Each day of the century comes back from each form, and from Excel's number."""
    serial = str((day - dt.date(1899, 12, 30)).days)
    forms = ["%d/%m/%Y", "%d_%m_%Y", "%Y%m%d", "%Y-%m-%d", "%d %b %Y", "%d %B %y"]

    assert date_in_cell(serial) == day
    assert {date_in_words(f"NHSmail {day.strftime(form)} final") for form in forms} == {day}


@given(st.text() | st.text("0123456789/-. novmay", max_size=16))
def test_any_text_is_read_or_refused(words: str):
    """No text breaks the search for a date, nor a cell otherwise than by ValueError."""
    found = date_in_words(words)
    assert found is None or found.year >= 2000
    try:
        date_in_cell(words)
    except ValueError:
        return
