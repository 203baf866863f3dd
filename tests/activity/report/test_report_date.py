"""The day of a report is the one given, else that of a column, of a title, of the file's name."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.activity.report import ReportError, read_report
from tests.activity.report.written import HEADER, LODGE, csv_file, with_columns

GIVEN = dt.date(2020, 12, 4)
COLUMN = dt.date(2020, 11, 27)
TITLE = dt.date(2020, 11, 20)
NAME = dt.date(2020, 11, 13)


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        ({"given", "column", "title", "name"}, (GIVEN, "given")),
        ({"column", "title", "name"}, (COLUMN, "column")),
        ({"title", "name"}, (TITLE, "title")),
        ({"name"}, (NAME, "file name")),
        (set(), (None, "")),
    ],
)
def test_order_of_places(tmp_path: Path, present: set[str], expected: tuple[dt.date | None, str]):
    """The surer place wins, and the report says which it was."""
    titles = [["Data as at 20/11/2020"]] if "title" in present else []
    extra = ["Extract Date", "27/11/2020"] if "column" in present else ["Other", ""]
    lines = [*titles, [*HEADER, extra[0]], [*LODGE, extra[1]]]
    name = "activity 13_11_2020 15_39_05.csv" if "name" in present else "activity.csv"

    report = read_report(
        csv_file(tmp_path, *lines, name=name), date=GIVEN if "given" in present else None
    )

    assert (report.date, report.date_from) == expected


def test_column_with_several_days(tmp_path: Path):
    """A file of two days is two reports; the error names a line of each."""
    path = with_columns(tmp_path, Extract_Date=["27/11/2020", "27/11/2020", "28/11/2020"])

    with pytest.raises(ReportError, match=r"2020-11-27 in line 2, 2020-11-28 in line 4"):
        read_report(path)


def test_column_against_the_day_given(tmp_path: Path):
    """The day given wins over the column's, with a warning."""
    path = with_columns(tmp_path, Extract_Date=["27/11/2020", "44162", "2020-11-27"])

    report = read_report(path, date=GIVEN)

    assert [(each.line, each.reason) for each in report.warnings] == [
        (2, "Extract Date is 2020-11-27, but 2020-12-04 was given.")
    ]
    assert read_report(path, date=COLUMN).warnings == ()


def test_total_has_no_say(tmp_path: Path):
    """A blank date, or one beside a total, does not contradict the sites'."""
    lines = [[*LODGE, "27/11/2020"], ["VLZ3C", "Invented Grange", "1", "1", "1", ""]]
    total = ["", "Total", "3", "2", "2", "01/01/2021"]

    report = read_report(csv_file(tmp_path, [*HEADER, "Extract Date"], *lines, total))

    assert (report.date, report.date_from) == (COLUMN, "column")


def test_month_in_the_title(tmp_path: Path):
    """A month stands for its last day."""
    report = read_report(csv_file(tmp_path, ["NHSmail activity", "Nov 2020"], HEADER, LODGE))

    assert (report.date, report.date_from) == (dt.date(2020, 11, 30), "title")
