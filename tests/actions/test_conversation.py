"""The actions around the answers: small talk with the themes, and what was not understood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ruamel.yaml import YAML

from actions.conversation import ActionNotUnderstood, ActionSayWithThemes, last_outcome
from bot.knowledge.catalogue import Catalogue
from bot.settings import PROJECT
from tests.actions.conftest import Event, conversation, messages

USER = {"event": "user", "text": "asked"}


def bot(outcome: str | None) -> Event:
    """Give a reply as Rasa keeps it."""
    custom = {"kind": "notice", "outcome": outcome} if outcome else {"kind": "answer"}
    return {"event": "bot", "text": "said", "data": {"custom": custom, "buttons": None}}


def intents_with_themes() -> list[str]:
    """Give the intents that the rules answer with the themes."""
    rules = YAML(typ="safe").load((PROJECT / "data/stories/conversation.yml").read_text("utf-8"))
    return [
        rule["steps"][0]["intent"]
        for rule in rules["rules"]
        if rule["steps"][1]["action"] == ActionSayWithThemes().name()
    ]


@pytest.mark.parametrize("intent", intents_with_themes())
async def test_small_talk_comes_with_the_themes(
    intent: str, domain: dict[str, Any], catalogue: Catalogue, understood: Callable[[str], bool]
) -> None:
    """Each such intent has its response, and a working button for every theme."""
    [reply] = await messages(ActionSayWithThemes(), conversation(intent))

    assert reply["response"] == f"utter_{intent}"
    assert reply["response"] in domain["responses"]
    assert [button["title"] for button in reply["buttons"]] == list(catalogue.themes.values())
    assert all(understood(button["payload"]) for button in reply["buttons"])


def test_the_rules_use_the_themes() -> None:
    """The test above has something to test."""
    assert "greet" in intents_with_themes()


def filled(catalogue: Catalogue, phrase: str) -> str:
    """Give a phrase with the helpdesk's details."""
    desk = catalogue.contacts["helpdesk"]
    return catalogue.phrases[phrase].format(phone=desk.phone, email=desk.email, hours=desk.hours)


@pytest.mark.parametrize(
    ("events", "known", "phrase"),
    [
        ([], {}, "not_understood"),
        ([], {"known_words": 1.0}, "not_understood"),
        ([], {"known_words": 0.5}, "not_understood"),
        ([], {"known_words": 0.49}, "not_english"),
        ([], {"known_words": 0.0}, "not_english"),
        ([USER, bot("not_understood")], {}, "not_understood_again"),
        ([USER, bot("not_understood")], {"known_words": 0.0}, "not_understood_again"),
        ([USER, bot("not_understood"), USER, bot(None)], {}, "not_understood"),
        ([USER, bot("not_understood"), USER, bot("small_talk")], {}, "not_understood"),
        ([USER, bot(None), USER, bot("not_understood")], {}, "not_understood_again"),
    ],
)
async def test_what_was_not_understood_gets_the_right_sentence(
    events: list[Event], known: dict[str, Any], phrase: str, catalogue: Catalogue
) -> None:
    """First a plain sentence or one about English, and the second time in a row the helpdesk."""
    [reply] = await messages(ActionNotUnderstood(), conversation("nlu_fallback", events, **known))

    assert reply["text"] == filled(catalogue, phrase)
    assert reply["custom"] == {"kind": "notice", "outcome": "not_understood"}
    assert [button["title"] for button in reply["buttons"]] == list(catalogue.themes.values())


async def test_the_second_time_names_the_helpdesk(catalogue: Catalogue) -> None:
    """Who is not understood twice gets a number to phone."""
    [reply] = await messages(
        ActionNotUnderstood(), conversation("nlu_fallback", [USER, bot("not_understood")])
    )

    assert str(catalogue.contacts["helpdesk"].phone) in reply["text"]


@pytest.mark.parametrize(
    ("events", "outcome"),
    [
        ([], None),
        ([USER], None),
        ([{"event": "bot", "text": "said"}], None),
        ([{"event": "bot", "text": "said", "data": None}], None),
        ([{"event": "bot", "text": "said", "data": {"custom": None}}], None),
        ([bot(None)], None),
        ([bot("clinical")], "clinical"),
        ([bot("clinical"), USER, {"event": "action", "name": "action_listen"}], "clinical"),
        ([bot("not_understood"), bot("site_asked")], "not_understood"),
    ],
)
def test_the_last_outcome_is_that_of_the_latest_reply(
    events: list[Event], outcome: str | None
) -> None:
    """Whatever form Rasa gives an event, the latest reply's outcome is found."""
    assert last_outcome(events) == outcome
