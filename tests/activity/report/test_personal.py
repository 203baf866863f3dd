"""A file with people's data is refused as a whole, before any of it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.activity.report import ReportError, read_report
from tests.activity.report.written import GRANGE, HEADER, LODGE, csv_file, with_columns

HEADERS = [
    ("Registered Manager", "names"),
    ("Manager Name", "names"),
    ("First Name", "names"),
    ("Surname", "names"),
    ("DisplayName", "names"),
    ("Contact", "names"),
    ("Mailbox Owner", "names"),
    ("User Name", "names"),
    ("Name", "names"),
    ("Email", "email addresses"),
    ("Manager E-mail Address", "email addresses"),
    ("Telephone", "phone numbers"),
    ("Mobile No.", "phone numbers"),
    ("Contact Number", "phone numbers"),
    ("Home Address", "addresses"),
    ("Address Line 1", "addresses"),
    ("Date of Birth", "numbers of people"),
    ("NHS Number", "numbers of people"),
]


@pytest.mark.parametrize(("header", "kind"), HEADERS, ids=[header for header, _ in HEADERS])
def test_headers(tmp_path: Path, header: str, kind: str):
    """A header that announces people's data is enough, whatever stands below it."""
    path = with_columns(tmp_path, [header, "x", "y", ""])

    with pytest.raises(ReportError, match="Delete the columns and try again") as error:
        read_report(path)

    assert f'"{header}" (column 6): {kind}.' in str(error.value)


@pytest.mark.parametrize(
    "header",
    [
        *("CQC Location ID", "Beds", "Local Authority Name", "Postcode", "Last Login", "UPRN"),
        *("Emails Sent", "No. of Managers", "Parent Organisation", "Owner Code", "Notes"),
    ],
)
def test_harmless_headers(tmp_path: Path, header: str):
    """Other columns about a site are let pass."""
    assert len(read_report(with_columns(tmp_path, [header, "1", "", "3"])).rows) == 3


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["jane.doe@nhs.net", "", ""], "email addresses"),
        (["write to info@lodge.example", "", "care.vlz3c@nhs.net"], "email addresses"),
        (["01632 960001", "", ""], "phone numbers"),
        (["+44 (0)7700 900123", "", ""], "phone numbers"),
        (["7700900123", "447700900124", ""], "phone numbers"),
        (["Tel. 0163-296-0001", "", ""], "phone numbers"),
        (["Mrs J Doe", "Mr. Roe", ""], "names"),
        (["Dr Doe", "", ""], "names"),
    ],
)
@pytest.mark.parametrize("header", ["Notes", ""])
def test_contents(tmp_path: Path, cells: list[str], kind: str, header: str):
    """What stands in a column shows that it is personal, also without a header."""
    with pytest.raises(ReportError, match=rf"column 6.*: {kind}\.") as error:
        read_report(with_columns(tmp_path, [header, *cells], ["Beds", "1", "2", "3"]))

    assert not any(cell in str(error.value) for cell in cells if cell)


@pytest.mark.parametrize(
    "cell",
    [
        *("1-999999999", "10099999999", "27/11/2020", "27.11.2020 15:39", "01.11.2020 15:39:05"),
        *("2020-11-27 09:00:00", "44162", "ZZ99 3WZ", "care.vlz2a@nhs.net", "St Mary", "Drake"),
        "care.town.inventedvlz2a@nhs.net",
    ],
)
def test_harmless_contents(tmp_path: Path, cell: str):
    """Identifiers, dates, postcodes and shared mailboxes are no personal data."""
    assert len(read_report(with_columns(tmp_path, Other=[cell, cell, ""])).rows) == 3


def test_column_of_shared_mailboxes_under_email(tmp_path: Path):
    """A column "Email" may hold the sites' shared mailboxes."""
    cells = ["care.vlz2a@nhs.net", "care.vlz3c@nhs.net", ""]

    assert len(read_report(with_columns(tmp_path, Email=cells)).rows) == 3


def test_name_as_the_sites_name(tmp_path: Path):
    """Where no other column names the site, "Name" does."""
    report = read_report(csv_file(tmp_path, ["Code", "Name", *HEADER[2:]], LODGE))

    assert [row.name for row in report.rows] == ["Invented Lodge"]


def test_people_in_the_column_of_sites(tmp_path: Path):
    """A site's column full of people's names is refused too."""
    path = csv_file(tmp_path, HEADER, ["VLZ2A", "Mrs Jane Doe", *LODGE[2:]], GRANGE)

    with pytest.raises(ReportError, match=r'"Organisation Name" \(column 2\): names'):
        read_report(path)


def test_sparse_column_deep_in_the_file(tmp_path: Path):
    """A column that is filled only far down is looked at where it is filled."""
    sites = [
        [f"VZ{number:03X}", f"Invented {number}", "1", "1", "1", ""] for number in range(2_000)
    ]
    sites[1_900][5] = "01632 960001"

    with pytest.raises(ReportError, match=r'"Remark" \(column 6\): phone numbers'):
        read_report(csv_file(tmp_path, [*HEADER, "Remark"], *sites))


def test_all_columns_are_named_at_once(tmp_path: Path):
    """The operator learns of all such columns in one go."""
    path = with_columns(tmp_path, Manager=["x", "", ""], Phone=["", "", ""], Beds=["1", "2", "3"])

    with pytest.raises(ReportError) as error:
        read_report(path)

    assert '"Manager" (column 6): names; "Phone" (column 7): phone numbers.' in str(error.value)
