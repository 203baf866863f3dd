"""Who asks on about the topic that was just answered gets the section that fits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT

from bot.nlu.components import SENTENCE, knowledge
from bot.nlu.components.answer_section import AGAIN, AnswerSection
from bot.nlu.floats import Floats
from bot.nlu.sentence import Sentence
from tests.nlu.components.graph import said

TOPIC = "mfa"
NO_PHONE = "No phone for the second step"


def _encode(text: str) -> Floats:
    """Know phones and questions about anything else, which are near to no answer."""
    known = [1, 0, 0] if "no phone" in text.lower() else [0, 1, 0]
    return np.array([0, 0, 1] if text == "and now" else known, dtype=np.float32)


def _answered(topic: str = TOPIC, section: str | None = None) -> list[Event]:
    custom = {"kind": "answer", "topic": topic, "section": section}
    return [UserUttered("what is it"), BotUttered("words", data={"custom": custom})]


@pytest.fixture
def component(pipeline: dict[str, dict[str, Any]]) -> AnswerSection:
    """The component as config.yml sets it, with the project's own answers."""
    return AnswerSection(pipeline["AnswerSection"], knowledge().topics)


def _noted(component: AnswerSection, text: str, before: list[Event], intent: str = TOPIC) -> Any:
    sentence = Sentence(text, {"small": _encode, "large": _encode})
    message = said(text, **{SENTENCE: sentence, INTENT: {"name": intent}})
    tracker = DialogueStateTracker.from_events("somebody", before)
    [found] = component.process([message], tracker)
    return found.get(AGAIN)


def test_the_section_that_fits_is_noted(component: AnswerSection) -> None:
    """What is known beyond the reply stands in a section."""
    assert _noted(component, "I have no phone", _answered()) == {"section": NO_PHONE}


def test_a_section_is_not_shown_twice(component: AnswerSection) -> None:
    """What was shown already helps no more than the reply does."""
    before = [*_answered(), *_answered(section=NO_PHONE)]

    assert _noted(component, "I have no phone", before) == {"section": None}


def test_what_no_section_fits_is_only_known_to_be_asked_again(component: AnswerSection) -> None:
    """Nothing that is known is near to it."""
    assert _noted(component, "and now", _answered()) == {"section": None}


@pytest.mark.parametrize(
    ("text", "before", "intent"),
    [
        pytest.param("I have no phone", [], TOPIC, id="nothing was answered"),
        pytest.param("I have no phone", _answered("aup"), TOPIC, id="another topic was"),
        pytest.param("thanks", _answered(), "thanks", id="it is no topic"),
        pytest.param("/mfa", _answered(), TOPIC, id="a button"),
    ],
)
def test_a_topic_that_was_not_just_answered_gets_its_answer(
    component: AnswerSection, text: str, before: list[Event], intent: str
) -> None:
    """Only who asks on needs something else than the answer."""
    assert _noted(component, text, before, intent) is None
