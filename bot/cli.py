"""The command `caremail`."""

from __future__ import annotations

import datetime as dt
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from bot.knowledge.problems import KnowledgeError
from bot.settings import PROJECT, SettingError, Settings


def _speaks(command: Callable[..., None]) -> Callable[..., None]:
    """Turn expected failures into a sentence on standard error and exit code 1."""

    @wraps(command)
    def spoken(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except (KnowledgeError, SettingError) as error:
            sys.exit(str(error))

    return spoken


_ELSEWHERE = {
    "forget-snapshot": ("bot.activity.commands:forget", "Remove an activity report."),
    "import-report": ("bot.activity.commands:import_report", "Read and store an activity report."),
    "load-sample": ("bot.activity.commands:load_sample_command", "Load the invented reports."),
    "report": ("bot.reports.commands:report", "Write the report of an area."),
    "site": ("bot.reports.commands:site", "Print how a site stands."),
    "snapshots": ("bot.activity.commands:list_snapshots", "List the activity reports."),
    "teams-package": (
        "bot.channels.teams.commands:teams_package",
        "Write the app package for Microsoft Teams.",
    ),
}
"""Commands that are imported only when they are called: where they are, and what the help says."""


class _Commands(click.Group):
    """A group with commands in other modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, _, command = _ELSEWHERE[cmd_name][0].partition(":")
        found: click.Command = getattr(import_module(module), command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        helps = {name: command.get_short_help_str() for name, command in self.commands.items()}
        helps |= {name: text for name, (_, text) in _ELSEWHERE.items()}
        with formatter.section("Commands"):
            formatter.write_dl(sorted(helps.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Care Mail Assistant: answers about NHSmail for care homes and home care.

    Settings come from the environment: HOST, PORT, DATABASE_URL. docs/settings.md lists them all.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells every opening of the store


@main.command()
@_speaks
def run() -> None:
    """Start the assistant; Ctrl-C ends it."""
    settings = Settings.from_environment()
    _check_channels()
    _check_port(settings)
    model = _trained_model(settings)
    # This process becomes the one that keeps the servers running, which needs half the memory.
    os.execv(sys.executable, [sys.executable, "-m", "bot.processes", str(model)])  # noqa: S606


@main.command()
@_speaks
def shell() -> None:
    """Chat in the terminal, with the assistant that runs or with one of its own."""
    from rich.console import Console

    from bot.knowledge.catalogue import load_catalogue
    from bot.terminal.chat import Chat

    settings = Settings.from_environment()
    catalogue = load_catalogue(settings.knowledge_folder)
    with _running_assistant(settings) as where:
        Chat(where, Console(highlight=False), catalogue).talk()


@main.command()
@click.option("--force", is_flag=True, help="Train even if nothing changed.")
@_speaks
def train(force: bool) -> None:
    """Train the model if its inputs changed."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # TensorFlow reads it when imported
    from bot.nlu.training import TrainingError
    from bot.nlu.training import train as train_model

    try:
        model = train_model(Settings.from_environment(), force=force)
    except TrainingError as error:
        sys.exit(str(error))
    click.echo(f"Trained: {model.relative_to(PROJECT)}")


@main.command("check-content")
@_speaks
def check_content() -> None:
    """Check the knowledge and the texts of domain.yml against the content rules."""
    from bot.knowledge.catalogue import load_catalogue
    from bot.knowledge.content_check import check_everything, check_look_ups

    settings = Settings.from_environment()
    catalogue = load_catalogue(settings.knowledge_folder)
    problems = [*check_everything(catalogue, PROJECT / "domain.yml"), *check_look_ups(catalogue)]
    if problems:
        raise KnowledgeError(problems)
    click.echo(f"{len(catalogue.topics)} topics follow the content rules.")


@main.command("check-data")
@_speaks
def check_data() -> None:
    """Check domain, rules and examples with `rasa data validate --fail-on-warnings`."""
    from bot.processes.assistant import quiet_environment

    command = [sys.executable, "-m", "rasa", "data", "validate", "--fail-on-warnings"]
    sys.exit(subprocess.run(command, env=quiet_environment(), cwd=PROJECT, check=False).returncode)  # noqa: S603


@main.command("forget-conversations")
@_speaks
def forget_conversations() -> None:
    """Delete conversations that are older than KEEP_DAYS. Run it once a day."""
    from bot.channels.retention import RetentionError
    from bot.channels.retention import forget_conversations as forget

    settings = Settings.from_environment()
    limit = dt.datetime.now(dt.timezone.utc) - dt.timedelta(days=settings.keep_days)
    try:
        deleted = forget(settings.database_url, limit)
    except RetentionError as error:
        sys.exit(str(error))
    events = "1 event that was" if deleted == 1 else f"{deleted:,} events that were"
    click.echo(f"Deleted {events} older than {settings.keep_days} days.")


@main.command()
@click.option("--check", is_flag=True, help="Change nothing; fail if the page is out of date.")
@_speaks
def coverage(check: bool) -> None:
    """Write docs/coverage.md: each section of the documents and the topics that cover it."""
    from bot.knowledge.catalogue import load_catalogue
    from bot.knowledge.coverage import coverage_page

    page = PROJECT / "docs" / "coverage.md"
    text = coverage_page(load_catalogue(Settings.from_environment().knowledge_folder))
    if not check:
        page.write_text(text, encoding="utf-8")
    elif not page.exists() or page.read_text(encoding="utf-8") != text:
        sys.exit("docs/coverage.md is out of date. Run: caremail coverage")


def _check_channels() -> None:
    """Read the channels' settings here too: the servers would be started again and again."""
    from bot.channels.teams.settings import TeamsSettings
    from bot.channels.website.settings import WebsiteSettings

    WebsiteSettings.from_environment()
    TeamsSettings.from_environment()


def _check_port(settings: Settings) -> None:
    from bot.processes.ports import is_taken

    try:
        taken = is_taken(settings.host, settings.port)
    except OSError as error:
        where = f"HOST {settings.host!r} with PORT {settings.port}"
        raise SettingError(f"{where} cannot be used: {error.strerror}.") from error
    if taken:
        raise SettingError(f"Port {settings.port} is taken. Choose another one: PORT=5006 make run")


def _trained_model(settings: Settings) -> Path:
    """Give the model, trained in a process of its own: Rasa would stay in this one's memory."""
    from bot.nlu.training_inputs import model_path
    from bot.processes.assistant import quiet_environment
    from bot.processes.bound import bound

    model = model_path(settings)
    if not model.exists():
        click.echo("Training: this takes some minutes, once.")
        command = bound([sys.executable, "-m", "bot.cli", "train"])
        if subprocess.run(command, env=quiet_environment(), check=False).returncode:  # noqa: S603
            sys.exit("The training failed: see above.")
    return model


@contextmanager
def _running_assistant(settings: Settings) -> Iterator[str]:
    """Give the address of the assistant that runs, or of one that lives as long as the block."""
    from bot.processes.assistant import address
    from bot.processes.bound import bound
    from bot.processes.ports import answers, free_port, wait_until

    where = address(settings)
    if answers(f"{where}/webhooks/rest/"):
        yield where
        return
    _trained_model(settings)
    port = free_port()
    where = f"http://127.0.0.1:{port}"
    click.echo("Starting: about 20 seconds ...")
    own = subprocess.Popen(  # noqa: S603 - our own command
        bound([sys.executable, "-m", "bot.cli", "run"]),
        env={**os.environ, "HOST": "127.0.0.1", "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        rest = f"{where}/webhooks/rest/"
        if not wait_until(lambda: answers(rest), 180, lambda: own.poll() is None):
            sys.exit("The assistant did not start: see above.")
        yield where
    finally:
        own.terminate()
        own.wait()


if __name__ == "__main__":
    main()
