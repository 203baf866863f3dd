"""All files of a report, written together or not at all."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bot.reports.area_report import AreaReport
from bot.reports.write_report import ReportError, slug_of, write_report
from tests.reports.page_reader import Page

NAMES = [
    "zedshire.html",
    "zedshire-accounts.png",
    "zedshire-sites-at-risk.csv",
    "zedshire-sites-at-risk.xlsx",
    "zedshire-user-activity.png",
]


def test_all_files_are_written(report: AreaReport, tmp_path: Path) -> None:
    """The page comes first among the paths, and nothing else is left in the folder."""
    folder = tmp_path / "new" / "folder"

    written = write_report(report, folder)

    assert written == [folder / name for name in NAMES]
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)


def test_the_page_has_both_charts(report: AreaReport, tmp_path: Path) -> None:
    """Each picture is inside the page and has its words."""
    pictures = Page(write_report(report, tmp_path)[0].read_text(encoding="utf-8")).all("img")

    assert [picture.attributes["alt"].split(".")[0] for picture in pictures] == [
        "Active users on 27 November 2020",
        "Accounts at risk on 27 November 2020",
    ]
    assert all(p.attributes["src"].startswith("data:image/svg+xml;") for p in pictures)


def test_a_report_replaces_the_one_before(report: AreaReport, tmp_path: Path) -> None:
    """The same area has one report in a folder, and those of other areas stay."""
    write_report(report, tmp_path)
    (tmp_path / "other.html").write_text("other")

    page = write_report(dataclasses.replace(report, sample=True), tmp_path)[0]

    assert "This is sample data." in page.read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*NAMES, "other.html"])


def test_a_failure_leaves_the_report_before(report: AreaReport, tmp_path: Path) -> None:
    """What cannot be written is not half there."""
    before = {path: path.read_bytes() for path in write_report(report, tmp_path)}
    # Half of a sign that takes two: no file can hold it.
    area = dataclasses.replace(report.at_risk[0].row, region="\ud800")
    broken = (dataclasses.replace(report.at_risk[0], row=area), *report.at_risk[1:])

    with pytest.raises(UnicodeEncodeError):
        write_report(dataclasses.replace(report, at_risk=broken, sample=True), tmp_path)

    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_that_cannot_be_written_to_is_named(report: AreaReport, tmp_path: Path) -> None:
    """The operator reads which folder it is and what to do."""
    (tmp_path / "file").write_text("")

    with pytest.raises(ReportError) as caught:
        write_report(report, tmp_path / "file")

    assert str(caught.value) == (
        f"The report cannot be written to {tmp_path / 'file'}: File exists."
        " Give a folder that you may write to."
    )


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Leeds CCG", "leeds-ccg"),
        ("North East & Yorkshire", "north-east-yorkshire"),
        ("../../etc/Zed", "etc-zed"),
        ("Zédshire  (new)", "zedshire-new"),
        ("Zed " * 60, ("zed-" * 20)[:-1]),
        ("***", "area"),
    ],
)
def test_a_slug_is_a_safe_file_name(name: str, slug: str) -> None:
    """Whatever the area is called, its files stay in the folder."""
    assert slug_of(name) == slug
