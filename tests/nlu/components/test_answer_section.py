"""Who asks on about the topic that was just answered gets the part that tells what they ask."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import FOLLOW_UPS
from bot.nlu.components.answer_section import ANSWER_PART, AnswerSection
from bot.nlu.follow_up_files import NOT_ANSWERED, REPLY, Asked, FollowUps
from bot.nlu.sections import SectionModel
from tests.nlu.components.graph import Graph, Reader, said

TOPIC = "mfa"
NO_PHONE = "No phone for the second step"
WITHOUT = "Without it"
ASKED = (
    Asked(TOPIC, "I have no phone", NO_PHONE),
    Asked(TOPIC, "some of us have no mobile phone", NO_PHONE),
    Asked(TOPIC, "what is the second step once more", REPLY),
    Asked(TOPIC, "tell me the step again", REPLY),
    Asked(TOPIC, "does it cost anything", NOT_ANSWERED),
    Asked(TOPIC, "how much does it cost us", NOT_ANSWERED),
    Asked("leaver", "our nurse has left", REPLY),
)
SECTION = {"section": NO_PHONE, "known": True, "again": True}
REPLY_AGAIN = {"section": None, "known": True, "again": True}
TOPICS = ("leaver", "password_reset")
UNKNOWN = {"section": None, "known": False, "again": True}


def _answered(topic: str = TOPIC, **more: Any) -> list[Event]:
    custom = {"kind": "answer", "topic": topic, **more}
    return [UserUttered("what is it"), BotUttered("words", data={"custom": custom})]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The component, trained on what is asked behind one answer of the project."""
    graph = Graph(tmp_path_factory.mktemp("sections"))
    behind = FollowUps(TOPIC, ASKED, (NO_PHONE, WITHOUT))
    graph.train(AnswerSection, {}, TrainingData([Message({FOLLOW_UPS: behind})]))
    return graph


def _noted(
    graph: Graph, featuriser: Reader, text: str, before: list[Event], intent: str = TOPIC
) -> Any:
    message = featuriser.read(said(text, **{INTENT: {"name": intent}}))
    tracker = DialogueStateTracker.from_events("somebody", before)
    [found] = graph.load(AnswerSection, {"beside": 0.5}).process([message], tracker)
    return found.get(ANSWER_PART)


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        pytest.param("but we have no phones", SECTION, id="a section"),
        pytest.param("No phone for the second step", SECTION, id="a heading"),
        pytest.param("what was the second step again", REPLY_AGAIN, id="the reply"),
        pytest.param("what will it cost", UNKNOWN, id="nothing"),
    ],
)
def test_the_part_that_tells_it_is_noted(
    graph: Graph, featuriser: Reader, text: str, noted: dict[str, Any]
) -> None:
    """A section, the reply once more, or that neither tells it."""
    assert _noted(graph, featuriser, text, _answered()) == noted


def test_a_section_is_not_shown_twice(graph: Graph, featuriser: Reader) -> None:
    """What was shown already helps no more."""
    before = [*_answered(), *_answered(section=NO_PHONE)]

    assert _noted(graph, featuriser, "but we have no phones", before) != SECTION


def test_the_reply_is_shown_once_more_at_most(graph: Graph, featuriser: Reader) -> None:
    """Who asks a third time is not helped by it."""
    text, once_more = "what was the second step again", [*_answered(), *_answered(section=None)]

    assert _noted(graph, featuriser, text, once_more) == UNKNOWN
    assert _noted(graph, featuriser, text, [*_answered(), *_answered(**UNKNOWN)]) == REPLY_AGAIN


@pytest.mark.parametrize("before", [[], _answered("aup")], ids=["at first", "behind another"])
def test_a_section_may_stand_beside_the_first_answer(
    graph: Graph, featuriser: Reader, before: list[Event]
) -> None:
    """Who asks at first for what a section tells gets it at once."""
    found = _noted(graph, featuriser, "we have no phones", before)

    assert found == {"section": NO_PHONE, "known": True, "again": False}


@pytest.mark.parametrize(
    ("text", "before", "intent"),
    [
        pytest.param("what is the second step", [], TOPIC, id="the reply tells it"),
        pytest.param("how much does it cost", [], TOPIC, id="nothing tells it"),
        pytest.param("we want this on a tablet", [], TOPIC, id="a section that is unlikely"),
        pytest.param("thanks", _answered(), "thanks", id="it is no topic"),
        pytest.param("/mfa", _answered(), TOPIC, id="a button"),
    ],
)
def test_without_a_section_the_answer_is_given(
    graph: Graph, featuriser: Reader, text: str, before: list[Event], intent: str
) -> None:
    """Nothing is noted where the whole answer is given, and it alone."""
    assert _noted(graph, featuriser, text, before, intent) is None


def test_examples_are_for_the_reply(prepared: TrainingData, tmp_path: Path) -> None:
    """What people ask at first is told by the reply, unless follow_ups/ knows a section for it."""
    behind = FollowUps("leaver", (Asked("leaver", "take a leaver off our mailbox", "Access"),))
    graph = Graph(tmp_path)
    data = [*prepared.training_examples, Message({FOLLOW_UPS: behind})]
    graph.train(AnswerSection, {}, TrainingData(data))

    model = SectionModel.load(tmp_path / "AnswerSection")

    parts = {topic: {part for owner, part in model.parts if owner == topic} for topic in TOPICS}
    assert parts == {"leaver": {"Access", REPLY}, "password_reset": {REPLY}}
    assert model.weights.shape[0] == 4 * 8


def test_without_anything_to_learn_from_the_reply_is_said_again(
    featuriser: Reader, tmp_path: Path
) -> None:
    """A bot without follow_ups/ works."""
    graph = Graph(tmp_path)
    graph.train(AnswerSection, {}, TrainingData([Message({TEXT: "hello", INTENT: "greet"})]))

    assert _noted(graph, featuriser, "but we have no phones", _answered()) == REPLY_AGAIN
