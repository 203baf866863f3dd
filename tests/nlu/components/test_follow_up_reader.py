"""What is asked behind answers teaches the model of follow-ups, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import FOLLOW_UPS, SENTENCE
from bot.nlu.components.follow_up_reader import FOLLOW_UP_READER, FollowUpReader
from bot.nlu.components.sentence_featuriser import SentenceFeaturiser
from bot.nlu.components.spelling_normaliser import SpellingNormaliser
from bot.nlu.follow_up_files import Asked, FollowUps
from tests.nlu.components.graph import Graph, Reader, said

ASKED = {
    "contact_helpdesk": [
        ("nobody picks up", "escalate"),
        ("they did not help me", "escalate"),
        ("when will they write back", "response_time"),
        ("how many days until they reply", "response_time"),
        ("is there a course instead", "training"),
    ],
    "training": [
        ("nobody understands those guides", "contact_helpdesk"),
        ("they are too long", "contact_helpdesk"),
        ("is there a course as well", "training"),
    ],
}


@pytest.fixture
def examples() -> TrainingData:
    """Follow-ups of two topics, as they are imported."""
    return TrainingData(
        [
            Message(
                {FOLLOW_UPS: FollowUps(topic, tuple(Asked(intent, text) for text, intent in asked))}
            )
            for topic, asked in ASKED.items()
        ]
    )


def test_it_learns_from_what_stands_behind_an_answer(
    examples: TrainingData, featuriser: Reader, tmp_path: Path
) -> None:
    """The trained component hands on a model that knows the answer before."""
    graph = Graph(tmp_path)
    graph.train(FollowUpReader, {}, examples)
    message = featuriser.read(said("nobody answers"))

    model = graph.process(FollowUpReader, {}, message, "load").get(FOLLOW_UP_READER)
    labels = ("contact_helpdesk", "escalate", "response_time", "training")

    sentence = message.get(SENTENCE)
    assert model.read(sentence, {"contact_helpdesk": 1.0}, labels).best == "escalate"
    assert model.read(sentence, {"training": 1.0}, labels).best == "contact_helpdesk"


def test_without_follow_ups_there_is_nothing_to_hand_on(tmp_path: Path) -> None:
    """Examples that stand by themselves are not for it."""
    graph = Graph(tmp_path)
    graph.train(FollowUpReader, {}, TrainingData([Message({TEXT: "hello", INTENT: "greet"})]))

    assert graph.process(FollowUpReader, {}, said("and?"), "load").get(FOLLOW_UP_READER) is None


def test_what_stands_behind_an_answer_teaches_no_other_component(
    examples: TrainingData, trained_spelling: Graph
) -> None:
    """It gets no sentence, so detectors and classifier pass it over."""
    alone = Message({TEXT: "I forgot my password", INTENT: "password_reset"})
    data = TrainingData([*examples.training_examples, alone])

    prepared = trained_spelling.prepare(SentenceFeaturiser, {}, data)

    with_sentence = [m for m in prepared.training_examples if m.get(SENTENCE)]
    assert [m.get(TEXT) for m in with_sentence] == ["I forgot my password"]


def test_its_spelling_is_corrected_and_teaches_no_words(
    pipeline: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    """It is read as messages are; a slip in it is not learned as a word."""
    graph, config = Graph(tmp_path), pipeline["SpellingNormaliser"]
    slip = Message({FOLLOW_UPS: FollowUps("training", (Asked("human", "nobdy is there"),) * 5)})
    data = TrainingData([slip, Message({TEXT: "nobody is here", INTENT: "human"})])
    graph.train(SpellingNormaliser, config, data)

    prepared = graph.prepare(SpellingNormaliser, config, data).training_examples

    [follow_ups] = [found for m in prepared if (found := m.get(FOLLOW_UPS))]
    assert set(follow_ups.asked) == {Asked("human", "nobody is there")}
