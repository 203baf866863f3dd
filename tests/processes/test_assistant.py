"""The processes of one assistant, before they are started."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.processes.assistant import address, assistant, is_ready, quiet_environment
from bot.processes.ports import free_port
from bot.settings import Settings
from tests.local_server import local_server


def settings(host: str, port: int) -> Settings:
    """Give settings that differ from the defaults in host and port alone."""
    return Settings(host, port, "sqlite://", "http://127.0.0.1:9/webhook", 10)


@pytest.mark.parametrize(
    ("host", "where"),
    [
        ("127.0.0.1", "http://127.0.0.1:5005"),
        ("192.0.2.7", "http://192.0.2.7:5005"),
        ("0.0.0.0", "http://127.0.0.1:5005"),  # noqa: S104
    ],
)
def test_the_address_can_be_opened_on_this_machine(host: str, where: str) -> None:
    """Who listens on every address is reached on 127.0.0.1."""
    assert address(settings(host, 5005)) == where


def test_the_libraries_are_quiet_and_our_settings_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """No telemetry and no download, whatever the environment says; the rest is passed on."""
    monkeypatch.setenv("RASA_TELEMETRY_ENABLED", "true")
    monkeypatch.setenv("ACTION_TIMEOUT", "7")

    env = quiet_environment()

    assert env["RASA_TELEMETRY_ENABLED"] == "false"
    assert env["HF_HUB_OFFLINE"] == "1"
    assert env["ACTION_TIMEOUT"] == "7"


def test_two_assistants_have_action_servers_of_their_own(tmp_path: Path) -> None:
    """Each assistant's action server gets a port that nobody else has."""
    here = settings("127.0.0.1", free_port())
    _, first = assistant(here, tmp_path / "model.tar.gz")
    _, second = assistant(here, tmp_path / "model.tar.gz")

    assert len({first, second, f"{address(here)}/health"}) == 3


def test_an_assistant_is_ready_when_both_servers_answer() -> None:
    """One server alone is not an assistant, whichever it is."""
    nobody = f"http://127.0.0.1:{free_port()}"
    with local_server() as rasa, local_server() as actions:
        there = settings("127.0.0.1", int(rasa.url.rpartition(":")[2]))
        not_there = settings("127.0.0.1", free_port())

        assert is_ready(there, actions.url)
        assert not is_ready(there, nobody)
        assert not is_ready(not_there, actions.url)
