"""Headers are known in all their spellings, and what a file lacks is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.activity.model import Setting, SharedMailbox
from bot.activity.report import ReportError, read_report
from bot.activity.report.fields import FIELD_OF_KEY, SPELLINGS, Field, header_key, rank
from tests.activity.report.written import (
    COURT,
    GRANGE,
    HEADER,
    LODGE,
    csv_file,
    with_columns,
    xlsx_file,
)

ALL = [(field, text) for field, texts in SPELLINGS.items() for text in texts]


def test_no_spelling_belongs_to_two_fields():
    """Each spelling leads to the one field that lists it, and each is listed once."""
    assert [FIELD_OF_KEY[header_key(text)] for _, text in ALL] == [field for field, _ in ALL]
    assert len(FIELD_OF_KEY) == len(ALL)
    assert set(SPELLINGS) == set(Field)
    assert all(rank(field, header_key(texts[0])) == 0 for field, texts in SPELLINGS.items())


@given(
    st.sampled_from(ALL),
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase]),
    st.sampled_from(["{}", " {} ", "No. of {}", "Number of {}", "Sum of {}", "Sites[{}]", "[{}]"]),
    st.sampled_from([" ", "  ", ".", "_", "\u00a0", " \n"]),
)
def test_case_spaces_dots_and_prefixes(
    spelling: tuple[Field, str], case: Callable[[str], str], around: str, gap: str
):
    """However a program or a person changes a header's form, it is the same header."""
    field, text = spelling

    assert FIELD_OF_KEY[header_key(around.format(case(text).replace(" ", gap)))] is field


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Users.Active", Field.ACTIVE),
        ("UsersActive", Field.ACTIVE),
        ("PublicationStatus", Field.DSPT_STATUS),
        ("AUP Percent", Field.AUP_PERCENT),
        ("AUP Pct", Field.AUP_PERCENT),
        ("User activity (per cent)", Field.ACTIVE_PERCENT),
        ("Total No. of Users", Field.ACCOUNTS),
        ("# Users", Field.ACCOUNTS),
    ],
)
def test_forms_that_programs_write(header: str, field: Field):
    """Power Query's dots, camel case and the ways to write "percent" are understood."""
    assert FIELD_OF_KEY[header_key(header)] is field


def test_titles_above_the_headers(tmp_path: Path):
    """Three lines of titles, one of them like a header, are passed over."""
    titles = [["NHSmail activity of care homes"], ["Site", "", ""], [""]]

    report = read_report(csv_file(tmp_path, *titles, HEADER, LODGE))

    assert [row.name for row in report.rows] == ["Invented Lodge"]


def test_no_headers(tmp_path: Path):
    """Without headers the error tells what was looked for, but shows nothing of the cells."""
    with pytest.raises(ReportError) as error:
        read_report(csv_file(tmp_path, LODGE, ["", "x"], GRANGE))

    message = str(error.value)
    assert "first 30 lines" in message
    assert '"ODS Code"' in message
    assert "Filled cells in the first lines: 5, 1, 5." in message
    assert "Lodge" not in message


def test_one_known_word_is_no_header(tmp_path: Path):
    """A cell that happens to read like one header does not make its line the headers."""
    with pytest.raises(ReportError, match="No line with headers"):
        read_report(csv_file(tmp_path, [*LODGE, "Care Home"], [*GRANGE, "Care Home"]))


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        (["Organisation Name", "Users", "AUP Accepted", "Users Active"], ["ODS Code"]),
        (["ODS Code", "Users", "AUP Accepted", "Users Active"], ["Organisation Name"]),
        (["ODS Code", "Site", "Users", "Users Active", "UA %"], ["AUP Accepted"]),
        (["ODS Code", "Site", "Users", "AUP %"], ["Users Active"]),
        (["ODS Code", "Site", "AUP", "Users Active"], ["Users"]),
        (["ODS Code", "Site", "AUP %", "UA %"], ["Users"]),
        (["ODS Code", "CCG"], ["Organisation Name", "AUP Accepted", "Users Active", "Users"]),
    ],
)
def test_missing_columns(tmp_path: Path, header: list[str], missing: list[str]):
    """A column that cannot be worked out is named with the headers that are accepted for it."""
    path = csv_file(tmp_path, ["Title"], header, ["1"] * len(header))

    with pytest.raises(ReportError, match=r"missing in line 2.* Accepted headers are") as error:
        read_report(path)

    listed = str(error.value).partition("Accepted headers are - ")[2]
    for field in (
        Field.ODS_CODE,
        Field.SITE_NAME,
        Field.ACCOUNTS,
        Field.AUP_ACCEPTED,
        Field.ACTIVE,
    ):
        assert (f'{field.value}: "' in listed) == (field.value in missing)


@pytest.mark.parametrize("second", ["Users Active", "users  active", "Users.Active"])
def test_header_twice(tmp_path: Path, second: str):
    """Two columns with one header are refused with their places, as either may be meant."""
    path = csv_file(tmp_path, [*HEADER, second], [*LODGE, "2"])

    with pytest.raises(ReportError, match=r"one header.*column 5.*column 6.*line 1"):
        read_report(path)


def test_two_columns_for_one_field(tmp_path: Path):
    """Of two spellings the usual one is read, and the operator is told of the other."""
    report = read_report(with_columns(tmp_path, Site=["A", "B", "C"]))

    assert [row.name for row in report.rows] == [
        "Invented Lodge",
        "Invented Grange",
        "Invented Court",
    ]
    assert [(each.line, each.reason) for each in report.warnings] == [
        (
            1,
            '"Site" (column 6) was not read: '
            'Organisation Name is taken from "Organisation Name" (column 2).',
        )
    ]


