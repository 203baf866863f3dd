"""Totals and footers are no sites, and sites are no totals."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.activity.report import read_report
from tests.activity.report.written import COURT, GRANGE, HEADER, LODGE, csv_file, xlsx_file


@pytest.mark.parametrize(
    "line",
    [
        ["", "Total", "9", "5", "3"],
        ["Total", "", "9", "5", "3"],
        ["TOTAL", "Total", "9", "5", "3"],
        ["Grand Total", "", "9", "5", "3"],
        ["", "Grand total:", "9", "5", "3"],
        ["", "Sub-total", "5", "1", "3"],
        ["Subtotal", "", "5", "1", "3"],
        ["", "Invented CCG Total", "5", "1", "3"],
        ["", "Total for Invented CCG", "5", "1", "3"],
        HEADER,
    ],
)
def test_totals(tmp_path: Path, line: list[str]):
    """A total, sub-total or repeated header is left out and its line is listed."""
    report = read_report(csv_file(tmp_path, HEADER, LODGE, line, GRANGE))

    assert [row.ods_code for row in report.rows] == ["VLZ2A", "VLZ3C"]
    assert report.totals == (3,)
    assert report.refused == ()


def test_total_in_another_column(tmp_path: Path):
    """A sub-total may have its label in the column of the area."""
    header = ["CCG", *HEADER]
    lines = [["Invented CCG", *LODGE], ["Invented CCG Total", "", "", "2", "1", "1"]]

    report = read_report(csv_file(tmp_path, header, *lines))

    assert len(report.rows) == 1
    assert report.totals == (3,)


@pytest.mark.parametrize("name", ["Total Care Invented", "Subtotal Lodge", "Totally Invented"])
def test_sites_that_sound_like_totals(tmp_path: Path, name: str):
    """With a code such a site is a site; without one it is refused, not taken for a total."""
    path = csv_file(tmp_path, HEADER, ["VLZ2A", name, "1", "1", "1"], ["", name, "1", "1", "1"])

    report = read_report(path)

    assert [row.name for row in report.rows] == [name]
    assert report.totals == ()
    assert [each.line for each in report.refused] == [3]


def test_site_in_an_area_that_sounds_like_a_total(tmp_path: Path):
    """A line with a site's name but no code is refused, whatever its area is called."""
    line = ["Invented Total", "", *LODGE[1:]]

    report = read_report(csv_file(tmp_path, ["CCG", *HEADER], line))

    assert report.totals == ()
    assert [each.line for each in report.refused] == [2]


def test_unlabelled_total_is_refused(tmp_path: Path):
    """Numbers without code and name are no site either, and are not passed over in silence."""
    report = read_report(csv_file(tmp_path, HEADER, LODGE, ["", "", "2", "1", "1"]))

    assert [(each.line, each.reason) for each in report.refused] == [(3, "ODS Code is blank.")]


def test_footer_of_power_bi(tmp_path: Path):
    """The filters below an export are left out, however many lines they take."""
    footer = [[], ["Applied filters:"], ["Region is Invented"], ["Status is not (Blank)"]]

    report = read_report(csv_file(tmp_path, HEADER, LODGE, GRANGE, *footer))

    assert len(report.rows) == 2
    assert report.totals == (5, 6, 7)
    assert report.refused == ()


def test_footer_in_one_cell_of_a_workbook(tmp_path: Path):
    """Power BI writes all filters into one cell of a workbook."""
    footer = ["Applied filters:\nRegion is Invented\nSector is Care"]

    report = read_report(xlsx_file(tmp_path, [HEADER, LODGE, [None], footer]))

    assert len(report.rows) == 1
    assert report.totals == (4,)


def test_sites_below_a_footer_are_not_lost(tmp_path: Path):
    """Where two exports were put together, the sites of the second are read too."""
    lines = [LODGE, ["No filters applied"], HEADER, GRANGE, COURT]

    report = read_report(csv_file(tmp_path, HEADER, *lines))

    assert [row.ods_code for row in report.rows] == ["VLZ2A", "VLZ3C", "VNZ4D"]
    assert report.totals == (3, 4)
