"""Private details are neither kept nor printed, and neither is anything else that users write."""

from __future__ import annotations

import sqlite3

import pytest

from tests.end_to_end.assistant import Assistant, Conversation

PRIVATE = {
    "phone number": ("Please call me on 07700 900461", "07700 900461"),
    "NHS number": ("Her NHS number is 999 000 0018, can I email it", "999 000 0018"),
    "email address": ("My address is jane.qzxwvk@example.org", "jane.qzxwvk"),
    "date of birth": ("He was born on 12/03/1941", "12/03/1941"),
    "password": ("my password is Qzxwvk77 and it does not work", "Qzxwvk77"),
}


def kept(assistant: Assistant) -> bytes:
    """Give every byte of the database's files, also what was deleted and not yet cleared."""
    files = assistant.database.parent.glob(f"{assistant.database.name}*")
    return b"".join(path.read_bytes() for path in files)


@pytest.mark.parametrize(("text", "secret"), PRIVATE.values(), ids=PRIVATE)
def test_private_details_are_not_kept(
    assistant: Assistant, conversation: Conversation, text: str, secret: str
) -> None:
    """The reply says why nothing was answered; the secret is in no file and in no log."""
    reply = conversation.say(text)

    assert reply.outcome == "privacy_warning"
    assert secret not in reply.text
    assert conversation.sender.encode() in kept(assistant)
    for written in (secret, secret.replace(" ", "")):
        assert written.encode() not in kept(assistant)
        assert written not in assistant.logged()


def test_the_conversation_goes_on_without_them(conversation: Conversation) -> None:
    """After a warning the question alone is answered."""
    conversation.say(PRIVATE["password"][0])

    assert conversation.say("I forgot my password").custom["topic"] == "password_reset"


def test_a_public_number_is_not_private(conversation: Conversation) -> None:
    """The helpdesk's own number and address may be written."""
    reply = conversation.say("Is 0333 200 1133 or helpdesk@nhs.net the right helpdesk")

    assert reply.outcome != "privacy_warning"


def test_a_question_is_kept_in_the_database_and_not_printed(
    assistant: Assistant, conversation: Conversation
) -> None:
    """Conversations belong in the database alone; the log holds no text of theirs."""
    question = "I forgot my password for wimbleford"
    reply = conversation.say(question)

    with sqlite3.connect(assistant.database) as database:
        (count,) = database.execute(
            "SELECT count(*) FROM events WHERE sender_id = ? AND instr(data, ?)",
            (conversation.sender, question),
        ).fetchone()
    assert count == 1
    assert "wimbleford" not in assistant.logged()
    assert reply.text.splitlines()[0] not in assistant.logged()