def test_areas_and_toolkit(tmp_path: Path):
    """Areas and the toolkit's status are kept as the report spells them, but for spaces."""
    path = with_columns(
        tmp_path,
        Commissioner=["Invented  CCG ", "", "-"],
        STP=["Invented STP", "", "(Blank)"],
        Region=["Invented\u00a0Region", "", "N/A"],
        Latest_Status=["20/21 Standards Met", "Not Published", "#N/A"],
    )

    report = read_report(path)

    assert [(row.ccg, row.ics, row.region, row.dspt_status) for row in report.rows] == [
        ("Invented CCG", "Invented STP", "Invented Region", "20/21 Standards Met"),
        (None, None, None, "Not Published"),
        (None, None, None, None),
    ]


@pytest.mark.parametrize(
    ("header", "cell", "setting"),
    [
        ("Type", "Care Home", Setting.CARE_HOME),
        ("Sector", "NURSING HOME", Setting.CARE_HOME),
        ("Setting", "Residential", Setting.CARE_HOME),
        ("Care Home / Home Care", "Home Care", Setting.HOME_CARE),
        ("Type", "Domiciliary Care", Setting.HOME_CARE),
        ("Type", "Dom care", Setting.HOME_CARE),
        ("Type", "Supported Living", Setting.HOME_CARE),
        ("Type", "Domiciliary; Residential", Setting.CARE_HOME),
        ("Primary Sector", "Social Care", Setting.UNKNOWN),
        ("Type", "", Setting.UNKNOWN),
        ("Domiciliary", "Yes", Setting.HOME_CARE),
        ("Domiciliary", "N", Setting.UNKNOWN),
        ("Care Home", "TRUE", Setting.CARE_HOME),
    ],
)
def test_setting(tmp_path: Path, header: str, cell: str, setting: Setting):
    """The setting follows from the words, or from a tick under a setting's own name."""
    path = csv_file(tmp_path, [*HEADER, header], [*LODGE, cell])

    assert [row.setting for row in read_report(path).rows] == [setting]


def test_setting_in_two_columns(tmp_path: Path):
    """A site that is ticked as both is a care home, and one ticked as neither is unknown."""
    path = with_columns(tmp_path, Care_Home=["Y", "N", "N"], Domiciliary=["Y", "Y", "N"])

    assert [row.setting for row in read_report(path).rows] == [
        Setting.CARE_HOME,
        Setting.HOME_CARE,
        Setting.UNKNOWN,
    ]


def test_care_home_can_be_the_name(tmp_path: Path):
    """Under "Care Home" a name is a name."""
    path = csv_file(tmp_path, ["ODS", "Care Home", *HEADER[2:]], LODGE)

    assert read_report(path).rows[0].name == "Invented Lodge"


@pytest.mark.parametrize("header", ["SMB Status", "Shared Mailbox", "SMB"])
def test_shared_mailbox(tmp_path: Path, header: str):
    """States are known by their words, also where the header may announce an address."""
    path = with_columns(tmp_path, [header, "ACTIVE", "Inactive", "None"])

    assert [row.shared_mailbox for row in read_report(path).rows] == [
        SharedMailbox.ACTIVE,
        SharedMailbox.INACTIVE,
        SharedMailbox.NONE,
    ]


def test_shared_mailbox_blank_or_strange(tmp_path: Path):
    """A blank state is unknown; words that nobody foresaw are unknown with a warning."""
    report = read_report(with_columns(tmp_path, SMB_Status=["", "Pending", "-"]))

    assert {row.shared_mailbox for row in report.rows} == {SharedMailbox.UNKNOWN}
    assert [(each.line, each.ods_code) for each in report.warnings] == [(3, "VLZ3C")]
    assert "Pending" not in report.warnings[0].reason


def test_shared_mailbox_address_is_not_kept(tmp_path: Path):
    """The address of a shared mailbox stands in no field of a site."""
    addresses = ["care.vlz2a@nhs.net", "care.invented@nhs.net", ""]

    report = read_report(with_columns(tmp_path, Shared_Mailbox=addresses))

    assert len(report.rows) == 3
    assert "@" not in repr(report)


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("AUP", ["50%", "0%", "100%"], [1, 0, 4]),
        ("AUP", ["0.5", "0", "1"], [1, 0, 4]),
        ("AUP", ["1", "0", "4"], [1, 0, 4]),
    ],
)
def test_percentages_under_a_header_for_counts(
    tmp_path: Path, header: str, cells: list[str], expected: list[int]
):
    """Where the cells can only be shares, they are; the counts are then worked out."""
    sites = zip((LODGE, GRANGE, COURT), cells, strict=True)
    lines = [[*line[:3], cell, line[4]] for line, cell in sites]

    report = read_report(csv_file(tmp_path, [*HEADER[:3], header, HEADER[4]], *lines))

    assert [row.aup_accepted for row in report.rows] == expected


def test_columns_of_no_use_are_left_out(tmp_path: Path):
    """Other columns, also several without header, do no harm."""
    rows = [[*LODGE, 30, "x"], [*GRANGE, None, "y"]]

    report = read_report(xlsx_file(tmp_path, [[*HEADER, "Beds"], *rows]))

    assert len(report.rows) == 2
    assert report.refused == report.warnings == ()


def test_note_beside_the_table(tmp_path: Path):
    """Something beside one line only may have slipped: that line is refused with the reason."""
    report = read_report(xlsx_file(tmp_path, [HEADER, LODGE, [*GRANGE, "ask them"], COURT]))

    assert [row.ods_code for row in report.rows] == ["VLZ2A", "VNZ4D"]
    assert "beside the table" in report.refused[0].reason
