"""The action server's process: rasa_sdk's own server on one address. Imports no Rasa."""

from __future__ import annotations

import os
import subprocess
import sys

from rasa_sdk import endpoint

from actions.activity import area_look_up, site_look_up, store
from actions.base import knowledge
from bot.activity.store import all_snapshots


def load_sample() -> None:
    """Give a new installation something to look at; whoever asks is told that it is invented.

    A process of its own reads the files: what that takes would stay in this one's memory.

    Raises:
        bot.activity.store.StoreError: the store cannot be opened.
    """
    if not all_snapshots(store()):
        command = [sys.executable, "-m", "bot.cli", "load-sample"]
        subprocess.run(command, check=False)  # noqa: S603 - it says itself what it cannot do


def serve(host: str, port: int) -> None:
    """Serve until the process is ended.

    Raises:
        bot.knowledge.problems.KnowledgeError: the knowledge is wrong.
        bot.activity.store.StoreError: the activity reports cannot be opened.
    """
    knowledge()
    site_look_up()
    area_look_up()
    os.environ["SANIC_HOST"] = host
    endpoint.run("actions", port=port, cors_origins=[])
