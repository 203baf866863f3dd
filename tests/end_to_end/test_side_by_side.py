"""Two assistants at the same time, and the end of one of them."""

from __future__ import annotations

from pathlib import Path

from bot.processes.ports import is_taken
from tests.end_to_end.assistant import Assistant, Conversation, running

QUESTION = "I forgot my password"


def test_two_assistants_run_side_by_side(assistant: Assistant, tmp_path: Path) -> None:
    """A second one gets in nobody's way; Ctrl-C ends all of it, and nothing of the first."""
    first = assistant.conversation()
    first.say("hello")
    with running(tmp_path) as other:
        servers = {other.server("actions"), other.server("bot.channels")}
        same_sender = Conversation(other.url, first.sender)
        assert same_sender.say(QUESTION).custom["topic"] == "password_reset"
        assert first.say(QUESTION).custom["topic"] == "password_reset"
        assert not servers & set(assistant.processes())
        assert None not in servers

        assert other.interrupt() == 0

        assert other.processes() == {}
        assert not is_taken("127.0.0.1", other.port)
        assert first.say(QUESTION).custom["topic"] == "password_reset"
    printed = other.logged().splitlines()
    assert printed == [
        "Starting ...",
        "Loaded invented activity reports. A real one replaces them: docs/activity.md",
        f"Ready. Talk to it: {other.url}/webhooks/rest/webhook",
        "In a terminal: make shell. To end: Ctrl-C.",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["conversations.db", "log"]
