"""The action server as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner

import actions.server
from actions.__main__ import main
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.problems import KnowledgeError, Problem
from bot.processes.ports import answers, free_port, wait_until
from bot.settings import PROJECT

WRITTEN = "what users write stays secret"


@pytest.fixture(scope="module")
def log_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that the action server writes."""
    return tmp_path_factory.mktemp("actions") / "log"


@pytest.fixture(scope="module")
def port(log_file: Path) -> Iterator[int]:
    """The port of the real action server, started as the assistant starts it."""
    port = free_port()
    with (
        log_file.open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", "actions", "--port", str(port)],
            cwd=PROJECT,
            env={**os.environ, "LOG_LEVEL": "DEBUG", **own_store(log_file.parent)},
            stdout=log,
            stderr=log,
        ) as process,
    ):
        health = f"http://127.0.0.1:{port}/health"
        started = wait_until(lambda: answers(health), 60, lambda: process.poll() is None)
        try:
            assert started, log_file.read_text(encoding="utf-8")
            yield port
        finally:
            process.terminate()
            process.wait(20)


def own_store(folder: Path) -> dict[str, str]:
    """Give the settings of a server that keeps to a folder and asks no directory."""
    return {"DATABASE_URL": f"sqlite:///{folder / 'caremail.db'}", "ODS_DIRECTORY": "off"}


def call(port: int, action: str, intent: str) -> requests.Response:
    """Ask for an action as Rasa does."""
    message = {"text": WRITTEN, "intent": {"name": intent}, "entities": []}
    tracker = {
        "sender_id": "someone",
        "slots": {},
        "latest_message": message,
        "events": [{"event": "user", "text": WRITTEN}],
    }
    body: dict[str, Any] = {"next_action": action, "tracker": tracker, "version": "3.6.21"}
    return requests.post(f"http://127.0.0.1:{port}/webhook", json=body, timeout=20)


def test_the_server_runs_every_action_of_the_domain(port: int, domain: dict[str, Any]) -> None:
    """The server starts and lists the actions that the domain names."""
    listed = requests.get(f"http://127.0.0.1:{port}/actions", timeout=20).json()

    assert {entry["name"] for entry in listed} == set(domain["actions"])


def test_the_server_answers_and_logs_no_text(
    port: int, log_file: Path, catalogue: Catalogue
) -> None:
    """An answer, an error reply and an unknown action leave no text of the user in the log."""
    answered = call(port, "action_answer_topic", "mfa").json()["responses"]
    failed = call(port, "action_answer_topic", "no_topic_of_ours").json()["responses"]
    unknown = call(port, "action_of_nobody", "mfa")

    assert answered[0]["text"].startswith(catalogue.topics["mfa"].reply)
    assert [reply["response"] for reply in failed] == ["utter_error"]
    assert unknown.status_code == 404
    log = log_file.read_text(encoding="utf-8")
    assert "action_answer_topic failed with KeyError" in log
    assert WRITTEN not in log


def test_the_server_looks_sites_up(port: int) -> None:
    """The store is opened at the start: who asks for a site is asked for its code."""
    said = call(port, "action_look_up_site", "site_activity").json()

    assert [reply["custom"]["outcome"] for reply in said["responses"]] == ["site_asked"]
    assert {event["name"]: event["value"] for event in said["events"]} == {
        "sites_seen": {},
        "site_asked": 1,
    }


def test_the_server_listens_on_its_own_address_only(port: int) -> None:
    """Nobody outside this machine can run actions."""
    with pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.2:{port}/health", timeout=5)


def test_the_process_loads_neither_rasa_nor_tensorflow() -> None:
    """The action server stays light: it starts at once and takes little memory."""
    code = (
        "import sys, actions.server; "
        "from rasa_sdk.executor import ActionExecutor; "
        "ActionExecutor().register_package('actions'); "
        "print(sorted({'rasa', 'tensorflow', 'numpy', 'onnxruntime'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert done.stdout.strip() == "[]"


def test_wrong_knowledge_ends_the_start_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server without answers does not start; what is wrong is said without a traceback."""

    def fail() -> Catalogue:
        raise KnowledgeError([Problem(Path("topic.md"), 3, "This is wrong.")])

    monkeypatch.setattr(actions.server, "knowledge", fail)

    ended = CliRunner().invoke(main, ["--port", str(free_port())])

    assert ended.exit_code == 1
    assert "This is wrong." in str(ended.exception) + ended.output


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("ODS_DIRECTORY", "fax", "ODS_DIRECTORY is 'fax'. Give off, ord or r4."),
        ("ODS_DIRECTORY", "r4", "ODS_DIRECTORY is r4, and ODS_DIRECTORY_KEY is not set."),
        ("SITES_AN_HOUR", "few", "SITES_AN_HOUR is 'few'."),
        ("DATABASE_URL", "no address", "DATABASE_URL is no address."),
        ("DATABASE_URL", f"sqlite:///{__file__}/caremail.db", f"The folder {__file__} cannot be"),
    ],
)
def test_a_setting_that_cannot_be_used_ends_the_start(
    name: str, value: str, sentence: str, tmp_path: Path
) -> None:
    """A server that could look nothing up does not start; what is wrong is said in a sentence."""
    ended = subprocess.run(
        [sys.executable, "-m", "actions", "--port", str(free_port())],
        cwd=PROJECT,
        env={**os.environ, **own_store(tmp_path), name: value},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert ended.returncode == 1
    assert ended.stderr.startswith(sentence)
    assert "Traceback" not in ended.stderr
