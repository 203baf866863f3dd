"""What a user notices when one of the assistant's processes is killed."""

from __future__ import annotations

import requests

from tests.end_to_end.assistant import LONGEST_START, Assistant

HELPDESK = "0333 200 1133"
QUESTION = "I forgot my password"
NONSENSE = "Which team won the football"


def answers(assistant: Assistant) -> bool:
    """Tell whether a question is answered now."""
    try:
        return assistant.conversation().say(QUESTION).custom["kind"] == "answer"
    except requests.ConnectionError:
        return False


def test_a_killed_action_server_is_started_again(assistant: Assistant) -> None:
    """While it is away the user is told to phone; then the same conversation goes on."""
    conversation = assistant.conversation()
    assert conversation.say(QUESTION).custom["kind"] == "answer"

    old = assistant.kill("actions")
    while_away = conversation.say(f"{QUESTION} for wimblebury")

    assert while_away.outcome == "error"
    assert HELPDESK in while_away.text
    assert assistant.becomes(lambda: answers(assistant), LONGEST_START), assistant.logged()
    assert conversation.say(QUESTION).custom["topic"] == "password_reset"
    assert assistant.server("actions") not in {old, None}
    assert "The action server died with exit code -9. Starting it again." in assistant.logged()
    assert "wimblebury" not in assistant.logged()


def test_a_killed_rasa_server_is_started_again(assistant: Assistant) -> None:
    """It comes back on its port by itself, and remembers the conversation."""
    conversation = assistant.conversation()
    first = conversation.say(NONSENSE)
    assert first.outcome == "not_understood"
    assert HELPDESK not in first.text

    old = assistant.kill("bot.channels")

    assert assistant.becomes(lambda: answers(assistant), LONGEST_START), assistant.logged()
    assert HELPDESK in conversation.say(NONSENSE).text
    assert assistant.server("bot.channels") not in {old, None}
    assert "The Rasa server died with exit code -9. Starting it again." in assistant.logged()
