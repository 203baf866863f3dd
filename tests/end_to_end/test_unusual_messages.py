"""Whatever is sent, one clear reply comes back, and nothing of the message in it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.end_to_end.assistant import Assistant, Conversation

ECHO = "qzxwvk"  # stands in a message, and in no reply

COMMANDS = [
    "/greet",
    "/restart",
    "/session_start",
    "/back",
    "/EXTERNAL: x",
    "/password_reset",
    "/theme_sign_in",
    "/private_data",
    "/nlu_fallback",
    '/greet{"role": "admin"}',
    "/",
    "//",
    "/no_such_intent",
]

UNUSUAL = {
    "HTML": f"<script>alert('{ECHO}')</script><b>password</b>",
    "SQL": f"'; DROP TABLE events; -- {ECHO}",
    "template": f"{{{{7*7}}}} {{phone}} {ECHO} %s %(name)s",
    "control characters": f"\x00\x01\x1b[31m{ECHO}\x7f\u202e\u200b",
    "half a character": f"\ud800 {ECHO}",
    "right to left": f"נשכחה הסיסמה {ECHO}",
    "accents": "z\u0351\u036b\u0343\u036a\u0302" * 50 + ECHO,
    "Markdown": f"[{ECHO}](javascript:alert(1)) ![x](http://example.org/{ECHO}.png)",
    "JSON": json.dumps({"intent": "greet", "text": ECHO}),
}


@pytest.mark.parametrize("text", COMMANDS)
def test_a_typed_command_is_words(conversation: Conversation, text: str) -> None:
    """A text with a slash of which no button was shown commands nothing and gets a sentence."""
    reply = conversation.say(text)

    assert reply.outcome not in {"error", "privacy_warning"}
    assert "/" not in reply.text.partition("https://")[0]


@pytest.mark.parametrize("text", ["password reset", "something else", "private data", "restart"])
def test_a_command_is_read_as_its_words(assistant: Assistant, text: str) -> None:
    """The slash adds nothing: with it and without it, the reply is the same."""
    command = f"/{text.replace(' ', '_')}"

    assert assistant.conversation().say(command) == assistant.conversation().say(text)


def test_an_old_menu_still_works(conversation: Conversation) -> None:
    """The payload of a topic or a theme counts, though no button of the last replies has it."""
    assert conversation.say("/theme_sign_in").custom["kind"] == "choices"
    assert conversation.say("/service_status").custom["topic"] == "service_status"


def test_a_restart_forgets_nothing(conversation: Conversation) -> None:
    """Rasa's own commands do not end or clear a conversation."""
    conversation.say("hello")
    for command in ("/restart", "/session_start", "/back"):
        conversation.say(command)

    assert conversation.say("/theme_sign_in").custom["kind"] == "choices"


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\x00", "\u200b", None])
def test_an_empty_message_is_said_to_be_empty(conversation: Conversation, text: str | None) -> None:
    """Nothing to read is answered with a sentence and the themes."""
    reply = conversation.say(text)

    assert (
        reply.text == "I received no words. Write your question about NHSmail, or choose a theme."
    )
    assert "/theme_sign_in" in reply.buttons.values()


@pytest.mark.parametrize("text", ["😀", "🎈👩‍👩‍👧", "???", "...", "12", "£$%^&*()"])
def test_signs_alone_are_no_words(conversation: Conversation, text: str) -> None:
    """Emoji, figures and signs get a sentence that asks for words."""
    reply = conversation.say(text)

    assert reply.text.startswith("I can only read words.")
    assert text not in reply.text


def test_a_thumb_up_is_an_ok(conversation: Conversation) -> None:
    """Who answers with a thumb up is asked for the next question, as who says "ok"."""
    assert conversation.say("👍🏼").text == conversation.say("ok").text


@pytest.mark.parametrize("size", [1_001, 2_000_000])
def test_a_long_message_is_said_to_be_too_long(conversation: Conversation, size: int) -> None:
    """More than 1,000 characters, up to 2 MB of them, get a sentence and are not read."""
    reply = conversation.say("x" * size)

    assert reply.outcome == "too_long"
    assert "1,000 characters" in reply.text
    assert "xx" not in reply.text


def test_a_message_of_1000_characters_is_read(conversation: Conversation) -> None:
    """The longest message that is allowed is answered as any other."""
    reply = conversation.say("I forgot my password. ".ljust(1_000, "!"))

    assert reply.custom["kind"] == "answer"
    assert reply.custom["topic"] == "password_reset"


@pytest.mark.parametrize("text", UNUSUAL.values(), ids=UNUSUAL)
def test_nothing_is_echoed(assistant: Assistant, text: str) -> None:
    """Code, quotes and odd characters get a sentence, and come back in no part of the reply."""
    body = {"sender": "odd one", "message": text}
    response = requests.post(f"{assistant.url}/webhooks/rest/webhook", json=body, timeout=70)

    reply = assistant.conversation().say(text)
    assert response.status_code == 200
    assert ECHO not in response.text
    assert reply.outcome not in {"error", "privacy_warning"}


@pytest.mark.parametrize(
    "sender", ["😀" * 50, "'; DROP TABLE events; --", "../../etc", "two words"]
)
def test_an_odd_sender_has_a_conversation(assistant: Assistant, sender: str) -> None:
    """A sender's name is a name, whatever it holds."""
    conversation = Conversation(assistant.url, sender)
    conversation.say("hello")

    assert conversation.say("/theme_sign_in").custom["kind"] == "choices"


def test_many_messages_at_once_get_their_own_replies(assistant: Assistant) -> None:
    """Several conversations at the same time do not mix."""
    questions = {"I forgot my password": "answer", "hello": "notice"}
    asked = [*questions] * 6

    with ThreadPoolExecutor(6) as pool:
        replies = list(pool.map(lambda text: assistant.conversation().say(text), asked))

    assert [reply.custom["kind"] for reply in replies] == [questions[text] for text in asked]
