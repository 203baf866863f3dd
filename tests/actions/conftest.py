"""Conversations as Rasa tells the actions of them, and the real knowledge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from ruamel.yaml import YAML

from actions.base import CareMailAction
from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.settings import PROJECT

Event = dict[str, Any]


def conversation(
    intent: str | None,
    events: Sequence[Event] = (),
    text: str = "asked",
    *,
    slots: Mapping[str, Any] | None = None,
    channel: str = "rest",
    **parsed: Any,
) -> Tracker:
    """Give a conversation whose last message has an intent and what else was understood."""
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": 1.0},
        "entities": [],
        **parsed,
    }
    said = {"event": "user", "text": text, "parse_data": message, "input_channel": channel}
    state = {
        "sender_id": "someone",
        "slots": dict(slots or {}),
        "latest_message": message,
        "events": [*events, said],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    }
    return Tracker.from_dict(state)


async def results(
    action: CareMailAction, tracker: Tracker
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Run an action as the action server does; give what it says, and the slots that it sets."""
    dispatcher = CollectingDispatcher()
    events = await action.run(dispatcher, tracker, {})
    assert {event["event"] for event in events} <= {"slot"}
    said: list[dict[str, Any]] = dispatcher.messages
    return said, {event["name"]: event["value"] for event in events}


async def messages(action: CareMailAction, tracker: Tracker) -> list[dict[str, Any]]:
    """Run an action that sets no slot; give what it says."""
    said, slots = await results(action, tracker)
    assert slots == {}
    return said


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The knowledge that the assistant answers from."""
    return load_catalogue(PROJECT / "knowledge")


@pytest.fixture(scope="session")
def domain() -> dict[str, Any]:
    """The domain as it stands in its file."""
    text = (PROJECT / "domain.yml").read_text(encoding="utf-8")
    read: dict[str, Any] = YAML(typ="safe").load(text)
    return read


@pytest.fixture
def understood(domain: dict[str, Any], catalogue: Catalogue) -> Callable[[str], bool]:
    """Tell whether a payload names an intent that exists; {"entity": "value"} may follow."""
    intents = {
        *domain["intents"],
        *catalogue.topics,
        *(f"theme_{theme}" for theme in catalogue.themes),
    }
    return lambda payload: payload.startswith("/") and payload[1:].partition("{")[0] in intents
