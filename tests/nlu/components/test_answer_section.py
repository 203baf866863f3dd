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

from bot.nlu.components import FOLLOW_UPS, knowledge
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
    [found] = graph.load(AnswerSection, AnswerSection.get_default_config()).process(
        [message], tracker
    )
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
    """Who asks for it once more is not helped by it, nor by another."""
    for before in (_answered(section=NO_PHONE), _answered(section=NO_PHONE, again=True)):
        assert _noted(graph, featuriser, "but we have no phones", before) == UNKNOWN


@pytest.mark.parametrize(
    "before",
    [
        [*_answered(), *_answered(section=None, again=True)],
        [*_answered(section=NO_PHONE), *_answered(section=None, again=True)],
    ],
    ids=["alone", "with a section at first"],
)
def test_the_reply_is_shown_once_more_at_most(
    graph: Graph, featuriser: Reader, before: list[Event]
) -> None:
    """Who asks a third time is not helped by it."""
    assert _noted(graph, featuriser, "what was the second step again", before) == UNKNOWN


def test_what_was_not_known_shows_nothing(graph: Graph, featuriser: Reader) -> None:
    """The reply was shown once, and may be shown once more."""
    before = [*_answered(), *_answered(section=None, again=True, known=False)]

    found = _noted(graph, featuriser, "what was the second step again", before)

    assert found == REPLY_AGAIN


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


def test_examples_may_name_a_section(prepared: TrainingData, tmp_path: Path) -> None:
    """What people ask at first is told by the reply, unless it stands under a section."""
    named = [
        message.as_dict() | {"metadata": {"intent": {"section": "Access"}}}
        if message.get(TEXT) == "take a leaver off our mailbox"
        else message.as_dict()
        for message in prepared.training_examples
    ]
    graph = Graph(tmp_path)
    graph.train(AnswerSection, {}, TrainingData([Message(data) for data in named]))

    model = SectionModel.load(tmp_path / "AnswerSection")

    parts = {topic: {part for owner, part in model.parts if owner == topic} for topic in TOPICS}
    assert parts == {"leaver": {"Access", REPLY}, "password_reset": {REPLY}}
    of_topics = [m for m in prepared.training_examples if m.get(INTENT) in knowledge().topics]
    assert model.weights.shape[0] == len(of_topics)


def test_without_anything_to_learn_from_the_reply_is_said_again(
    featuriser: Reader, tmp_path: Path
) -> None:
    """A bot without follow_ups/ works."""
    graph = Graph(tmp_path)
    graph.train(AnswerSection, {}, TrainingData([Message({TEXT: "hello", INTENT: "greet"})]))

    assert _noted(graph, featuriser, "but we have no phones", _answered()) == REPLY_AGAIN
