"""A conversation in a terminal with a small local server in the assistant's place."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from rich.console import Console

from bot.knowledge.catalogue import Catalogue
from bot.processes.ports import free_port
from bot.terminal.chat import Chat
from tests.local_server import LocalServer, local_server

NO_ANSWER = "The assistant does not answer. Wait a moment and try again."
CHOICES = [
    {
        "text": "Choose:",
        "buttons": [
            {"title": "I forgot my password", "payload": "/password_reset"},
            {"title": "Something else", "payload": "/something_else"},
        ],
    },
    {"custom": {"kind": "choices", "topics": ["password_reset"]}},
]


@pytest.fixture
def server() -> Iterator[LocalServer]:
    """A server in the assistant's place; it answers with two buttons."""
    with local_server() as running:
        running.answer(CHOICES)
        yield running


@pytest.fixture
def chat(server: LocalServer, console: Console, catalogue: Catalogue) -> Chat:
    """A conversation with the server."""
    return Chat(server.url, console, catalogue)


def said(server: LocalServer) -> list[Any]:
    """Give the texts that reached the server."""
    return [body["message"] for body in server.asked]


def type_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let a user type."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_a_line_is_sent_and_its_reply_drawn(
    chat: Chat, server: LocalServer, screen: io.StringIO
) -> None:
    """The words go out as they are, and the reply appears with numbered buttons."""
    chat.say("I forgot my password")

    assert said(server) == ["I forgot my password"]
    assert "Choose:" in screen.getvalue()
    assert "  2  Something else" in screen.getvalue()


def test_a_conversation_keeps_its_name(chat: Chat, server: LocalServer) -> None:
    """Every message of one chat has the same sender."""
    chat.say("hello")
    chat.say("hello again")

    first, second = (body["sender"] for body in server.asked)
    assert first == second


def test_two_conversations_have_different_names(
    server: LocalServer, console: Console, catalogue: Catalogue
) -> None:
    """A new chat does not go on with the conversation of another one."""
    for _ in range(2):
        Chat(server.url, console, catalogue).say("hello")

    first, second = (body["sender"] for body in server.asked)
    assert first != second


def test_a_number_chooses_a_button(chat: Chat, server: LocalServer) -> None:
    """The number of a button sends its payload."""
    chat.say("hello")
    chat.say("2")
    chat.say("1")

    assert said(server) == ["hello", "/something_else", "/password_reset"]


@pytest.mark.parametrize("line", ["0", "3", "-1", "1.", "99999999999999999999", "²", "one"])
def test_what_is_no_number_of_a_button_is_words(chat: Chat, server: LocalServer, line: str) -> None:
    """Other numbers and words go out as they are."""
    chat.say("hello")
    chat.say(line)

    assert said(server) == ["hello", line]


def test_a_number_before_any_button_is_words(chat: Chat, server: LocalServer) -> None:
    """At the start no button was shown, so that no number chooses one."""
    chat.say("1")

    assert said(server) == ["1"]


def test_buttons_of_an_earlier_reply_are_gone(chat: Chat, server: LocalServer) -> None:
    """Numbers mean the buttons of the latest reply alone."""
    chat.say("hello")
    server.answer([{"text": "Goodbye."}])
    chat.say("bye")
    chat.say("1")

    assert said(server) == ["hello", "bye", "1"]


def test_a_server_that_is_down_gives_a_sentence(
    console: Console, screen: io.StringIO, catalogue: Catalogue
) -> None:
    """Nobody there is one sentence, not an error."""
    Chat(f"http://127.0.0.1:{free_port()}", console, catalogue).say("hello")

    assert screen.getvalue().strip() == NO_ANSWER


@pytest.mark.parametrize(
    ("status", "body"), [(500, b"[]"), (503, b"later"), (200, b"<html>"), (200, b"")]
)
def test_a_server_that_fails_gives_a_sentence(
    chat: Chat, server: LocalServer, screen: io.StringIO, status: int, body: bytes
) -> None:
    """An error of the server, or an answer that is no JSON, is the same sentence."""
    server.status, server.body = status, body
    chat.say("hello")

    assert screen.getvalue().strip() == NO_ANSWER


def test_buttons_can_be_chosen_again_after_a_failure(chat: Chat, server: LocalServer) -> None:
    """Who got no answer to a number types it again, and still means the button on the screen."""
    chat.say("hello")
    server.status = 503
    chat.say("1")
    server.status = 200
    chat.say("1")

    assert said(server) == ["hello", "/password_reset", "/password_reset"]


@pytest.mark.parametrize("end", ["/quit", "/exit", "quit", " EXIT "])
def test_a_word_ends_the_conversation(
    chat: Chat,
    server: LocalServer,
    screen: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
    end: str,
) -> None:
    """Words to leave are not sent, and nothing after them is read."""
    type_in(monkeypatch, f"hello\n  1  \n{end}\nnever read\n")
    chat.talk()

    assert said(server) == ["hello", "/password_reset"]
    assert screen.getvalue().startswith("Ask a question about NHSmail. Type the number of a button")


def test_the_end_of_the_input_ends_the_conversation(
    chat: Chat, server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-D, or the end of a file, ends it."""
    type_in(monkeypatch, "hello\n")
    chat.talk()

    assert said(server) == ["hello"]


def test_ctrl_c_ends_the_conversation(
    server: LocalServer, catalogue: Catalogue, screen: io.StringIO
) -> None:
    """Ctrl-C at the prompt leaves without an error and without a message."""

    class Interrupted(Console):
        def input(self, *args: Any, **more: Any) -> str:
            raise KeyboardInterrupt

    Chat(server.url, Interrupted(file=screen), catalogue).talk()

    assert said(server) == []


def test_the_conversation_goes_on_after_a_failure(
    chat: Chat, server: LocalServer, screen: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that fails does not end the chat."""
    server.status = 500
    type_in(monkeypatch, "hello\nhello?\n/quit\n")
    chat.talk()

    assert said(server) == ["hello", "hello?"]
    assert screen.getvalue().count(NO_ANSWER) == 2
