"""The command `caremail`: what it says, and how it ends."""

from __future__ import annotations

import dataclasses
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot.cli import _ELSEWHERE, main
from bot.knowledge.catalogue import load_catalogue
from bot.nlu.training import TrainingError
from bot.processes.ports import free_port
from bot.settings import PROJECT, Settings
from tests.knowledge.folder import edit, line_with, small_folder
from tests.local_server import local_server

CAREMAIL = str(Path(sys.executable).with_name("caremail"))
RESET_FILE = "topics/sign_in/reset.md"

HELP = {
    "run": "Start the assistant; Ctrl-C ends it.",
    "shell": "Chat in the terminal",
    "train": "Train the model if its inputs changed.",
    "check-content": "Check the knowledge and the texts of domain.yml",
    "check-data": "Check domain, rules and examples",
    "coverage": "Write docs/coverage.md",
    "import-report": "Read an activity report, CSV or XLSX",
    "snapshots": "List the snapshots in the store",
    "forget-conversations": "Delete conversations that are older than KEEP_DAYS",
    "forget-snapshot": "Remove the snapshot of a day",
    "load-sample": "Load the invented reports",
    "report": "Write the report of an AREA",
    "teams-package": "Write the app package for Microsoft Teams",
    "site": "Print how the site with an ODS CODE stands.",
}
READ_KNOWLEDGE = ["run", "shell", "train", "check-content", "coverage"]


def caremail(*arguments: str, typed: str = "") -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, arguments, input=typed)


def failure(result: Result) -> str:
    """Give what a command said that ended with exit code 1, not with a traceback."""
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    return result.output.strip()


@pytest.fixture
def broken_knowledge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings with an invented knowledge folder in which one related topic does not exist."""
    folder = small_folder(tmp_path)
    edit(folder / RESET_FILE, "related: [locked]", "related: [nowhere]")
    use_knowledge(folder, monkeypatch)
    return folder


def use_knowledge(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands read another knowledge folder, and listen on a port that is free."""
    monkeypatch.setenv("PORT", str(free_port()))
    settings = dataclasses.replace(Settings.from_environment(), knowledge_folder=folder)
    monkeypatch.setattr(Settings, "from_environment", lambda: settings)


def test_every_command_has_its_help_tested() -> None:
    """A new command is added here too."""
    assert main.list_commands(click.Context(main)) == sorted(HELP)


@pytest.mark.parametrize("name", _ELSEWHERE)
def test_a_command_of_another_module_is_there_under_its_name(name: str) -> None:
    """Each one is found where it is said to be, and calls itself as it is called."""
    found = main.get_command(click.Context(main), name)

    assert isinstance(found, click.Command)
    assert found.name == name
    assert name not in main.commands


def test_the_help_lists_the_commands_and_the_settings() -> None:
    """`caremail --help` names each command, and where the settings come from."""
    result = caremail("--help")

    assert result.exit_code == 0
    assert "HOST, PORT, DATABASE_URL" in result.output
    for command in HELP:
        assert f"\n  {command} " in result.output


@pytest.mark.parametrize("command", HELP)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_each_command_has_a_help(command: str, flag: str) -> None:
    """The help says what the command does, and nothing is done."""
    result = caremail(command, flag)

    assert result.exit_code == 0
    assert HELP[command] in " ".join(result.output.split())


def test_an_unknown_command_is_a_wrong_use() -> None:
    """A command that does not exist ends with click's exit code 2 and is named."""
    result = caremail("fly")

    assert result.exit_code == 2
    assert "No such command 'fly'" in result.output


def test_the_installed_command_is_light() -> None:
    """The command is installed, and reads neither Rasa nor TensorFlow to show its help."""
    shown = subprocess.run([CAREMAIL, "--help"], capture_output=True, text=True, check=True)
    heavy = {"rasa", "tensorflow", "rasa_sdk", "sqlalchemy", "matplotlib", "openpyxl"}
    code = f"import sys, bot.cli; print({heavy} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert shown.stdout.startswith("Usage: caremail")
    assert loaded.stdout.decode().strip() == "set()"


