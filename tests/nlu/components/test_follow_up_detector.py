"""The chance that a message needs the topic before it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import SENTENCE
from bot.nlu.components.follow_up_detector import (
    FOLLOW_UP_CHANCE,
    FOLLOW_UP_INTENT,
    FollowUpDetector,
)
from bot.nlu.components.sentence_featuriser import SentenceFeaturiser
from tests.nlu.components.graph import Graph, Reader, said

FOLLOW_UPS = [
    "and on my phone?",
    "how long does that take",
    "what if she has one already",
    "and who do I ring about it",
    "is it the same for nights",
    "do I need to tell them",
    "can he do that himself",
    "where is that button",
]


@pytest.fixture(scope="module")
def trained_detector(
    tmp_path_factory: pytest.TempPathFactory,
    trained_spelling: Graph,
    pipeline: dict[str, dict[str, Any]],
    training_data: TrainingData,
) -> Reader:
    """A detector that learned from a few follow-ups beside the questions."""
    messages = [Message({TEXT: text, INTENT: FOLLOW_UP_INTENT}) for text in FOLLOW_UPS]
    messages += [Message(dict(message.data)) for message in training_data.training_examples]
    data = trained_spelling.prepare(SentenceFeaturiser, {}, TrainingData(messages))
    graph, config = Graph(tmp_path_factory.mktemp("detector")), pipeline["FollowUpDetector"]
    graph.train(FollowUpDetector, config, data)
    return graph.node(FollowUpDetector, config, "load")


def test_a_follow_up_is_told_from_a_question(featuriser: Reader, trained_detector: Reader) -> None:
    """What nobody can understand alone gets a higher chance than what says all it needs."""

    def chance(text: str) -> float:
        found: float = trained_detector.read(featuriser.read(said(text))).get(FOLLOW_UP_CHANCE)
        return found

    depending = [chance(text) for text in ("and how long is that", "and on the tablet?")]
    clear = [chance(text) for text in ("I lost my password", "where is our shared mailbox")]
    assert 0.0 < max(clear) < min(depending) < 1.0


def test_the_small_encoder_is_enough(featuriser: Reader, trained_detector: Reader) -> None:
    """A follow-up costs nothing of the large encoder's time."""
    message = trained_detector.read(featuriser.read(said("and on my phone?")))

    assert not message.get(SENTENCE).has("large")


def test_the_chance_leaves_the_pipeline(featuriser: Reader, trained_detector: Reader) -> None:
    """The chance is part of what the parsed message shows."""
    read = trained_detector.read(featuriser.read(said("hello")))

    assert FOLLOW_UP_CHANCE in read.output_properties


def test_an_empty_message_follows_nothing(featuriser: Reader, trained_detector: Reader) -> None:
    """A message without text has no chance to depend on another, and nothing fails."""
    assert trained_detector.read(featuriser.read(said(""))).get(FOLLOW_UP_CHANCE) == 0.0


def test_a_button_is_no_follow_up(trained_detector: Reader) -> None:
    """What a button sends needs no context."""
    assert trained_detector.read(said("/mfa")).get(FOLLOW_UP_CHANCE) is None


def test_an_untrained_detector_finds_nothing(featuriser: Reader, tmp_path: Path) -> None:
    """Without training no message depends on another, and nothing fails."""
    node = Graph(tmp_path).node(FollowUpDetector, {}, "create")

    assert node.read(featuriser.read(said("and on my phone?"))).get(FOLLOW_UP_CHANCE) == 0.0
