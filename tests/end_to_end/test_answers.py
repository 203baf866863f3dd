"""What a user asks, and what comes back from the whole assistant."""

from __future__ import annotations

import re

import pytest

from bot.knowledge.catalogue import Catalogue
from bot.knowledge.replies import source_date
from tests.end_to_end.assistant import Assistant, Conversation

HELPDESK = "0333 200 1133"


def test_a_question_gets_its_answer(conversation: Conversation, catalogue: Catalogue) -> None:
    """A question in plain words is answered with its topic, its sources and their dates."""
    reply = conversation.say("I forgot my password")

    topic = catalogue.topics["password_reset"]
    cited = [catalogue.sources[citation.source] for citation in topic.header.sources]
    assert reply.custom["kind"] == "answer"
    assert reply.custom["topic"] == "password_reset"
    assert reply.custom["checked"] == topic.header.checked.isoformat()
    assert {(source["title"], source["date"]) for source in reply.custom["sources"]} == {
        (source.title, source_date(source)) for source in cited
    }
    assert reply.text.startswith(topic.reply)
    assert HELPDESK in reply.text
    assert not re.search(r"[{}]|\bNone\b", reply.text)


def test_every_topic_is_reached_by_buttons(assistant: Assistant, catalogue: Catalogue) -> None:
    """From the greeting through the theme to the answer: each topic, and no other one."""
    reached = []
    for theme, title in catalogue.themes.items():
        conversation = assistant.conversation()
        themes = conversation.say("hello").buttons
        topics = conversation.say(themes[title])
        assert themes[title] == f"/theme_{theme}"
        assert topics.custom["kind"] == "choices"
        for payload in topics.buttons.values():
            if payload in ("/site_activity", "/area_activity"):
                continue  # a look-up, no answer
            answer = conversation.say(payload)
            assert (answer.custom["kind"], f"/{answer.custom.get('topic')}") == ("answer", payload)
            assert answer.custom["sources"], payload
            assert not re.search(r"[{}]", answer.text), payload
            reached.append(answer.custom["topic"])

    assert reached == list(catalogue.topics)


def test_every_topic_is_reached_by_its_label(assistant: Assistant, catalogue: Catalogue) -> None:
    """Who types what a button or the menu of Teams says gets that topic."""
    got = {
        name: assistant.conversation().say(topic.header.label).custom.get("topic")
        for name, topic in catalogue.topics.items()
    }

    assert got == {name: name for name in catalogue.topics}


def test_the_title_of_a_button_can_be_typed(conversation: Conversation) -> None:
    """Who types what the button says gets what it gives."""
    conversation.say("hello")
    conversation.say("logging in AND passwords")
    reply = conversation.say("i forgot my password")

    assert reply.custom["topic"] == "password_reset"


def test_a_follow_up_by_button_is_another_answer(conversation: Conversation) -> None:
    """Every button below an answer leads to the topic that it names."""
    offered = conversation.say("I forgot my password")
    assert list(offered.buttons.values()) == [f"/{topic}" for topic in offered.custom["related"]]

    for payload in offered.buttons.values():
        assert conversation.say(payload).custom["topic"] == payload.removeprefix("/")


def test_twice_not_understood_leads_to_the_helpdesk(conversation: Conversation) -> None:
    """The first time the themes are offered, the second time the helpdesk's number as well."""
    first = conversation.say("What is the capital of France")
    second = conversation.say("Which team won the football")

    assert (first.outcome, second.outcome) == ("not_understood", "not_understood")
    assert HELPDESK not in first.text
    assert HELPDESK in second.text
    assert first.buttons == second.buttons
    assert "/theme_sign_in" in second.buttons.values()


def test_a_clinical_message_is_sent_to_people(conversation: Conversation) -> None:
    """An emergency gets 999 and 111 first, and no answer about email."""
    reply = conversation.say("A resident fell and is not breathing, what do I do")

    assert reply.outcome == "clinical"
    assert "999" in reply.text
    assert "111" in reply.text


def test_polish_gets_a_sentence_about_english(conversation: Conversation) -> None:
    """Who writes in another language is asked for English, not answered at random."""
    reply = conversation.say("Zapomniałem hasła do poczty i nie mogę się zalogować")

    assert reply.outcome == "not_understood"
    assert "I only understand English" in reply.text
    assert "hasła" not in reply.text


@pytest.mark.parametrize("word", ["hello", "thank you", "bye", "are you a robot", "help"])
def test_small_talk_is_answered(conversation: Conversation, word: str) -> None:
    """Politeness gets a sentence, not a topic."""
    assert conversation.say(word).outcome == "small_talk"


def test_conversations_do_not_see_each_other(assistant: Assistant) -> None:
    """What one sender said and was shown is unknown in the conversation of another."""
    first, second = assistant.conversation(), assistant.conversation()
    said = first.say("Which team won the football")

    assert said.outcome == "not_understood"
    assert second.say("Which team won the football") == said
    assert HELPDESK in first.say("Which team won the football").text
