"""The commands that fill the activity store: import-report, snapshots, forget-snapshot."""

from __future__ import annotations

import datetime as dt
import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from bot.activity.report import Remark, Report, ReportError, read_report
from bot.activity.store import (
    AlreadyThere,
    NewSnapshot,
    Snapshot,
    Store,
    StoreError,
    add_first_samples,
    add_snapshot,
    all_snapshots,
    forget_snapshot,
    open_store,
)
from bot.settings import PROJECT, SettingError, Settings

_HELP = {"help_option_names": ["-h", "--help"]}
_SHOWN = 20
_PATIENCE = 1.0  # seconds until a progress bar appears
_SAMPLES = "*-????-??-??.csv"  # the date is part of a sample's name


def _speaks(command: Callable[..., None]) -> Callable[..., None]:
    """Turn expected failures into a sentence on standard error and exit code 1."""

    @wraps(command)
    def spoken(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except (ReportError, SettingError, StoreError) as error:
            sys.exit(str(error))

    return spoken


@click.command("import-report", context_settings=_HELP)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="The day of the figures.")
@click.option("--dry-run", is_flag=True, help="Read and check only; store nothing.")
@click.option("--all", "show_all", is_flag=True, help="List every remark, not the first 20 only.")
@_speaks
def import_report(file: Path, date: dt.datetime | None, dry_run: bool, show_all: bool) -> None:
    """Read an activity report, CSV or XLSX, and store its sites as a snapshot."""
    with _bar(f"Reading {file.name}") as progress:
        report = _read(file, date.date() if date else None, progress)
    click.echo("\n".join(_summary(file, report, None if show_all else _SHOWN)))
    new = _new_snapshot(file, report)
    if dry_run:
        click.echo("Nothing was stored: this was a dry run.")
        return
    store = open_store(Settings.from_environment().database_url)
    with _bar("Storing", len(new.rows)) as progress:
        result = add_snapshot(store, new, progress)
    if isinstance(result, AlreadyThere):
        click.echo(f"This file is stored already, as the snapshot of {new.date}.")
        return
    click.echo(f"Stored as the snapshot of {new.date}.")
    if result.samples_removed:
        click.echo(f"It takes the place of {_number(result.samples_removed, 'sample snapshot')}.")


@click.command("snapshots", context_settings=_HELP)
@_speaks
def list_snapshots() -> None:
    """List the snapshots in the store, the newest first."""
    snapshots = all_snapshots(open_store(Settings.from_environment().database_url))
    if not snapshots:
        click.echo("The store is empty. To import a report: caremail import-report FILE")
    for snapshot in snapshots:
        click.echo(_line(snapshot))


@click.command("forget-snapshot", context_settings=_HELP)
@click.argument("date", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--yes", is_flag=True, help="Do not ask.")
@_speaks
def forget(date: dt.datetime, yes: bool) -> None:
    """Remove the snapshot of a day (YYYY-MM-DD) with all its sites."""
    store = open_store(Settings.from_environment().database_url)
    known = [snapshot for snapshot in all_snapshots(store) if snapshot.date == date.date()]
    if known and not yes:
        click.echo(_line(known[0]))
        click.confirm("Forget this snapshot and all its sites?", abort=True)
    forgotten = forget_snapshot(store, date.date())
    click.echo(f"Forgotten: {forgotten.date}, {_number(forgotten.sites, 'site')}.")


@click.command("load-sample", context_settings=_HELP)
@_speaks
def load_sample_command() -> None:
    """Load the invented reports, where the store is empty."""
    store = open_store(Settings.from_environment().database_url)
    if load_sample(store, PROJECT / "data" / "sample"):
        click.echo("Loaded invented activity reports. A real one replaces them: docs/activity.md")


def load_sample(store: Store, folder: Path) -> list[Snapshot]:
    """Import the sample reports of a folder where the store has no snapshot at all.

    Args:
        store: stays as it is where it holds anything.
        folder: holds reports named after their date, such as `sample-2020-11-27.csv`.

    Raises:
        ReportError: a sample cannot be read.
        StoreError: the database fails; no sample is stored then.
    """
    if all_snapshots(store):
        return []  # most often: do not read the files for nothing
    files = sorted(folder.glob(_SAMPLES))
    samples = [_new_snapshot(file, _read(file), sample=True) for file in files]
    return add_first_samples(store, samples)


def _read(
    file: Path, date: dt.date | None = None, progress: Callable[[int], None] | None = None
) -> Report:
    try:
        return read_report(file, date=date, progress=progress)
    except ReportError as error:
        raise ReportError(f"{file.name}: {error}") from error


def _new_snapshot(file: Path, report: Report, *, sample: bool = False) -> NewSnapshot:
    if not report.rows:
        raise ReportError(f"{file.name} has no row that could be taken; nothing was stored.")
    if report.date is None:
        raise ReportError(f"{file.name} does not say its day. Give it: --date YYYY-MM-DD")
    if report.date > dt.date.today():  # it would be the newest snapshot for a long time
        raise ReportError(f"The day {report.date} of {file.name} has not come yet.")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return NewSnapshot(report.rows, report.date, file.name, digest, sample)


@contextmanager
def _bar(title: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show progress where it takes long, and only on a terminal."""
    with tqdm(
        desc=title, total=total, unit=" sites", delay=_PATIENCE, disable=None, leave=False
    ) as bar:

        def show(done: int) -> None:
            bar.update(done - bar.n)

        yield show


def _summary(file: Path, report: Report, shown: int | None) -> Iterator[str]:
    day = f"figures of {report.date} ({report.date_from})" if report.date else "day unknown"
    yield f"{file.name}, {day}"
    yield f"Taken: {_number(len(report.rows), 'site')}"
    yield from _remarks("Refused", "line", report.refused, shown)
    yield from _remarks("Taken only once", "repeated line", report.collapsed, shown)
    yield from _remarks("To check", "warning", report.warnings, shown)
    if report.totals:
        lines = ", ".join(map(str, report.totals[:shown]))
        more = ", ..." if len(report.totals[:shown]) < len(report.totals) else ""
        yield f"Totals, left out: {_number(len(report.totals), 'line')} ({lines}{more})"


def _remarks(title: str, noun: str, remarks: Sequence[Remark], shown: int | None) -> Iterator[str]:
    if not remarks:
        return
    yield f"{title}: {_number(len(remarks), noun)}"
    for remark in remarks[:shown]:
        where = f"line {remark.line}" if remark.line else "file"
        code = f" ({remark.ods_code})" if remark.ods_code else ""
        yield f"  {where}{code}: {remark.reason}"
    if hidden := len(remarks) - len(remarks[:shown]):
        yield f"  and {hidden:,} more: --all lists them"


def _line(snapshot: Snapshot) -> str:
    imported = snapshot.imported_at.strftime("%Y-%m-%d %H:%M UTC")
    sample = "  sample" if snapshot.sample else ""
    sites = _number(snapshot.sites, "site")
    return f"{snapshot.date}  {sites}  imported {imported}  {snapshot.file_name}{sample}"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
