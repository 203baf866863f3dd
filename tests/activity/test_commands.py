"""The commands read reports, store them, list what is stored, and forget it."""

from __future__ import annotations

import datetime as dt
import io
import sys
from collections.abc import Iterable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot.activity import commands
from bot.activity.commands import forget, import_report, list_snapshots, load_sample
from bot.activity.report import ReportError
from bot.activity.store import (
    Store,
    add_snapshot,
    all_snapshots,
    find_site,
    open_store,
)
from bot.settings import PROJECT
from tests.activity.store.invented import NOVEMBER, OCTOBER, report

HEADER = "ODS Code,Organisation Name,CCG,Care Home / Home Care,Users,AUP Accepted,Users.Active"
LODGE = "VLZ2A,Invented Lodge,Vale CCG,Care Home,3,2,1"
MANOR = "VLZ2C,Invented Manor,Vale CCG,Care Home,2,2,2"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An empty store, which the commands use too."""
    url = f"sqlite:///{tmp_path / 'caremail.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    return open_store(url)


def report_file(folder: Path, *lines: str, name: str = "activity-2020-11-27.csv") -> Path:
    """Write a report."""
    file = folder / name
    file.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    return file


def run(command: click.Command, *arguments: object, typed: str = "") -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(command, [str(each) for each in arguments], input=typed)


def done(result: Result) -> str:
    """Give what a command said that did its work."""
    assert result.exit_code == 0, result.output
    return result.output


def failure(result: Result) -> str:
    """Give what a command said that ended with exit code 1, not with a traceback."""
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    return result.output


def refused_rows(count: int) -> Iterable[str]:
    """Give rows with more active users than accounts."""
    return (
        f"VZ{number:03},Invented House {number},Vale CCG,Care Home,1,1,2" for number in range(count)
    )


def test_a_report_is_imported(store: Store, tmp_path: Path) -> None:
    """Its sites are in the store, under the date of the file's name."""
    said = done(run(import_report, report_file(tmp_path, LODGE, MANOR)))

    assert "activity-2020-11-27.csv, figures of 2020-11-27 (file name)" in said
    assert "Taken: 2 sites" in said
    assert "Stored as the snapshot of 2020-11-27." in said
    standing = find_site(store, "VLZ2A")
    assert standing is not None
    assert (standing.latest.row.name, standing.latest.row.accounts) == ("Invented Lodge", 3)
    assert standing.latest.snapshot.date == NOVEMBER
    assert not standing.latest.snapshot.sample


def test_the_date_can_be_given(store: Store, tmp_path: Path) -> None:
    """The day of the option counts, not the one of the file's name."""
    said = done(run(import_report, report_file(tmp_path, LODGE), "--date", "2020-10-30"))

    assert "figures of 2020-10-30 (given)" in said
    assert [snapshot.date for snapshot in all_snapshots(store)] == [OCTOBER]


def test_a_report_without_a_date_is_refused(store: Store, tmp_path: Path) -> None:
    """The sentence says with which option to give it."""
    said = failure(run(import_report, report_file(tmp_path, LODGE, name="activity.csv")))

    assert "activity.csv does not say its day. Give it: --date YYYY-MM-DD" in said
    assert all_snapshots(store) == []


def test_a_day_to_come_is_refused(store: Store, tmp_path: Path) -> None:
    """A slip in the year would hide all later reports behind this one."""
    tomorrow = dt.date.today() + dt.timedelta(days=1)

    said = failure(run(import_report, report_file(tmp_path, LODGE), "--date", tomorrow))

    assert f"The day {tomorrow} of activity-2020-11-27.csv has not come yet." in said
    assert all_snapshots(store) == []


def test_a_date_of_another_form_is_refused(store: Store, tmp_path: Path) -> None:
    """Day and month cannot be mixed up: only YYYY-MM-DD is taken."""
    result = run(import_report, report_file(tmp_path, LODGE), "--date", "10/11/2020")

    assert result.exit_code == 2
    assert "'10/11/2020' does not match the format '%Y-%m-%d'" in result.output
    assert all_snapshots(store) == []


def test_a_dry_run_stores_nothing(store: Store, tmp_path: Path) -> None:
    """It says the same about the file, and that nothing was stored."""
    file = report_file(tmp_path, LODGE, *refused_rows(1))

    dry = done(run(import_report, file, "--dry-run"))
    assert all_snapshots(store) == []
    real = done(run(import_report, file))

    assert dry.splitlines()[:-1] == real.splitlines()[:-1]
    assert dry.splitlines()[-1] == "Nothing was stored: this was a dry run."


