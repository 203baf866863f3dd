"""The REST channel of a real server."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from tests.channels.conftest import RasaServer


def test_the_channel_says_that_it_is_there(rasa_server: RasaServer) -> None:
    """GET / is what other programs ask to see whether the assistant answers."""
    response = requests.get(f"{rasa_server.url}/", timeout=20)

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


def test_a_reply_has_texts_buttons_and_payloads(rasa_server: RasaServer) -> None:
    """A reply comes in the documented form, for the sender who asked."""
    assert rasa_server.say("hello", "form") == [
        {
            "recipient_id": "form",
            "text": "Hello.",
            "buttons": [{"title": "Tell me more", "payload": "/more"}],
        },
        {"recipient_id": "form", "custom": {"kind": "notice"}},
    ]


def test_a_text_with_blank_lines_is_one_message(rasa_server: RasaServer) -> None:
    """Paragraphs and lists stay together, with or without buttons."""
    assert [message["text"] for message in rasa_server.say("news", "lines")] == [
        "First part.\n\n- a list\n\nLast part."
    ]


def test_actions_reply(rasa_server: RasaServer) -> None:
    """A reply may come from the action server."""
    assert [message["text"] for message in rasa_server.say("question", "asks")] == ["Answered."]


def test_a_conversation_belongs_to_its_sender(rasa_server: RasaServer) -> None:
    """What one sender was shown, another one cannot press."""
    rasa_server.say("hello", "first")

    assert rasa_server.say("/more", "first")[0]["text"] == "More."
    assert rasa_server.say("/more", "second")[0]["text"] == "Something else."


@pytest.mark.parametrize("body", [{"message": "hello"}, {"message": "hello", "sender": None}])
def test_the_sender_may_be_missing(rasa_server: RasaServer, body: dict[str, Any]) -> None:
    """Without a sender each message is a conversation of its own."""
    replies = [rasa_server.post(body) for _ in range(2)]

    assert [reply.status_code for reply in replies] == [200, 200]
    first, second = (reply.json()[0] for reply in replies)
    assert first["text"] == second["text"] == "Hello."
    assert first["recipient_id"] != second["recipient_id"]


@pytest.mark.parametrize(
    "body", [{"sender": "empty"}, {"sender": "empty", "message": None}, {"message": ""}]
)
def test_a_missing_message_is_an_empty_one(rasa_server: RasaServer, body: dict[str, Any]) -> None:
    """No message gets the sentence for empty messages."""
    assert [message["text"] for message in rasa_server.post(body).json()] == ["Empty."]


@pytest.mark.parametrize(
    "body",
    [
        {"sender": "s", "message": 5},
        {"sender": "s", "message": ["hello"]},
        {"sender": "s", "message": {"text": "hello"}},
        {"sender": "s", "message": True},
        {"sender": 5, "message": "hello"},
        {"sender": ["s"], "message": "hello"},
        {"sender": "s" * 256, "message": "hello"},
        {"sender": "\ud800", "message": "hello"},
        {"sender": "a\x00b", "message": "hello"},
        {"sender": "a\nb", "message": "hello"},
        [],
        [{"sender": "s", "message": "hello"}],
        "hello",
        5,
        None,
    ],
    ids=lambda body: repr(body)[:50],
)
def test_what_is_no_message_is_refused(rasa_server: RasaServer, body: Any) -> None:
    """A body of another form gets a 400 that says, in JSON, what is wrong."""
    response = rasa_server.post(body)

    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/json"
    assert response.json()["message"]


@pytest.mark.parametrize("body", [b"", b"{", b"hello", b'{"message": "hello"', b"\xff\xfe"])
def test_broken_json_is_refused(rasa_server: RasaServer, body: bytes) -> None:
    """What is no JSON gets a 400 in JSON."""
    response = requests.post(f"{rasa_server.url}/webhook", data=body, timeout=20)

    assert response.status_code == 400
    assert response.json()["status"] == 400


def test_other_methods_are_refused(rasa_server: RasaServer) -> None:
    """Nobody can send a message with a GET, where it would stand in the address."""
    response = requests.get(f"{rasa_server.url}/webhook?message=hello", timeout=20)

    assert response.status_code == 405


def test_half_characters_do_no_harm(rasa_server: RasaServer) -> None:
    """Half of an emoji, as a faulty program may cut it, is dropped."""
    assert rasa_server.say("hello \ud83d", "halves")[0]["text"] == "Hello."


def test_a_long_sender_is_accepted(rasa_server: RasaServer) -> None:
    """The database keeps senders of 255 characters."""
    assert rasa_server.say("hello", "s" * 255)[0]["text"] == "Hello."
