"""The actions that answer topics, offer a choice and show a theme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.answers import (
    ActionAnswerBoth,
    ActionAnswerTopic,
    ActionOfferChoices,
    ActionOfferOthers,
    ActionShowTheme,
)
from bot.knowledge.catalogue import Catalogue
from tests.actions.conftest import conversation, messages


async def test_every_topic_is_answered(
    catalogue: Catalogue, understood: Callable[[str], bool]
) -> None:
    """Each topic's intent leads to its own text, its payload and buttons that work."""
    for topic in catalogue.topics.values():
        [reply] = await messages(ActionAnswerTopic(), conversation(topic.id))

        assert reply["text"].startswith(topic.reply)
        assert reply["custom"]["kind"] == "answer"
        assert reply["custom"]["topic"] == topic.id
        assert reply["custom"]["sources"]
        assert [button["payload"] for button in reply["buttons"]] == [
            f"/{related}" for related in topic.header.related
        ]
        assert all(understood(button["payload"]) for button in reply["buttons"])


async def test_other_likely_topics_are_offered_beside_an_answer() -> None:
    """Where the pipeline doubted, the buttons are the other topics, not the related ones."""
    doubt = {"alternatives": ["mfa", "welcome_email"]}

    [reply] = await messages(
        ActionAnswerTopic(), conversation("password_reset", topic_decision=doubt)
    )

    assert reply["custom"]["topic"] == "password_reset"
    assert reply["custom"]["alternatives"] == ["mfa", "welcome_email"]
    assert [button["payload"] for button in reply["buttons"]] == ["/mfa", "/welcome_email"]


@pytest.mark.parametrize(
    ("part", "text"),
    [
        pytest.param(
            {"section": "Without it", "known": True, "again": True},
            "**Without it**\n\n{section}",
            id="a section",
        ),
        pytest.param(
            {"section": None, "known": True, "again": True},
            "{again}\n\n{reply}",
            id="the answer again",
        ),
        pytest.param({"section": None, "known": False, "again": True}, "{unknown}", id="nothing"),
        pytest.param(
            {"section": "Without it", "known": True, "again": False},
            "**Without it**\n\n{section}\n\n**{title}**\n\n{reply}",
            id="asked first, a section as well",
        ),
    ],
)
async def test_the_part_that_tells_it_is_shown(
    part: dict[str, Any], text: str, catalogue: Catalogue
) -> None:
    """The pipeline noted a section, the answer once more, or that neither tells what is asked."""
    topic, helpdesk = catalogue.topics["mfa"], catalogue.contacts["helpdesk"]

    [said] = await messages(ActionAnswerTopic(), conversation("mfa", answer_part=part))

    assert said["text"] == text.format(
        section=topic.sections["Without it"],
        reply=topic.reply,
        title=topic.header.title,
        again=catalogue.phrases["said_again"].format(phone=helpdesk.phone),
        unknown=catalogue.phrases["not_answered"].format(
            phone=helpdesk.phone, hours=helpdesk.hours
        ),
    )


@pytest.mark.parametrize("decision", [None, {}, {"alternatives": []}])
async def test_a_pressed_button_is_answered_without_a_decision(
    decision: dict[str, Any] | None, catalogue: Catalogue
) -> None:
    """A button names its topic itself: there is no doubt to offer."""
    tracker = conversation("mfa", topic_decision=decision)

    [reply] = await messages(ActionAnswerTopic(), tracker)

    assert reply["text"].startswith(catalogue.topics["mfa"].reply)
    assert reply["custom"]["alternatives"] == []


async def test_the_likely_topics_are_offered(catalogue: Catalogue) -> None:
    """The choice shows each likely topic in its order, and a way out."""
    likely = ["mfa", "password_reset", "leaver"]

    [reply] = await messages(
        ActionOfferChoices(),
        conversation("between_topics", topic_decision={"alternatives": likely}),
    )

    assert reply["text"] == catalogue.phrases["did_you_mean"]
    assert reply["custom"] == {"kind": "choices", "topics": likely}
    assert reply["buttons"] == [
        *(
            {"title": catalogue.topics[topic].header.label, "payload": f"/{topic}"}
            for topic in likely
        ),
        {"title": catalogue.phrases["something_else"], "payload": "/something_else"},
    ]


