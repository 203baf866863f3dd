"""The commands `caremail report` and `caremail site`."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.settings import PROJECT, Settings
from tests.activity.two_reports import filled_store
from tests.knowledge.folder import edit, line_with
from tests.reports.page_reader import Page

FILES = [
    "zedton-ccg.html",
    "zedton-ccg-accounts.png",
    "zedton-ccg-sites-at-risk.csv",
    "zedton-ccg-sites-at-risk.xlsx",
    "zedton-ccg-user-activity.png",
]
BOTH = [["report", "Zedton"], ["site", "VLZ2A"]]


def caremail(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, arguments)


def failure(result: Result) -> str:
    """Give what a command said that ended with exit code 1, not with a traceback."""
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    return result.output.strip()


def lines(result: Result) -> list[str]:
    """Give what a command printed that ended well: its lines, with single spaces."""
    assert result.exit_code == 0, result.output
    return [" ".join(line.split()) for line in result.output.splitlines() if line.strip()]


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The address of a database that is not there yet, set for the commands."""
    database = tmp_path / "caremail.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{database}")
    return database


@pytest.fixture
def filled(empty: Path) -> Path:
    """The same with the two invented reports in it."""
    filled_store(empty).engine.dispose()
    return empty


def test_a_report_is_written_and_its_files_are_named(filled: Path, tmp_path: Path) -> None:
    """The page comes first, and it is the report of the area."""
    folder = tmp_path / "reports"
    printed = caremail("report", "zedton", "--folder", str(folder))

    assert printed.exit_code == 0
    assert printed.output.splitlines() == [str(folder / name) for name in FILES]
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    page = Page((folder / FILES[0]).read_text(encoding="utf-8")).text
    assert "NHSmail activity: Zedton CCG" in page
    assert "Zephyr Lodge" in page


def test_an_area_of_several_words_needs_no_quotes(filled: Path, tmp_path: Path) -> None:
    """All words are one name."""
    printed = caremail("report", "West", "Yorkshire", "--folder", str(tmp_path))

    assert printed.exit_code == 0
    assert (tmp_path / "west-yorkshire-and-harrogate.html").is_file()


def test_reports_lie_below_var_by_default(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --folder they are written to var/reports."""
    settings = dataclasses.replace(Settings.from_environment(), var=tmp_path / "var")
    monkeypatch.setattr(Settings, "from_environment", lambda: settings)

    assert caremail("report", "Zedton").output.splitlines()[0] == str(
        tmp_path / "var" / "reports" / FILES[0]
    )


def test_an_area_that_is_not_there_is_a_sentence(filled: Path, tmp_path: Path) -> None:
    """What can be given stands in it, and nothing is written."""
    folder = tmp_path / "reports"

    said = failure(caremail("report", "Zedville", "--folder", str(folder)))

    assert said.startswith("'Zedville' is no area of the report of 2020-11-27. Give one of: Leeds")
    assert not folder.exists()


def test_a_folder_that_cannot_be_written_to_is_a_sentence(filled: Path, tmp_path: Path) -> None:
    """The operator reads which folder it is."""
    (tmp_path / "file").write_text("")

    said = failure(caremail("report", "Zedton", "--folder", str(tmp_path / "file" / "below")))

    assert said.startswith(f"The report cannot be written to {tmp_path / 'file' / 'below'}: ")


def test_an_empty_store_is_a_sentence(empty: Path) -> None:
    """Both commands say that there is nothing to show."""
    assert failure(caremail("report", "Zedton")) == (
        "The store has no activity report. Load one: caremail import-report"
    )
    assert failure(caremail("site", "VLZ2A")) == (
        "No activity report has a site with the code VLZ2A."
    )


@pytest.mark.parametrize("code", ["VLZ2A", "vlz2a", " v l z 2 a ", "ODS: VLZ2A", "VLZ2A-closed"])
def test_a_site_is_printed_however_its_code_is_written(code: str, filled: Path) -> None:
    """Who it is, both reports with the change, how it stands and what to do."""
    printed = lines(caremail("site", code))

    assert printed[:3] == [
        "Zinnia House",
        "ODS code VLZ2A, Care home, Zedton CCG",
        "On 27 November 2020 On 30 October 2020 Change",
    ]
    assert "Active 3 1 +2" in printed
    assert any(line.startswith("3 of your 4 users") for line in printed)
    assert any(line.startswith("First: ") for line in printed)


def test_a_code_that_no_report_has_is_a_sentence(filled: Path) -> None:
    """It is named as it was looked up."""
    assert failure(caremail("site", "vnz 9w")) == (
        "No activity report has a site with the code VNZ9W."
    )


@pytest.mark.parametrize("arguments", [["report"], ["site"], ["site", "VLZ2A", "VLZ3C"]])
def test_a_wrong_use_says_so(arguments: list[str], filled: Path) -> None:
    """Without an area or a code, or with two codes, click tells how the command is used."""
    result = caremail(*arguments)

    assert result.exit_code == 2
    assert "Usage: " in result.output


@pytest.mark.parametrize("arguments", BOTH)
@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "five", "PORT is 'five'."),
        ("DATABASE_URL", "no address", "DATABASE_URL is no address."),
        ("DATABASE_URL", "oracle://zed/caremail", "DATABASE_URL names "),
    ],
)
def test_a_setting_that_cannot_be_used_is_a_sentence(
    arguments: list[str], name: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variable is named."""
    monkeypatch.setenv(name, value)

    assert failure(caremail(*arguments)).startswith(sentence)


@pytest.mark.parametrize("arguments", BOTH)
def test_a_file_that_is_no_database_is_a_sentence(arguments: list[str], empty: Path) -> None:
    """It is named, and it stays as it is."""
    empty.write_text("These are no tables.", encoding="utf-8")

    assert failure(caremail(*arguments)).startswith(f"The database sqlite:///{empty} cannot be")
    assert empty.read_text(encoding="utf-8") == "These are no tables."


@pytest.mark.parametrize("arguments", BOTH)
def test_wrong_knowledge_is_named_with_file_and_line(
    arguments: list[str], filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A title with a placeholder that nothing fills stops both commands."""
    folder = Path(shutil.copytree(PROJECT / "knowledge", tmp_path / "knowledge"))
    old, new = "title: All accounts are set up and in use", 'title: "{all} accounts"'
    edit(folder / "scenarios.yml", old, new)
    settings = dataclasses.replace(Settings.from_environment(), knowledge_folder=folder)
    monkeypatch.setattr(Settings, "from_environment", lambda: settings)

    said = failure(caremail(*arguments))

    path = folder / "scenarios.yml"
    assert said.startswith(f"{path}:{line_with(path, '{all} accounts')}: {{all}} is not in")
