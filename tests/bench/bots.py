"""The two bots that are compared: ours, and one with Rasa's default pipeline and policies."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from bot.nlu.encoder import KINDS
from bot.processes.assistant import quiet_environment
from bot.processes.ports import answers, free_port, wait_until
from bot.settings import PROJECT, Settings

_LONGEST_START = 300.0
_DEFAULT_CONFIG = Path(__file__).with_name("default_bot.yml")
_BYTES = 1024


@dataclass(frozen=True)
class Running:
    """A bot that runs.

    Args:
        url: of its REST webhook.
        processes: the first of its processes; their children belong to it too.
        first_answer: seconds from its start to its first answer.
    """

    url: str
    processes: tuple[int, ...]
    first_answer: float

    def ask(self, sender: str, text: str) -> list[dict[str, object]]:
        """Send a message; give the replies."""
        return _ask(self.url, sender, text)

    def memory(self) -> float:
        """Give the memory of all its processes in MB: the proportional set size."""
        return sum(map(_memory, _family(self.processes))) / _BYTES


@dataclass(frozen=True)
class Bot:
    """A bot that can be trained and started.

    Args:
        name: for the table.
        train: trains it from nothing.
        run: runs it, in a folder for what it writes.
    """

    name: str
    train: Callable[[], None]
    run: Callable[[Path], Iterator[Running]]


def train_ours() -> None:
    """Train our model without anything kept from an earlier training, the built encoders aside."""
    settings = Settings.from_environment()
    for kind in KINDS.values():
        (settings.encoder_folder / kind.version / "examples.npz").unlink(missing_ok=True)
    _call([sys.executable, "-m", "bot.cli", "train", "--force"])


def train_ours_again() -> None:
    """Train as after a changed example, whose vector alone is not kept."""
    _call([sys.executable, "-m", "bot.cli", "train", "--force"])


def train_nothing() -> None:
    """Train as after a changed answer: our model does not hold the answers' words."""
    _call([sys.executable, "-m", "bot.cli", "train"])


@contextmanager
def ours(folder: Path) -> Iterator[Running]:
    """Run our assistant as `make run` does."""
    port = free_port()
    env = {
        "PORT": str(port),
        "HOST": "127.0.0.1",
        "DATABASE_URL": f"sqlite:///{folder}/ours.db",
        "ODS_DIRECTORY": "off",
    }
    # A database in use, not a new one: the first start of all loads the sample.
    _call([sys.executable, "-m", "bot.cli", "load-sample"], env)
    with _started([[sys.executable, "-m", "bot.cli", "run"]], env, port) as running:
        yield running


def train_default() -> None:
    """Train the bot with Rasa's defaults on the same examples, rules and topics."""
    home = _default_home()
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    _call(
        [
            *(sys.executable, "-m", "rasa", "train", "--force", "--config", str(_DEFAULT_CONFIG)),
            *("--domain", str(PROJECT / "domain.yml"), "--data", str(PROJECT / "data")),
            *("--out", str(home), "--fixed-model-name", "default"),
        ]
    )


@contextmanager
def default(folder: Path) -> Iterator[Running]:
    """Run `rasa run` with Rasa's own REST channel and tracker store, and our action server."""
    port, actions = free_port(), free_port()
    (folder / "credentials.yml").write_text("rest:\n", encoding="utf-8")
    endpoints = {
        "action_endpoint": {"url": f"http://127.0.0.1:{actions}/webhook"},
        "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": f"{folder}/default.db"},
    }
    (folder / "endpoints.yml").write_text(json.dumps(endpoints), encoding="utf-8")
    python = [sys.executable, "-m"]
    commands = [
        [*python, "actions", "--port", str(actions)],
        [
            *(*python, "rasa", "run", "--model", str(_default_home() / "default.tar.gz")),
            *("--credentials", f"{folder}/credentials.yml"),
            *("--endpoints", f"{folder}/endpoints.yml"),
            *("--port", str(port), "--interface", "127.0.0.1"),
        ],
    ]
    with _started(commands, {}, port) as running:
        yield running


@contextmanager
def _started(commands: list[list[str]], env: dict[str, str], port: int) -> Iterator[Running]:
    url, start = f"http://127.0.0.1:{port}", time.perf_counter()
    processes = [
        subprocess.Popen(
            command,
            env={**quiet_environment(), **env},
            cwd=PROJECT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for command in commands
    ]
    try:
        ready = wait_until(
            lambda: answers(f"{url}/webhooks/rest/") and _answers_text(url),
            _LONGEST_START,
            lambda: all(process.poll() is None for process in processes),
        )
        if not ready:
            sys.exit(f"{commands[-1]} did not start.")
        pids = tuple(process.pid for process in processes)
        yield Running(url, pids, time.perf_counter() - start)
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def _ask(url: str, sender: str, text: str) -> list[dict[str, object]]:
    response = requests.post(
        f"{url}/webhooks/rest/webhook", json={"sender": sender, "message": text}, timeout=120
    )
    response.raise_for_status()
    replies: list[dict[str, object]] = response.json()
    return replies


def _answers_text(url: str) -> bool:
    return bool(_ask(url, "first", "How do I reset my password?"))


def _call(command: list[str], env: Mapping[str, str] | None = None) -> None:
    log = Settings.from_environment().var / "bench.log"
    with log.open("wb") as output:
        done = subprocess.run(
            command,
            env={**quiet_environment(), **(env or {})},
            cwd=PROJECT,
            check=False,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    if done.returncode:
        sys.exit(f"{command} failed: see {log}.")


def _default_home() -> Path:
    return Settings.from_environment().var / "bench"


def _family(processes: tuple[int, ...]) -> Iterator[int]:
    for pid in processes:
        yield pid
        for task in Path(f"/proc/{pid}/task").iterdir():
            children = (task / "children").read_text(encoding="ascii").split()
            yield from _family(tuple(map(int, children)))


def _memory(pid: int) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))


OURS = Bot("this assistant", train_ours, ours)
DEFAULT = Bot("Rasa's defaults", train_default, default)
