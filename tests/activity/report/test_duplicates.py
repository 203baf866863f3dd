"""A site stands once in a report, and is not there at all if the file contradicts itself."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.activity.model import Setting, SiteRow
from bot.activity.report import read_report
from bot.activity.report.duplicates import Numbered, single
from tests.activity.report.written import COURT, GRANGE, HEADER, LODGE, csv_file

SITES = st.builds(
    SiteRow,
    ods_code=st.sampled_from(["VLZ2A", "VLZ3C", "VLZ4D"]),
    name=st.just("Invented Lodge"),
    setting=st.just(Setting.CARE_HOME),
    accounts=st.integers(1, 2),
    aup_accepted=st.just(1),
    active=st.just(1),
)


def test_identical_lines_collapse(tmp_path: Path):
    """The same line again, also written otherwise, is a repetition and no second site."""
    again = ["vlz2a ", "Invented  Lodge", "2.0", "1", " 1"]

    report = read_report(csv_file(tmp_path, HEADER, LODGE, GRANGE, again, LODGE))

    assert [row.ods_code for row in report.rows] == ["VLZ2A", "VLZ3C"]
    assert [(each.line, each.reason, each.ods_code) for each in report.collapsed] == [
        (4, "It repeats line 2.", "VLZ2A"),
        (5, "It repeats line 2.", "VLZ2A"),
    ]
    assert report.warnings == ()


def test_contradicting_lines_are_all_refused(tmp_path: Path):
    """No line of a code is taken if two of them differ; each names the others."""
    other = [*LODGE[:2], "3", "1", "1"]

    report = read_report(csv_file(tmp_path, HEADER, LODGE, GRANGE, other, LODGE))

    assert [row.ods_code for row in report.rows] == ["VLZ3C"]
    assert report.collapsed == ()
    assert [(each.line, each.ods_code) for each in report.refused] == [
        (2, "VLZ2A"),
        (4, "VLZ2A"),
        (5, "VLZ2A"),
    ]
    assert "stands in lines 4, 5." in report.refused[0].reason
    assert "stands in lines 2, 5." in report.refused[1].reason


def test_refused_lines_have_no_warnings(tmp_path: Path):
    """What is odd about a line that is not taken is not listed beside its refusal."""
    lines = [["VLZ2A", *GRANGE[1:]], ["VLZ2ACLOSED", *LODGE[1:]]]

    report = read_report(csv_file(tmp_path, HEADER, *lines))

    assert [each.line for each in report.refused] == [2, 3]
    assert report.warnings == ()


def test_line_beside_one_that_is_refused(tmp_path: Path):
    """A good line is not taken if an impossible one has its code: either may be wrong."""
    report = read_report(csv_file(tmp_path, HEADER, LODGE, [*LODGE[:2], "1", "2", "1"], COURT))

    assert [row.ods_code for row in report.rows] == ["VNZ4D"]
    assert [each.line for each in report.refused] == [2, 3]
    assert "stands in line 3." in report.refused[0].reason


def test_sites_of_one_name(tmp_path: Path):
    """Two sites with one name both stay, each with a warning that names the other's line."""
    path = csv_file(tmp_path, HEADER, LODGE, GRANGE, ["VNZ5E", "INVENTED LODGE", "1", "1", "1"])

    report = read_report(path)

    assert len(report.rows) == 3
    assert [(each.line, each.reason, each.ods_code) for each in report.warnings] == [
        (2, "A site of the same name stands in line 4.", "VLZ2A"),
        (4, "A site of the same name stands in line 2.", "VNZ5E"),
    ]


def test_many_sites_of_one_name(tmp_path: Path):
    """A name that all sites share makes short remarks."""
    sites = [[f"VLZ{number}", "Care Home", "1", "1", "1"] for number in range(10, 20)]

    report = read_report(csv_file(tmp_path, HEADER, *sites))

    assert len(report.rows) == len(report.warnings) == 10
    assert report.warnings[0].reason.endswith("in lines 3, 4, 5 and 6 more.")
    assert report.warnings[9].reason.endswith("in lines 2, 3, 4 and 6 more.")


@given(st.lists(SITES, max_size=8))
def test_every_line_ends_in_one_place(sites: list[SiteRow]):
    """Each line is kept, collapsed or refused, and a code is kept if and only if it is clear."""
    rows = [Numbered(line, row) for line, row in enumerate(sites, 2)]

    kept, collapsed, refused = single(rows, [])

    lines = [each.line for each in (*kept, *collapsed, *refused)]
    assert sorted(lines) == [row.line for row in rows]
    clear = {
        row.ods_code for row in sites if sum(s.ods_code == row.ods_code for s in set(sites)) == 1
    }
    assert {row.ods_code for _, row in kept} == clear
    assert len(kept) == len(clear)
