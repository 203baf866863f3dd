"""The settings: defaults, what the environment sets, and what it gets wrong."""

from __future__ import annotations

import re

import pytest

from bot.settings import PROJECT, SettingError, Settings

NAMES = (
    "HOST",
    "PORT",
    "DATABASE_URL",
    "ACTION_SERVER_URL",
    "ACTION_TIMEOUT",
    "TENSORFLOW",
    "ODS_DIRECTORY",
    "ODS_DIRECTORY_URL",
    "ODS_DIRECTORY_KEY",
    "SITES_AN_HOUR",
    "SITES_A_CONVERSATION",
    "SIGNING_SECRET",
)


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the machine sets."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_the_defaults_are_for_this_machine_alone() -> None:
    """Without any variable the assistant listens on 127.0.0.1 and writes below var/."""
    settings = Settings.from_environment()

    assert settings == Settings(
        host="127.0.0.1",
        port=5005,
        database_url=f"sqlite:///{PROJECT}/var/caremail.db",
        action_server_url="http://127.0.0.1:5055/webhook",
        action_timeout=10.0,
        ods_directory="ord",
        ods_directory_url=None,
        ods_directory_key=None,
        sites_an_hour=5,
        sites_a_conversation=20,
        tensorflow=False,
    )
    assert settings.knowledge_folder == PROJECT / "knowledge"
    assert settings.models_folder == PROJECT / "var" / "models"
    assert settings.encoder_folder == PROJECT / "var" / "encoder"


def test_the_environment_sets_each_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each variable reaches its setting."""
    values = (
        "192.0.2.7",
        "5006",
        "sqlite:////tmp/other.db",
        "http://other:1/webhook",
        "2.5",
        "on",
        "r4",
        "http://other:2/FHIR",
        "invented-key",
        "3",
        "8",
        "s" * 32,
    )
    for name, value in zip(NAMES, values, strict=True):
        monkeypatch.setenv(name, value)

    assert Settings.from_environment() == Settings(
        host="192.0.2.7",
        port=5006,
        database_url="sqlite:////tmp/other.db",
        action_server_url="http://other:1/webhook",
        action_timeout=2.5,
        tensorflow=True,
        ods_directory="r4",
        ods_directory_url="http://other:2/FHIR",
        ods_directory_key="invented-key",
        sites_an_hour=3,
        sites_a_conversation=8,
        signing_secret="s" * 32,
    )


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """`PORT= make run` is as good as `make run`; an empty HOST does not open every address."""
    monkeypatch.setenv(name, "")

    settings = Settings.from_environment()

    monkeypatch.delenv(name)
    assert settings == Settings.from_environment()


@pytest.mark.parametrize("port", ["1", "65535"])
def test_the_first_and_the_last_port_are_good(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    """Ports from 1 to 65535 can be chosen."""
    monkeypatch.setenv("PORT", port)
    assert Settings.from_environment().port == int(port)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "5005.0", "five", " ", "5 005", "0x50", "²"])
def test_a_wrong_port_is_named(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    """The sentence names the variable, its value, and what would be good."""
    monkeypatch.setenv("PORT", port)

    expected = f"PORT is {port!r}. Give a number from 1 to 65535, such as 5005."
    with pytest.raises(SettingError, match=f"^{re.escape(expected)}$"):
        Settings.from_environment()


@pytest.mark.parametrize(("text", "seconds"), [("0.1", 0.1), ("50", 50.0)])
def test_the_timeout_may_be_a_fraction(
    monkeypatch: pytest.MonkeyPatch, text: str, seconds: float
) -> None:
    """Up to 50 seconds can be chosen: less than the minute after which a channel gives up."""
    monkeypatch.setenv("ACTION_TIMEOUT", text)
    assert Settings.from_environment().action_timeout == seconds


@pytest.mark.parametrize("text", ["0", "-1", "50.1", "soon", "10s", "nan", "inf", "1,5"])
def test_a_wrong_timeout_is_named(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """The sentence names the variable, its value, and what would be good."""
    monkeypatch.setenv("ACTION_TIMEOUT", text)

    expected = f"ACTION_TIMEOUT is {text!r}. Give seconds, more than 0 and at most 50."
    with pytest.raises(SettingError, match=f"^{re.escape(expected)}$"):
        Settings.from_environment()


def test_a_wrong_database_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the variable; its value stays unsaid, as it may hold a password."""
    monkeypatch.setenv("DATABASE_URL", "caremail:hunter2@example.org/caremail")

    with pytest.raises(SettingError, match=r"^DATABASE_URL is no address\.") as caught:
        Settings.from_environment()
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("text", ["yes", "1", "ON", "true", " "])
def test_a_wrong_switch_is_named(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """The sentence names the variable, its value, and what would be good."""
    monkeypatch.setenv("TENSORFLOW", text)

    expected = f"TENSORFLOW is {text!r}. Give on or off."
    with pytest.raises(SettingError, match=f"^{re.escape(expected)}$"):
        Settings.from_environment()


def test_tensorflow_is_off_when_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is the default can be said as well."""
    monkeypatch.setenv("TENSORFLOW", "off")

    assert Settings.from_environment().tensorflow is False


@pytest.mark.parametrize("name", ["SITES_AN_HOUR", "SITES_A_CONVERSATION"])
@pytest.mark.parametrize("text", ["0", "-1", "2.5", "few", " ", "1e3", "²"])
def test_a_wrong_number_of_sites_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    """The sentence names the variable, its value, and what would be good."""
    monkeypatch.setenv(name, text)

    expected = f"{name} is {text!r}. Give a whole number from 1, such as 5."
    with pytest.raises(SettingError, match=f"^{re.escape(expected)}$"):
        Settings.from_environment()


def test_a_short_secret_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret that can be guessed stops the start; neither the sentence nor a print holds it."""
    monkeypatch.setenv("SIGNING_SECRET", "too-short")
    with pytest.raises(SettingError, match="SIGNING_SECRET has 9 characters") as error:
        Settings.from_environment()
    monkeypatch.setenv("SIGNING_SECRET", "hush" * 8)

    assert "too-short" not in str(error.value)
    assert "hush" not in repr(Settings.from_environment())
