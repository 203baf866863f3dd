"""One real assistant, started by `caremail run`, as a user of its REST channel sees it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from bot.nlu.training_inputs import model_path
from bot.processes.ports import free_port, wait_until
from bot.settings import Settings

CAREMAIL = str(Path(sys.executable).with_name("caremail"))
LONGEST_START = 120.0  # seconds; about 20 on a machine that has nothing else to do
LONGEST_END = 30.0
_MARK = "CAREMAIL_TEST_MARK"  # in the environment of every process of one assistant


@dataclass(frozen=True)
class Reply:
    """One reply: its text, its buttons, and what it says of itself."""

    text: str
    buttons: dict[str, str]
    custom: dict[str, Any]

    @property
    def outcome(self) -> str | None:
        """What a notice is about."""
        return self.custom.get("outcome")


@dataclass
class Conversation:
    """One sender."""

    url: str
    sender: str = field(default_factory=lambda: f"test-{uuid.uuid4().hex}")

    def say(self, text: str | None) -> Reply:
        """Send a message that gets one reply."""
        replies = self.say_all(text)
        assert len(replies) == 1, replies
        return replies[0]

    def say_all(self, text: str | None) -> list[Reply]:
        """Send a message; each reply must have one text and exactly one custom payload."""
        body = {"sender": self.sender, "message": text}
        response = requests.post(f"{self.url}/webhooks/rest/webhook", json=body, timeout=70)
        assert response.status_code == 200, response.text
        messages = response.json()
        assert messages, "There is no reply."
        assert ["text" in message for message in messages] == [True, False] * (len(messages) // 2)
        return [_reply(*pair) for pair in zip(messages[::2], messages[1::2], strict=True)]


def _reply(said: dict[str, Any], payload: dict[str, Any]) -> Reply:
    """Join the two messages that the REST channel makes of one reply."""
    assert said["text"].strip(), said
    custom = payload["custom"]
    assert custom["kind"] in {"answer", "choices", "site", "area", "notice"}, payload
    buttons = said.get("buttons", [])
    titles = {button["title"]: button["payload"] for button in buttons}
    assert len(titles) == len(buttons), said
    return Reply(said["text"], titles, custom)


@dataclass(frozen=True)
class Assistant:
    """A running assistant.

    Args:
        port: where it listens.
        database: the SQLite file of its conversations.
        log: everything that its processes print.
        process: `caremail run`.
        mark: what tells its processes from others.
    """

    port: int
    database: Path
    log: Path
    process: subprocess.Popen[bytes]
    mark: str

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def conversation(self) -> Conversation:
        """Start a conversation of a sender that it does not know."""
        return Conversation(self.url)

    def logged(self) -> str:
        """Give everything that was printed until now."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def processes(self) -> dict[int, str]:
        """Give the command line of each of its processes that runs, by process id."""
        return {pid: _command(pid) for pid in _marked(f"{_MARK}={self.mark}") if _command(pid)}

    def server(self, module: str) -> int | None:
        """Give the process id of the server that `python -m module` runs, while it does."""
        found = [pid for pid, command in self.processes().items() if f" -m {module} " in command]
        assert len(found) <= 1, self.processes()
        return found[0] if found else None

    def kill(self, module: str) -> int:
        """Kill a server and wait until it is gone; give the process id that it had."""
        pid = self.server(module)
        assert pid is not None, self.processes()
        os.kill(pid, signal.SIGKILL)
        assert wait_until(lambda: pid not in self.processes(), 10, self.runs)
        return pid

    def becomes(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Wait until something is so, as long as the assistant runs."""
        return wait_until(ready, seconds, self.runs)

    def runs(self) -> bool:
        """Tell whether `caremail run` runs."""
        return self.process.poll() is None

    def interrupt(self) -> int:
        """Press Ctrl-C and wait for the end; give the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(LONGEST_END)


@contextmanager
def running(folder: Path, env: Mapping[str, str] | None = None) -> Iterator[Assistant]:
    """Run an assistant as long as the block lives, with all that it writes in one folder.

    Args:
        folder: where it writes.
        env: variables of its environment besides the usual ones; they win over those.
    """
    model = model_path(Settings.from_environment())
    assert model.exists(), "No model is trained for these inputs. Run: make train"
    with started(folder, env) as assistant:
        ready = f"Ready. Talk to it: {assistant.url}/webhooks/rest/webhook"
        assert assistant.becomes(lambda: ready in assistant.logged(), LONGEST_START), (
            assistant.logged()
        )
        yield assistant


@contextmanager
def started(folder: Path, env: Mapping[str, str] | None = None) -> Iterator[Assistant]:
    """Start an assistant without waiting until it is ready; `env` as for `running`."""
    port, mark, log = free_port(), uuid.uuid4().hex, folder / "log"
    database = folder / "conversations.db"
    variables = {
        **os.environ,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{database}",
        "ODS_DIRECTORY": "off",
        **(env or {}),
        _MARK: mark,
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [CAREMAIL, "run"],
            env=variables,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield Assistant(port, database, log, process, mark)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            process.wait(LONGEST_END)


def _marked(mark: str) -> list[int]:
    """Give the ids of the processes with a variable in their environment."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                environment = (folder / "environ").read_bytes()
            except OSError:  # ended meanwhile, or somebody else's
                continue
            if mark.encode() in environment.split(b"\0"):
                found.append(int(folder.name))
    return found


def _command(pid: int) -> str:
    """Give the command line of a process; nothing when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
