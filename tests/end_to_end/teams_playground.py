"""Microsoft's Agents Playground, which stands for Teams: it starts, and is used by a browser.

It is an npm package that is installed beside the tests, from the lock file there. It listens on
every address of this machine; no option changes that.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.processes.ports import answers, free_port, wait_until

_FOLDER = Path(__file__).with_name("playground")
_PROGRAM = _FOLDER / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
_LONGEST_INSTALL = 300.0  # seconds
_LONGEST_START = 60.0
_LONGEST_REPLY = 30_000.0  # milliseconds; the first one of an assistant takes longest


@dataclass(frozen=True)
class Playground:
    """A running Playground.

    Args:
        port: where it listens.
        conversation: the id of its personal chat.
    """

    port: int
    conversation: str

    @property
    def url(self) -> str:
        """The page that a browser opens."""
        return f"http://127.0.0.1:{self.port}/"

    def activity(self, **fields: Any) -> dict[str, Any]:
        """Write an activity of its personal chat, as its own ones are."""
        return {
            "id": str(uuid.uuid4()),
            "channelId": "msteams",
            "serviceUrl": f"http://localhost:{self.port}/_connector",
            "recipient": {"id": "00000000-0000-0000-0000-00000000000011", "name": "Test Bot"},
            "from": {"id": "user-id-0", "aadObjectId": "00000000-0000-0000-0000-0000000000020"},
            "conversation": {"id": self.conversation, "conversationType": "personal"},
            **fields,
        }


@contextmanager
def playground(webhook: str, log: Path) -> Iterator[Playground]:
    """Run a Playground that talks to a bot, as long as the block lives.

    Args:
        webhook: where the bot takes activities.
        log: what the Playground prints. It writes another log of its own beside it.
    """
    node = _installed()
    port, conversation = free_port(), f"conversation-{uuid.uuid4().hex}"
    command = [node, str(_PROGRAM), "start", "-e", webhook, "-c", "msteams", "-p", str(port)]
    command += ["--conversation-id", conversation, "--disable-telemetry"]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=log.parent, stdout=output, stderr=subprocess.STDOUT)
    try:
        started = Playground(port, conversation)
        ready = wait_until(
            lambda: answers(started.url), _LONGEST_START, lambda: process.poll() is None
        )
        assert ready, log.read_text(encoding="utf-8", errors="replace")
        yield started
    finally:
        process.terminate()
        process.wait(_LONGEST_START)


def _installed() -> str:
    """Give the path of Node, with the Playground installed; skip the test where there is none."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("There is no Node.js with npm: install version 20 or later.")
    lock = _FOLDER / "package-lock.json"
    if not _PROGRAM.exists() or _PROGRAM.stat().st_ctime < lock.stat().st_mtime:
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(  # noqa: PLW1510 - what failed is told below
            command, cwd=_FOLDER, capture_output=True, text=True, timeout=_LONGEST_INSTALL
        )
        if done.returncode:
            pytest.skip(f"The Agents Playground cannot be installed: {done.stderr.strip()}")
    return node


class TeamsChat:
    """The Playground's page, as a test uses it.

    Args:
        page: a tab of the browser.
        place: the Playground.
    """

    def __init__(self, page: Page, place: Playground) -> None:
        self.page = page
        self.place = place
        self.replies = page.locator(".fai-OutputCard")

    def visit(self) -> TeamsChat:
        """Open the page: the Playground then tells the bot that it was installed."""
        self.page.goto(self.place.url, wait_until="domcontentloaded")
        self.page.get_by_role("button", name="Hide log panel").click()
        return self

    def ask(self, text: str, replies: int = 1) -> Locator:
        """Send a message, wait until so many replies are there, and give the last."""
        before = self.replies.count()
        self._write(text)
        return self._last(before + replies)

    def mention(self, text: str) -> Locator:
        """Send a message that begins with the bot's name; wait for the reply and give it."""
        before = self.replies.count()
        self._write_mention()
        self._type(f" {text}")
        self._send()
        return self._last(before + 1)

    def say_nothing_to_it(self, text: str) -> None:
        """Send a message to the others in the chat."""
        self._write(text)
        expect(self.page.get_by_text(text, exact=True).last).to_be_visible()

    def press(self, name: str, replies: int = 1) -> Locator:
        """Press the button of this name that came last; wait for the reply and give it."""
        before = self.replies.count()
        self.page.locator(".fai-OutputCard").get_by_role(
            "button", name=name, exact=True
        ).last.click()
        return self._last(before + replies)

    def first(self, replies: int = 1) -> Locator:
        """Give the last of the replies that the bot opens the chat with."""
        return self._last(replies)

    def go_to(self, chat: str) -> TeamsChat:
        """Go to another chat of the list, such as `Group Chat`."""
        self.page.get_by_role("treeitem", name=chat).click()
        return self

    def mock(self, name: str) -> None:
        """Send an activity of the menu, such as `Uninstall application`."""
        self._confirm(self._mocked(name))

    def send_activity(self, activity: Mapping[str, Any]) -> None:
        """Send an activity as it is written."""
        dialog = self._mocked("Custom activity")
        dialog.locator(".monaco-editor").first.click()
        keyboard = self.page.keyboard
        keyboard.press("Control+a")
        keyboard.insert_text(json.dumps(activity))
        keyboard.press("Control+Shift+End")  # brackets that the editor has closed by itself
        keyboard.press("Delete")
        self._confirm(dialog)

    def settled(self, replies: int) -> None:
        """Make sure that there are so many replies, now that another message was answered."""
        expect(self.replies).to_have_count(replies)

    def _last(self, count: int) -> Locator:
        expect(self.replies).to_have_count(count, timeout=_LONGEST_REPLY)
        return self.replies.last

    def _mocked(self, name: str) -> Locator:
        """Open the dialog of an activity, with its text already in the editor."""
        self.page.get_by_role("button", name="Mock an Activity").click()
        self.page.get_by_role("menuitem").filter(has_text=name).click()
        dialog = self.page.get_by_role("dialog")
        expect(dialog.locator(".view-line").first).to_be_visible()
        return dialog

    def _confirm(self, dialog: Locator) -> None:
        dialog.get_by_role("button", name="Send activity").click()
        expect(dialog).to_be_hidden()

    def _write(self, text: str) -> None:
        self._box().click()
        self._type(text)
        self._send()

    def _write_mention(self) -> None:
        self._box().click()
        self._type("@Te")
        self.page.get_by_role("menuitem", name="Test Bot").click()

    def _box(self) -> Locator:
        return self.page.get_by_role("textbox").first

    def _type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def _send(self) -> None:
        self.page.get_by_role("button", name="Send Message").click()
