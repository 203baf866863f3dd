"""CSV is read in each encoding and with each separator that Excel and Power BI write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.activity.model import SiteRow
from bot.activity.report import ReportError, read_report
from tests.activity.report.written import COURT, GRANGE, HEADER, LODGE, csv_file

TEXT = "\r\n".join(",".join(line) for line in (HEADER, LODGE, GRANGE, COURT))


def names_and_counts(rows: tuple[SiteRow, ...]) -> list[tuple[str, str, int, int, int]]:
    """Give what HEADER names."""
    return [(row.ods_code, row.name, row.accounts, row.aup_accepted, row.active) for row in rows]


EXPECTED = [(line[0], line[1], *map(int, line[2:])) for line in (LODGE, GRANGE, COURT)]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("cp1252"),
        lambda text: text.encode("utf-16"),
    ],
    ids=["UTF-8", "UTF-8 with BOM", "Windows-1252", "UTF-16"],
)
def test_encodings(tmp_path: Path, encode: Callable[[str], bytes]):
    """The name keeps its accent and its curly apostrophe, and the first header its letters."""
    path = tmp_path / "report.csv"
    path.write_bytes(encode(TEXT.replace("Invented Lodge", "Ren\u00e9e\u2019s Invented Lodge")))

    report = read_report(path)

    assert report.rows[0].name == "Ren\u00e9e\u2019s Invented Lodge"
    assert len(report.rows) == 3
    assert report.refused == ()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_separators_and_line_ends(tmp_path: Path, separator: str, newline: str):
    """The same sites come out, whichever separator and line end."""
    path = tmp_path / "report.csv"
    path.write_bytes(TEXT.replace(",", separator).replace("\r\n", newline).encode())

    assert names_and_counts(read_report(path).rows) == EXPECTED


def test_separator_is_not_taken_from_titles_or_names(tmp_path: Path):
    """Semicolons count as separators although titles and names are full of commas."""
    lines = ["Invented, sites, of, NHSmail, as, it, was", TEXT.replace(",", ";")]
    path = tmp_path / "report.csv"
    path.write_text("\n".join(lines).replace("Invented Lodge", "Lodge, The, Invented"))

    assert read_report(path).rows[0].name == "Lodge, The, Invented"


def test_quotes_and_lines_within_cells(tmp_path: Path):
    """A quoted cell may hold separators and line breaks; lines are counted as an editor does."""
    path = csv_file(
        tmp_path,
        HEADER,
        ["VLZ2A", '"Invented\nLodge, ""The"""', "2", "1", "1"],
        ["VLZ3C", "Invented Grange", "3", "4", "2"],
    )

    report = read_report(path)

    assert report.rows[0].name == 'Invented Lodge, "The"'
    assert [remark.line for remark in report.refused] == [4]


def test_quote_without_end_does_not_swallow_sites(tmp_path: Path):
    """A quote that is never closed is an error with its line, not a file with fewer sites."""
    path = csv_file(tmp_path, HEADER, LODGE, ["VLZ5E", '"Invented Hall', "1", "1", "1"], GRANGE)

    with pytest.raises(ReportError, match=r"quotes .* line 3 "):
        read_report(path)


def test_unquoted_comma_is_refused(tmp_path: Path):
    """A line that a comma in a name has moved to the right gives no site, with a reason."""
    path = csv_file(tmp_path, HEADER, ["VLZ2A", "Lodge, Invented", "2", "1", "1"], GRANGE)

    report = read_report(path)

    assert [row.ods_code for row in report.rows] == ["VLZ3C"]
    [refused] = report.refused
    assert (refused.line, refused.ods_code) == (2, "VLZ2A")
    assert "more cells than the 5 headers" in refused.reason


def test_short_and_blank_lines(tmp_path: Path):
    """Cells that a line lacks are blank, cells beyond the headers may be empty, as may lines."""
    header = [*HEADER, "CCG"]
    path = csv_file(tmp_path, header, LODGE, ["", "", ""], [], [*GRANGE, "Invented CCG", "", ""])

    report = read_report(path)

    assert [row.ccg for row in report.rows] == [None, "Invented CCG"]
    assert report.refused == report.warnings == report.totals == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "file is empty"),
        (b"\n\n ,,\n", "file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "neither CSV nor XLSX"),
        (b"%PDF-1.7\n\x81\x8d\x01", "neither CSV nor XLSX"),
        (b"\xff\xfeO\x00D\x00S", "neither CSV nor XLSX"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600, "save it as .xlsx without a password"),
        (b"PK\x03\x04 and no more", "no .xlsx workbook, or it is damaged"),
    ],
    ids=["empty", "blank", "picture", "PDF", "half a letter", "old or locked workbook", "half zip"],
)
def test_other_files_are_refused(tmp_path: Path, content: bytes, message: str):
    """What is no table is refused with what to do, whatever the file's name ends in."""
    path = tmp_path / "report.csv"
    path.write_bytes(content)

    with pytest.raises(ReportError, match=message):
        read_report(path)


def test_missing_file(tmp_path: Path):
    """A file that is not there is an error that an operator can read."""
    with pytest.raises(ReportError, match="cannot be read: No such file"):
        read_report(tmp_path / "report.csv")


def test_progress_tells_rows_read_so_far(tmp_path: Path):
    """Progress comes every 1,000 rows and at the end, and never twice for the same."""
    sites = [[f"VZ{number:03X}", f"Invented {number}", "1", "1", "1"] for number in range(2_500)]
    told: list[int] = []

    report = read_report(csv_file(tmp_path, HEADER, *sites), progress=told.append)
    exact: list[int] = []
    read_report(csv_file(tmp_path, HEADER, *sites[:2_000]), progress=exact.append)

    assert told == [1_000, 2_000, 2_500]
    assert exact == [1_000, 2_000]
    assert len(report.rows) == 2_500