async def test_every_theme_shows_its_topics(
    catalogue: Catalogue, understood: Callable[[str], bool]
) -> None:
    """Each theme's intent offers all of its topics, and together they are all topics."""
    offered, others = [], []
    for theme, title in catalogue.themes.items():
        [reply] = await messages(ActionShowTheme(), conversation(f"theme_{theme}"))

        assert title in reply["text"]
        assert all(understood(button["payload"]) for button in reply["buttons"])
        assert reply["custom"]["kind"] == "choices"
        offered += reply["custom"]["topics"]
        pressed = [button["payload"].removeprefix("/") for button in reply["buttons"]]
        others += [intent for intent in pressed if intent not in reply["custom"]["topics"]]

    assert offered == list(catalogue.topics)
    assert others == ["site_activity", "area_activity"]


@pytest.mark.parametrize(
    ("action", "intent", "decision"),
    [
        (ActionAnswerTopic(), "no_topic_of_ours", {}),
        (ActionAnswerTopic(), None, {}),
        (ActionOfferChoices(), "between_topics", {"alternatives": ["no_topic_of_ours"]}),
        (ActionShowTheme(), "theme_of_nobody", {}),
        (ActionShowTheme(), "greet", {}),
    ],
)
async def test_what_does_not_exist_becomes_the_error_reply(
    action: ActionAnswerTopic, intent: str | None, decision: dict[str, Any]
) -> None:
    """A topic or a theme that is not in the knowledge leads to a sentence, not to silence."""
    [reply] = await messages(action, conversation(intent, topic_decision=decision))

    assert reply["response"] == "utter_error"
    assert reply["text"] is None


async def test_both_questions_are_answered_in_order(catalogue: Catalogue) -> None:
    """Two topics get two answers, each with its own payload, in the order asked."""
    asked = {"questions": ["leaver", "mfa"]}

    first, second = await messages(
        ActionAnswerBoth(), conversation("two_questions", topic_decision=asked)
    )

    assert first["text"].startswith(catalogue.topics["leaver"].reply)
    assert second["text"].startswith(catalogue.topics["mfa"].reply)
    assert [said["custom"]["topic"] for said in (first, second)] == ["leaver", "mfa"]


async def test_a_signpost_can_be_one_of_the_two() -> None:
    """What belongs to somebody else gets its sentence beside the answer."""
    asked = {"questions": ["signpost_payroll", "mfa"]}

    first, second = await messages(
        ActionAnswerBoth(), conversation("two_questions", topic_decision=asked)
    )

    assert first["response"] == "utter_signpost_payroll"
    assert second["custom"]["topic"] == "mfa"


async def test_a_correction_gets_the_next_best_topics(catalogue: Catalogue) -> None:
    """Who says that it was not meant is offered what else it may have been."""
    others = {"alternatives": ["mfa", "leaver"]}

    [reply] = await messages(
        ActionOfferOthers(), conversation("not_what_i_meant", topic_decision=others)
    )

    assert reply["text"] == catalogue.phrases["sorry_did_you_mean"]
    assert reply["custom"] == {"kind": "choices", "topics": ["mfa", "leaver"]}


async def test_a_correction_of_nothing_asks_for_other_words(
    understood: Callable[[str], bool],
) -> None:
    """Where no other topic is likely, the themes are offered."""
    [reply] = await messages(ActionOfferOthers(), conversation("not_what_i_meant"))

    assert reply["response"] == "utter_not_what_i_meant"
    assert reply["buttons"]
    assert all(understood(button["payload"]) for button in reply["buttons"])
