"""A model that is trained in seconds, and what stands around it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from bot.processes.assistant import quiet_environment
from bot.processes.ports import answers, free_port, wait_until
from bot.settings import PROJECT
from tests.channels.local_server import Answer, LocalServer, answering

CONFIG = """
recipe: default.v1
language: en
assistant_id: tiny
pipeline:
  - name: KeywordIntentClassifier
  - name: FallbackClassifier
policies:
  - name: RulePolicy
"""

DATA = r"""
version: "3.1"
nlu:
  - {intent: greet, examples: "- hello\n- hi"}
  - {intent: news, examples: "- news\n- latest"}
  - {intent: ask, examples: "- question\n- ask"}
rules:
  - {rule: greet, steps: [{intent: greet}, {action: utter_greet}]}
  - {rule: news, steps: [{intent: news}, {action: utter_news}]}
  - {rule: more, steps: [{intent: more}, {action: utter_more}]}
  - {rule: ask, steps: [{intent: ask}, {action: action_ask}]}
  - {rule: other, steps: [{intent: nlu_fallback}, {action: utter_other}]}
  - {rule: empty, steps: [{intent: empty_message}, {action: utter_empty_message}]}
  - {rule: wordless, steps: [{intent: no_words}, {action: utter_no_words}]}
  - {rule: long, steps: [{intent: too_long}, {action: utter_too_long}]}
  - {rule: private, steps: [{intent: private_data}, {action: utter_private_data}]}
"""

DOMAIN = r"""
version: "3.1"
intents: [greet, news, more, ask, nlu_fallback, empty_message, no_words, too_long, private_data]
actions: [action_ask]
responses:
  utter_greet:
    - text: Hello.
      buttons: [{title: Tell me more, payload: /more}]
      custom: {kind: notice}
  utter_news: [{text: "First part.\n\n- a list\n\nLast part.\n"}]
  utter_more: [{text: More.}]
  utter_other: [{text: Something else.}]
  utter_empty_message: [{text: Empty.}]
  utter_no_words: [{text: No words.}]
  utter_too_long: [{text: Too long.}]
  utter_private_data: [{text: Private.}]
  utter_error: [{text: Something went wrong., custom: {kind: notice, outcome: error}}]
"""


@dataclass
class RasaServer:
    """The Rasa server in a process of its own.

    Args:
        url: the REST channel.
        log_file: all that it writes.
        database: where it keeps the conversations.
    """

    url: str
    log_file: Path
    database: Path

    @property
    def log(self) -> str:
        """What it wrote until now."""
        return self.log_file.read_text(encoding="utf-8")

    def post(self, body: Any) -> requests.Response:
        """Send a body to the REST channel."""
        return requests.post(f"{self.url}/webhook", json=body, timeout=20)

    def say(self, text: Any, sender: str) -> list[dict[str, Any]]:
        """Send a message of a conversation, and give the reply."""
        response = self.post({"sender": sender, "message": text})
        assert response.status_code == 200
        reply: list[dict[str, Any]] = response.json()
        return reply


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of a few rules, trained by Rasa."""
    folder = tmp_path_factory.mktemp("tiny")
    for name, text in {"config": CONFIG, "data": DATA, "domain": DOMAIN}.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("RASA_TELEMETRY_ENABLED", "false")
        patched.setenv("RASA_CACHE_DIRECTORY", str(folder / "cache"))
        from rasa.model_training import train

        result = train(
            domain=str(folder / "domain.yml"),
            config=str(folder / "config.yml"),
            training_files=[str(folder / "data.yml")],
            output=str(folder),
            fixed_model_name="tiny",
        )
    assert result.code == 0
    return folder / "tiny.tar.gz"


@pytest.fixture(scope="session")
def action_server() -> Iterator[LocalServer]:
    """An action server that answers as rasa_sdk's does."""
    with answering(
        lambda _: Answer({"events": [], "responses": [{"text": "Answered."}]})
    ) as server:
        yield server


@pytest.fixture(scope="session")
def rasa_server(
    tiny_model: Path, action_server: LocalServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RasaServer]:
    """The real server with the small model, asked by its environment for Rasa's debug lines."""
    folder, port = tmp_path_factory.mktemp("server"), free_port()
    server = RasaServer(
        f"http://127.0.0.1:{port}/webhooks/rest", folder / "log", folder / "conversations.db"
    )
    env = {
        **quiet_environment(),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{server.database}",
        "ACTION_SERVER_URL": action_server.url,
        "LOG_LEVEL": "DEBUG",
    }
    command = [sys.executable, "-m", "bot.channels", str(tiny_model)]
    with (
        server.log_file.open("wb") as log,
        subprocess.Popen(command, cwd=PROJECT, env=env, stdout=log, stderr=log) as process,
    ):
        started = wait_until(lambda: answers(f"{server.url}/"), 120, lambda: process.poll() is None)
        try:
            assert started, server.log
            yield server
        finally:
            process.terminate()
            process.wait(20)
