"""A conversation in a terminal with a running assistant."""

from __future__ import annotations

import uuid
from typing import Any

import requests
from rich.console import Console

from bot.knowledge.catalogue import Catalogue
from bot.terminal.rendering import Message, draw

_LONGEST_ANSWER = 70  # seconds
_END = {"/quit", "/exit", "quit", "exit"}


class Chat:
    """One conversation over the REST channel."""

    def __init__(self, address: str, console: Console, catalogue: Catalogue) -> None:
        """Start a conversation of its own."""
        self._url = f"{address}/webhooks/rest/webhook"
        self._sender = f"shell-{uuid.uuid4().hex}"
        self._console = console
        self._catalogue = catalogue
        self._buttons: list[Message] = []

    def talk(self) -> None:
        """Read and answer until the user leaves with /quit, Ctrl-C or Ctrl-D."""
        phrases = self._catalogue.phrases
        self._console.print(phrases["shell_start"])
        while True:
            try:
                line = self._console.input(phrases["shell_prompt"]).strip()
            except (EOFError, KeyboardInterrupt):
                line = "/quit"
            if line.lower() in _END:
                return
            self.say(line)

    def say(self, line: str) -> None:
        """Send a line, or the button whose number it is, and draw the reply."""
        if line.isdecimal() and 1 <= int(line) <= len(self._buttons):
            line = str(self._buttons[int(line) - 1]["payload"])
        try:
            reply = self._ask(line)
        except requests.RequestException:
            self._console.print(self._catalogue.phrases["shell_no_answer"])
            return
        self._console.print()
        self._buttons = draw(self._console, self._catalogue, reply)
        self._console.print()

    def _ask(self, text: str) -> list[dict[str, Any]]:
        body = {"sender": self._sender, "message": text}
        response = requests.post(self._url, json=body, timeout=_LONGEST_ANSWER)
        response.raise_for_status()
        reply: list[dict[str, Any]] = response.json()
        return reply