def test_a_dry_run_needs_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file can be checked where there is no database at all."""
    monkeypatch.setenv("DATABASE_URL", "sqlite:////proc/caremail.db")

    done(run(import_report, report_file(tmp_path, LODGE), "--dry-run"))


def test_all_that_is_odd_is_told(store: Store, tmp_path: Path) -> None:
    """Refused and repeated lines come with their numbers and sites, totals with their numbers."""
    file = report_file(
        tmp_path,
        LODGE,
        LODGE,
        *refused_rows(1),
        MANOR,
        MANOR.replace("2,2,2", "2,2,1"),
        "Total,,,,8,6,4",
    )

    said = done(run(import_report, file)).splitlines()

    assert "Taken: 1 site" in said
    assert "Refused: 3 lines" in said
    assert [line.split(":")[0] for line in said if line.startswith("  line")] == [
        "  line 4 (VZ000)",
        "  line 5 (VLZ2C)",
        "  line 6 (VLZ2C)",
        "  line 3 (VLZ2A)",
    ]
    assert "Taken only once: 1 repeated line" in said
    assert "Totals, left out: 1 line (7)" in said


def test_what_is_only_to_be_checked_is_taken(store: Store, tmp_path: Path) -> None:
    """Two sites of one name come in, with a warning for each."""
    file = report_file(tmp_path, LODGE, LODGE.replace("VLZ2A", "VLZ2D"))

    said = done(run(import_report, file))

    assert "Taken: 2 sites" in said
    assert "To check: 2 warnings" in said
    assert find_site(store, "VLZ2D") is not None


def test_a_long_list_is_cut(store: Store, tmp_path: Path) -> None:
    """Of 23 remarks 20 are shown, and how to see all."""
    file = report_file(tmp_path, LODGE, *refused_rows(23))

    short = done(run(import_report, file, "--dry-run"))
    long = done(run(import_report, file, "--dry-run", "--all"))

    assert short.count("  line ") == 20
    assert "  and 3 more: --all lists them" in short
    assert long.count("  line ") == 23
    assert "--all" not in long


def test_a_report_without_a_usable_row(store: Store, tmp_path: Path) -> None:
    """The remarks say why, and the exit code is 1."""
    said = failure(run(import_report, report_file(tmp_path, *refused_rows(2))))

    assert "Refused: 2 lines" in said
    assert "activity-2020-11-27.csv has no row that could be taken; nothing was stored." in said
    assert all_snapshots(store) == []


def test_a_file_of_another_kind(store: Store, tmp_path: Path) -> None:
    """The sentence begins with the file's name."""
    file = tmp_path / "letter.csv"
    file.write_text("Dear all,\nthis is a letter.\n")

    assert failure(run(import_report, file)).startswith("letter.csv: ")


def test_a_file_that_is_not_there(store: Store, tmp_path: Path) -> None:
    """The command's own check names the file."""
    result = run(import_report, tmp_path / "nowhere.csv")

    assert result.exit_code == 2
    assert "nowhere.csv' does not exist" in " ".join(result.output.split())


def test_the_same_file_again(store: Store, tmp_path: Path) -> None:
    """The command says that it is there, which is no failure."""
    file = report_file(tmp_path, LODGE)
    done(run(import_report, file))

    said = done(run(import_report, file))

    assert "This file is stored already, as the snapshot of 2020-11-27." in said
    assert len(all_snapshots(store)) == 1


def test_another_file_of_the_same_day(store: Store, tmp_path: Path) -> None:
    """The command says how to make room for it."""
    done(run(import_report, report_file(tmp_path, LODGE)))

    said = failure(run(import_report, report_file(tmp_path, MANOR)))

    assert "caremail forget-snapshot 2020-11-27" in said


def test_a_report_takes_the_place_of_samples(store: Store, tmp_path: Path) -> None:
    """The command says how many samples went."""
    add_snapshot(store, report(OCTOBER, sample=True))

    said = done(run(import_report, report_file(tmp_path, LODGE)))

    assert "It takes the place of 1 sample snapshot." in said


