"""Each line is a site, or is refused with a reason; what is odd about a site is said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.activity.report import read_report
from tests.activity.report.written import GRANGE, HEADER, LODGE, csv_file, with_columns


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("VLZ2A", "VLZ2A"),
        ("vlz2a", "VLZ2A"),
        (" VLZ 2A\u00a0", "VLZ2A"),
        ("VLZ.2A.", "VLZ2A"),
        ("ODS: VLZ2A", "VLZ2A"),
        ("ods code vlz2a", "VLZ2A"),
        ("VLZFAACLOSED", "VLZFAA"),
        ("VLZ2AClosed", "VLZ2A"),
        ("VLZ2A - CLOSED", "VLZ2A"),
        ("VLZ2A (closed)", "VLZ2A"),
        ("8z167", "8Z167"),
    ],
)
def test_codes(tmp_path: Path, written: str, code: str):
    """Codes are cleaned as far as it is certain what was meant."""
    report = read_report(csv_file(tmp_path, HEADER, [written, *LODGE[1:]]))

    assert [row.ods_code for row in report.rows] == [code]
    assert bool(report.warnings) is ("closed" in written.lower())


@pytest.mark.parametrize(
    "written",
    ["VL", "VLZ2A/VLZ3C", "VLZ2A-VLZ3C", "VLZ2AVLZ3CV", "UNKNOWN", "TBC", "8Z+167", "VLZ\u00e92"],
)
def test_no_codes(tmp_path: Path, written: str):
    """What may be two codes, or none, is refused; the cell is not repeated."""
    report = read_report(csv_file(tmp_path, HEADER, [written, *LODGE[1:]], GRANGE))

    assert [row.ods_code for row in report.rows] == ["VLZ3C"]
    [refused] = report.refused
    assert (refused.line, refused.ods_code) == (2, None)
    assert refused.reason == "ODS Code is not an ODS code."


@pytest.mark.parametrize(
    ("written", "words"),
    [("V12345", "dentist"), ("AZ2C", "head office"), ("CZ9K", "head office")],
)
def test_codes_of_another_kind(tmp_path: Path, written: str, words: str):
    """A code in the shape of a dentist's or a head office's is taken, with a warning."""
    report = read_report(csv_file(tmp_path, HEADER, [written, *LODGE[1:]]))

    assert [row.ods_code for row in report.rows] == [written]
    assert [(each.line, each.ods_code) for each in report.warnings] == [(2, written)]
    assert words in report.warnings[0].reason


@pytest.mark.parametrize(
    ("name", "warned"),
    [
        ("Invented Lodge - CLOSED - SCTASK0099999", True),
        ("Invented Lodge (Closed)", True),
        ("Enclosed Garden", False),
        ("Total Care Invented", False),
    ],
)
def test_closed_in_the_name(tmp_path: Path, name: str, warned: bool):
    """A site that is named as closed stays, with a warning."""
    report = read_report(csv_file(tmp_path, HEADER, ["VLZ2A", name, *LODGE[2:]]))

    assert [row.name for row in report.rows] == [name]
    assert [each.reason for each in report.warnings] == ["The site is named as closed."] * warned


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (["", "Invented Hall", "2", "1", "1"], "ODS Code is blank."),
        (["VLZ5E", "", "2", "1", "1"], "Organisation Name is blank."),
        (["VLZ5E", "Invented Hall", "2", "3", "1"], "AUP Accepted is 3, more than Users, 2."),
        (["VLZ5E", "Invented Hall", "2", "1", "3"], "Users Active is 3, more than Users, 2."),
        (["VLZ5E", "Invented Hall", "", "1", "1"], "Users is blank, and no percentage tells it."),
        (
            ["VLZ5E", "Invented Hall", "2", "some", "1"],
            "AUP Accepted is not a whole number of accounts.",
        ),
        (
            ["VLZ5E", "Invented Hall", "2", "-1", "1"],
            "AUP Accepted is not a whole number of accounts.",
        ),
        (
            ["VLZ5E", "invented@hall.example", "2", "1", "1"],
            "A text holds an email address or a phone number. Remove it.",
        ),
    ],
)
def test_refused_lines(tmp_path: Path, line: list[str], reason: str):
    """A line that cannot be a site is refused with line and reason; the others stay."""
    sites = [[f"VLZ{number}", f"Invented {number}", "1", "1", "1"] for number in range(10, 30)]

    report = read_report(csv_file(tmp_path, HEADER, LODGE, line, *sites))

    assert len(report.rows) == 21
    assert [(each.line, each.reason) for each in report.refused] == [(3, reason)]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["50%", "0%", "100%"], []),
        (["50.0 %", "0", "100"], []),
        (["50", "0", "100"], []),
        (["0.5", "0", "1"], []),
        (["0.505", "0", "1"], []),
        (["40", "0", "1"], [2, 4]),
        (["", "-", "N/A"], []),
    ],
)
def test_percentages_in_every_form(tmp_path: Path, cells: list[str], expected: list[int]):
    """The scale is the column's: 1 is 100% beside 0.5, and 1% beside 40."""
    report = read_report(with_columns(tmp_path, ["AUP %", *cells]))

    assert len(report.rows) == 3
    assert [each.line for each in report.warnings] == expected