@pytest.mark.parametrize("command", READ_KNOWLEDGE)
def test_a_wrong_setting_is_a_sentence(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command that reads the settings names the variable that is wrong."""
    monkeypatch.setenv("PORT", "five")

    expected = "PORT is 'five'. Give a number from 1 to 65535, such as 5005."
    assert failure(caremail(command)) == expected


@pytest.mark.parametrize(
    ("name", "value"), [("TRUSTED_PROXIES", "many"), ("TEAMS_AUTH", "no"), ("TEAMS_APP_ID", "bot")]
)
def test_a_wrong_setting_of_a_channel_ends_the_start(name: str, value: str) -> None:
    """It is told once, before any server is started."""
    ended = CliRunner().invoke(main, ["run"], env={name: value})

    assert ended.exit_code == 1
    assert name in str(ended.exception) or name in ended.output
    assert "Starting" not in ended.output


def test_a_taken_port_is_a_sentence() -> None:
    """The real command says which port is taken and what to type, and starts nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        ended = subprocess.run(
            [CAREMAIL, "run"],
            env={"PORT": str(port)},
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )

    assert ended.returncode == 1
    assert ended.stderr == f"Port {port} is taken. Choose another one: PORT=5006 make run\n"
    assert ended.stdout == ""


def test_an_address_that_is_not_ours_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A HOST that this machine does not have is not taken for a taken port."""
    port = free_port()
    monkeypatch.setenv("HOST", "203.0.113.9")
    monkeypatch.setenv("PORT", str(port))

    expected = (
        f"HOST '203.0.113.9' with PORT {port} cannot be used: Cannot assign requested address."
    )
    assert failure(caremail("run")) == expected


@pytest.mark.parametrize("command", READ_KNOWLEDGE)
def test_wrong_knowledge_is_named_with_file_and_line(command: str, broken_knowledge: Path) -> None:
    """Each command that reads the knowledge says file:line: reason, and does nothing else."""
    path = broken_knowledge / RESET_FILE
    line = line_with(path, "related: [nowhere]")

    expected = f"{path}:{line}: The related topic `nowhere` is not another topic."
    assert failure(caremail(command)) == expected


def test_the_texts_follow_the_content_rules() -> None:
    """The project's own knowledge passes, and is counted."""
    topics = len(load_catalogue(PROJECT / "knowledge").topics)
    result = caremail("check-content")

    assert result.exit_code == 0
    assert result.output == f"{topics} topics follow the content rules.\n"


def test_a_text_against_the_rules_is_named_with_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every problem has a line of its own, in the knowledge and in domain.yml."""
    folder = Path(shutil.copytree(PROJECT / "knowledge", tmp_path / "knowledge"))
    path = folder / "topics" / "sign_in" / "password_reset.md"
    edit(path, "title: Reset a forgotten password", "title: Reset a forgotten password?")
    contacts = folder / "contacts.yml"
    changed = contacts.read_text(encoding="utf-8").replace("helpdesk@nhs.net", "desk@example.org")
    contacts.write_text(changed, encoding="utf-8")
    use_knowledge(folder, monkeypatch)

    result = caremail("check-content")

    problems = result.output.splitlines()
    line = line_with(path, "Reset a forgotten password?")
    assert result.exit_code == 1
    assert f"{path}:{line}: A title is not a question." in problems
    # The changed contact is not the one that domain.yml gives.
    assert any(
        problem.startswith(f"{PROJECT / 'domain.yml'}:")
        and problem.endswith(": helpdesk@nhs.net is not in knowledge/contacts.yml.")
        for problem in problems
    )


def test_the_page_of_coverage_is_up_to_date() -> None:
    """`coverage --check` passes on the page that is kept, and says nothing."""
    result = caremail("coverage", "--check")

    assert result.exit_code == 0
    assert result.output == ""


def test_the_page_of_coverage_is_written_and_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing or old page fails the check and stays as it is; written anew, it passes."""
    monkeypatch.setattr("bot.cli.PROJECT", tmp_path)
    page = tmp_path / "docs" / "coverage.md"
    page.parent.mkdir()
    out_of_date = "docs/coverage.md is out of date. Run: caremail coverage"

    assert failure(caremail("coverage", "--check")) == out_of_date
    assert not page.exists()

    page.write_text("old", encoding="utf-8")
    assert failure(caremail("coverage", "--check")) == out_of_date
    assert page.read_text(encoding="utf-8") == "old"

    assert caremail("coverage").exit_code == 0
    assert caremail("coverage", "--check").exit_code == 0
    assert page.read_text(encoding="utf-8").startswith("# What the answers cover\n")


def test_a_training_that_fails_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """When Rasa makes no model the command says so and fails."""

    def fail(settings: Settings, *, force: bool) -> Path:
        raise TrainingError(f"No model, force {force}.")

    monkeypatch.setattr("bot.nlu.training.train", fail)

    assert failure(caremail("train")) == "No model, force False."
    assert failure(caremail("train", "--force")) == "No model, force True."


def test_the_shell_talks_to_the_assistant_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an assistant answers at HOST and PORT, no other one is started."""
    with local_server() as assistant:
        assistant.answer([{"text": "Hello from the assistant that runs."}])
        monkeypatch.setenv("PORT", assistant.url.rpartition(":")[2])

        result = caremail("shell", typed="hello\n/quit\n")

    assert result.exit_code == 0
    assert "Hello from the assistant that runs." in result.output
    assert "Starting" not in result.output
    assert [body["message"] for body in assistant.asked] == ["hello"]
