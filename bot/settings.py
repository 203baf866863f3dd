"""What can be set from outside: each value has a name in the environment and a default."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
FOLLOW_UP_FILES = PROJECT / "follow_ups"
_DATABASE = f"sqlite:///{PROJECT / 'var' / 'caremail.db'}"
_HIGHEST_PORT = 65_535
_SHORTEST_SECRET = 32  # characters; as many bytes as the signatures have
_LONGEST_ACTION = 50.0  # seconds; the channels themselves give a request up after 60


class SettingError(Exception):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """The settings of one process.

    Args:
        host: address that the assistant listens on (`HOST`).
        port: its port (`PORT`).
        database_url: SQLAlchemy URL of the conversation log (`DATABASE_URL`).
        action_server_url: where Rasa finds the action server (`ACTION_SERVER_URL`).
        action_timeout: seconds until a slow action is given up (`ACTION_TIMEOUT`).
        ods_directory: which interface of the ODS directory is asked: off, ord or r4
            (`ODS_DIRECTORY`).
        ods_directory_url: its address, where it is not the public one (`ODS_DIRECTORY_URL`).
        ods_directory_key: the application's key, for r4 (`ODS_DIRECTORY_KEY`).
        keep_days: after how many days `caremail forget-conversations` deletes (`KEEP_DAYS`).
        sites_an_hour: how many different sites a visitor of the website may look up in an hour
            (`SITES_AN_HOUR`).
        sites_a_conversation: the same for a whole conversation (`SITES_A_CONVERSATION`).
        signing_secret: signs what visitors get (`SIGNING_SECRET`); without one, a secret is made
            and kept in `var`. Several servers need the same.
        tensorflow: whether Rasa imports TensorFlow and other large libraries, which nothing of
            ours needs (`TENSORFLOW`).
        knowledge_folder: the answers.
        var: everything that the programs write.
    """

    host: str
    port: int
    database_url: str = field(repr=False)  # may hold a password
    action_server_url: str
    action_timeout: float
    ods_directory: str = "ord"
    ods_directory_url: str | None = None
    ods_directory_key: str | None = field(default=None, repr=False)
    keep_days: int = 30
    sites_an_hour: int = 5
    sites_a_conversation: int = 20
    signing_secret: str | None = field(default=None, repr=False)
    tensorflow: bool = False
    knowledge_folder: Path = PROJECT / "knowledge"
    var: Path = PROJECT / "var"

    @property
    def encoder_folder(self) -> Path:
        """Where the sentence encoder is built."""
        return self.var / "encoder"

    @property
    def models_folder(self) -> Path:
        """Where trained models are kept."""
        return self.var / "models"

    @classmethod
    def from_environment(cls) -> Settings:
        """Read the environment; a variable that is empty counts as one that is not set.

        Raises:
            SettingError: a value cannot be used; the message names the variable.
        """
        env = {name: value for name, value in os.environ.items() if value}
        port = _port(env.get("PORT", "5005"))
        return cls(
            host=env.get("HOST", "127.0.0.1"),
            port=port,
            database_url=_url("DATABASE_URL", env.get("DATABASE_URL", _DATABASE)),
            action_server_url=env.get("ACTION_SERVER_URL", "http://127.0.0.1:5055/webhook"),
            action_timeout=_seconds("ACTION_TIMEOUT", env.get("ACTION_TIMEOUT", "10")),
            ods_directory=env.get("ODS_DIRECTORY", "ord"),
            ods_directory_url=env.get("ODS_DIRECTORY_URL"),
            ods_directory_key=env.get("ODS_DIRECTORY_KEY"),
            keep_days=_count("KEEP_DAYS", env.get("KEEP_DAYS", "30")),
            sites_an_hour=_count("SITES_AN_HOUR", env.get("SITES_AN_HOUR", "5")),
            sites_a_conversation=_count(
                "SITES_A_CONVERSATION", env.get("SITES_A_CONVERSATION", "20")
            ),
            signing_secret=_secret("SIGNING_SECRET", env.get("SIGNING_SECRET")),
            tensorflow=_switch("TENSORFLOW", env.get("TENSORFLOW", "off")),
        )


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _HIGHEST_PORT:
        raise SettingError(
            f"PORT is {text!r}. Give a number from 1 to {_HIGHEST_PORT}, such as 5005."
        )
    return int(text)


def _url(name: str, text: str) -> str:
    if "://" not in text:  # the value itself stays unsaid: it may hold a password
        raise SettingError(f"{name} is no address. Give one such as sqlite:////tmp/caremail.db.")
    return text


def _seconds(name: str, text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= _LONGEST_ACTION:
        raise SettingError(
            f"{name} is {text!r}. Give seconds, more than 0 and at most {_LONGEST_ACTION:g}."
        )
    return seconds


def _count(name: str, text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise SettingError(f"{name} is {text!r}. Give a whole number from 1, such as 5.")
    return int(text)


def _switch(name: str, text: str) -> bool:
    if text not in ("on", "off"):
        raise SettingError(f"{name} is {text!r}. Give on or off.")
    return text == "on"


def _secret(name: str, text: str | None) -> str | None:
    if text is not None and len(text) < _SHORTEST_SECRET:  # the value itself stays unsaid
        raise SettingError(
            f"{name} has {len(text)} characters. Give at least {_SHORTEST_SECRET} random"
            " ones, such as `openssl rand -hex 32` prints."
        )
    return text