def test_without_a_column_of_accounts(tmp_path: Path):
    """Where only counts and percentages are given, accounts are worked out and it is said once."""
    header = ["ODS Code", "Site", "AUP %", "AUP Accepted", "User Activity %", "Users.Active"]
    path = csv_file(
        tmp_path,
        header,
        ["VLZ2A", "Invented Lodge", "50%", "1", "100%", "2"],
        ["VLZ3C", "Invented Grange", "", "0", "", "0"],
        ["VLZ5E", "Invented Hall", "0%", "0", "0%", "0"],
    )

    report = read_report(path)

    assert [(row.accounts, row.aup_accepted, row.active) for row in report.rows] == [
        (2, 1, 2),
        (0, 0, 0),
        (1, 0, 0),
    ]
    assert not report.refused
    assert [(each.line, each.ods_code) for each in report.warnings] == [(1, None), (4, "VLZ5E")]


@pytest.mark.parametrize(
    ("status", "published", "words"),
    [
        ("20/21 Standards Met", "20/11/2020", None),
        ("19/20 Standards Met", "20/03/2020", None),
        ("Not Published", "", None),
        ("20/21 Standards Met", "28/11/2020", "after the day of the report"),
        ("18/19 Entry Level", "20/03/2019", "year is before"),
        ("21/22 Standards Met", "", "year is after"),
        ("20/21 Standards Met", "20/11/2018", "outside its year"),
        ("20/21 Standards Met", "soon", "not a date"),
        ("20/21 Standards Met", "11/27/2020", "month must be"),
    ],
)
def test_toolkit(tmp_path: Path, status: str, published: str, words: str | None):
    """A toolkit's year or date that does not fit the report's is kept, with a warning."""
    header = [*HEADER, "DSPT Status", "Date Of Publication"]
    path = csv_file(tmp_path, header, [*LODGE, status, published])

    report = read_report(path, date=dt.date(2020, 11, 27))

    assert [row.dspt_status for row in report.rows] == [status]
    assert [words in each.reason for each in report.warnings if words] == [True] * bool(words)
    assert bool(report.warnings) is bool(words)


def test_last_activity_after_the_report(tmp_path: Path):
    """Activity later than the day of the report is kept, with a warning."""
    path = with_columns(tmp_path, Last_Sign_In=["27/11/2020", "28/11/2020", ""])

    report = read_report(path, date=dt.date(2020, 11, 27))

    assert [row.last_activity for row in report.rows] == [
        dt.date(2020, 11, 27),
        dt.date(2020, 11, 28),
        None,
    ]
    assert [(each.line, each.ods_code) for each in report.warnings] == [(3, "VLZ3C")]
