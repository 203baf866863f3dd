"""What was said before counts, and two questions get two answers."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from bot.knowledge.catalogue import Catalogue
from tests.end_to_end.assistant import Conversation


def _customs(conversation: Conversation, text: str) -> list[dict[str, Any]]:
    body = {"sender": conversation.sender, "message": text}
    response = requests.post(f"{conversation.url}/webhooks/rest/webhook", json=body, timeout=70)
    return [message["custom"] for message in response.json() if "custom" in message]


def test_two_questions_get_two_answers(conversation: Conversation) -> None:
    """Both are answered in one reply, in the order asked, each with its own payload."""
    text = "How do I reset my password? Also, how big may my mailbox get?"

    answers = _customs(conversation, text)

    assert [answer["topic"] for answer in answers] == ["password_reset", "mailbox_quota"]


def test_a_follow_up_is_understood(conversation: Conversation) -> None:
    """The device alone says nothing; behind the shared mailbox it does."""
    conversation.say("How do I open the shared mailbox in my browser?")

    reply = conversation.say("and on my phone?")

    assert reply.custom["topic"] == "shared_mailbox_mobile"


def test_who_asks_on_gets_more_and_not_the_same_again(
    conversation: Conversation, catalogue: Catalogue
) -> None:
    """A section of the answer's More comes in place of the words that stand above."""
    first = conversation.say("What is the second step at log in?")

    reply = conversation.say("and if I have no phone for it?")

    assert first.custom["topic"] == reply.custom["topic"] == "mfa"
    section = "No phone for the second step"
    assert reply.custom["section"] == section
    assert reply.text == f"**{section}**\n\n{catalogue.topics['mfa'].sections[section]}"
    assert first.text not in reply.text


@pytest.mark.parametrize("text", ["cant log in", "I cannot log in to my nhs email"])
def test_who_cannot_log_in_chooses_why(conversation: Conversation, text: str) -> None:
    """The commonest opening of all gets at least two of the likeliest reasons."""
    reply = conversation.say(text)

    offered = {*reply.custom.get("topics", []), reply.custom.get("topic")}
    offered |= set(reply.custom.get("alternatives", []))
    assert len(offered & {"password_reset", "account_locked", "account_deleted"}) > 1


def test_without_a_topic_a_follow_up_is_not_answered(conversation: Conversation) -> None:
    """The same words at the start of a conversation are not taken for the mailbox on a phone."""
    reply = conversation.say("and on my phone?")

    assert reply.custom.get("topic") != "shared_mailbox_mobile"


def test_a_correction_gets_other_topics(conversation: Conversation) -> None:
    """What was answered is not offered again; choosing one of the others answers it."""
    first = conversation.say("How do I open our shared mailbox?")
    shown = first.custom.get("topic")

    reply = conversation.say("no, that's not what I meant")

    assert reply.custom["kind"] == "choices"
    assert shown not in reply.custom["topics"]
    chosen = conversation.say(next(iter(reply.buttons.values())))
    assert chosen.custom["topic"] == reply.custom["topics"][0]


def test_an_emergency_is_heard_in_any_conversation(conversation: Conversation) -> None:
    """The topic before makes an emergency no less urgent."""
    conversation.say("How do I set up the second step when I log in?")

    reply = conversation.say("hang on, a resident is not breathing")

    assert reply.outcome == "clinical"