def test_an_unusable_setting_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command names the variable, in one sentence."""
    monkeypatch.setenv("DATABASE_URL", "nonsense")

    for result in (
        run(import_report, report_file(tmp_path, LODGE)),
        run(list_snapshots),
        run(forget, "2020-11-27"),
    ):
        assert "DATABASE_URL is no address." in failure(result)


def test_the_snapshots_are_listed(store: Store) -> None:
    """The newest comes first; date, sites, time of import and file stand in a line."""
    samples = [report(day, content=f"report {day}", sample=True) for day in (OCTOBER, NOVEMBER)]
    for sample in samples:
        add_snapshot(store, sample)
    imported = [each.imported_at.strftime("%Y-%m-%d %H:%M UTC") for each in all_snapshots(store)]

    lines = done(run(list_snapshots)).splitlines()

    assert lines == [
        f"2020-11-27  1 site  imported {imported[0]}  report 2020-11-27.csv  sample",
        f"2020-10-30  1 site  imported {imported[1]}  report 2020-10-30.csv  sample",
    ]


def test_a_real_snapshot_is_not_called_a_sample(store: Store) -> None:
    """The line of a real report ends with its file."""
    add_snapshot(store, report(NOVEMBER))

    assert done(run(list_snapshots)).endswith("2020-11-27.csv\n")


def test_an_empty_store_says_how_to_begin(store: Store) -> None:
    """The list of nothing names the command that imports."""
    assert "The store is empty." in done(run(list_snapshots))
    assert "caremail import-report FILE" in done(run(list_snapshots))


@pytest.mark.parametrize(("typed", "left"), [("y\n", 0), ("n\n", 1), ("\n", 1), ("", 1)])
def test_forgetting_is_asked_for(store: Store, typed: str, left: int) -> None:
    """Only a yes removes the snapshot; the question shows which one is meant."""
    add_snapshot(store, report(NOVEMBER))

    result = run(forget, "2020-11-27", typed=typed)

    assert "2020-11-27  1 site  imported" in result.output
    assert len(all_snapshots(store)) == left
    assert result.exit_code == left


def test_forgetting_without_a_question(store: Store) -> None:
    """With --yes the snapshot goes at once, and the others stay."""
    add_snapshot(store, report(OCTOBER))
    add_snapshot(store, report(NOVEMBER))

    said = done(run(forget, "2020-11-27", "--yes"))

    assert said == "Forgotten: 2020-11-27, 1 site.\n"
    assert [snapshot.date for snapshot in all_snapshots(store)] == [OCTOBER]


def test_a_day_without_a_snapshot_cannot_be_forgotten(store: Store) -> None:
    """Nothing is asked; the sentence names the day."""
    said = failure(run(forget, "2020-11-27"))

    assert said.strip() == "There is no snapshot of 2020-11-27. To list them: caremail snapshots"


def test_the_sample_is_loaded(store: Store) -> None:
    """The folder's two reports become samples; the table of the slides beside them does not."""
    loaded = load_sample(store, PROJECT / "data" / "sample")

    assert [snapshot.date for snapshot in loaded] == [OCTOBER, NOVEMBER]
    assert all(snapshot.sample for snapshot in loaded)
    assert all_snapshots(store) == loaded[::-1]


def test_the_sample_is_loaded_into_an_empty_store_only(store: Store, tmp_path: Path) -> None:
    """Where there is a snapshot, the folder is not even read."""
    add_snapshot(store, report(OCTOBER))
    (tmp_path / "broken-2020-11-27.csv").write_text("Dear all")

    assert load_sample(store, tmp_path) == []
    assert [snapshot.date for snapshot in all_snapshots(store)] == [OCTOBER]


def test_a_broken_sample_is_told(store: Store, tmp_path: Path) -> None:
    """The error names the file, and no other sample comes in."""
    report_file(tmp_path, LODGE, name="sample-2020-10-30.csv")
    (tmp_path / "sample-2020-11-27.csv").write_text("Dear all")

    with pytest.raises(ReportError, match=r"sample-2020-11-27\.csv: "):
        load_sample(store, tmp_path)

    assert all_snapshots(store) == []


class Terminal(io.StringIO):
    """A stream that takes itself for a terminal."""

    def isatty(self) -> bool:
        """Tell so."""
        return True


@pytest.mark.parametrize(
    ("stream", "patience", "shown"),
    [(Terminal(), 0.0, True), (Terminal(), 60.0, False), (io.StringIO(), 0.0, False)],
)
def test_progress_is_shown_on_a_terminal_where_it_takes_long(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, patience: float, *, shown: bool
) -> None:
    """A short import shows no bar, and a file or a pipe never gets one."""
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(commands, "_PATIENCE", patience)

    with commands._bar("Storing", 10) as progress:
        progress(4)
        progress(10)

    assert ("Storing" in stream.getvalue()) is shown
