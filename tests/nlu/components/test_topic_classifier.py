"""The classifier ranks the topics of a message, and its confidence doubts what is foreign."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import CASCADE, READING, SENTENCE
from bot.nlu.components.topic_classifier import TopicClassifier
from bot.nlu.gate import Gate
from bot.nlu.letters import Letters
from bot.nlu.topic_model import TopicModel
from tests.nlu.components.graph import Graph, Reader, said

TOPICS = {"password_reset", "shared_mailbox_open", "leaver", "attachments"}


Classified = Callable[..., Message]


@pytest.fixture
def classified(featuriser: Reader, classifier: Reader) -> Classified:
    """Read a text with the trained classifier or with another one."""

    def read(text: str, by: Reader = classifier, **properties: Any) -> Message:
        return by.read(featuriser.read(said(text, **properties)))

    return read


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("I have lost my password, how do I get a new one", "password_reset"),
        ("a nurse has left us", "leaver"),
        ("how large may a file be that I attach", "attachments"),
        ("where is our shared mailbox in Outlook", "shared_mailbox_open"),
    ],
)
def test_a_loaded_classifier_names_the_topic(classified: Classified, text: str, topic: str) -> None:
    """A message in new words gets its topic from what was learned and kept."""
    assert classified(text).get(INTENT)["name"] == topic


def test_the_ranking_is_ordered_and_whole(classified: Classified) -> None:
    """All topics are ranked by probability, the intent is the first, and confidences fit."""
    read = classified("I forgot my password")

    ranking = read.get(INTENT_RANKING_KEY)
    assert read.get(INTENT) == ranking[0]
    assert {entry["name"] for entry in ranking} == TOPICS
    probabilities = [entry["probability"] for entry in ranking]
    assert probabilities == sorted(probabilities, reverse=True)
    assert sum(probabilities) == pytest.approx(1.0, abs=1e-4)
    confidences = [entry["confidence"] for entry in ranking]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) <= 1.0 + 1e-6
    assert {INTENT, INTENT_RANKING_KEY} <= read.output_properties


def test_the_confidence_is_the_gates(
    classified: Classified, featuriser: Reader, trained: Graph
) -> None:
    """The intent's confidence is what the kept gate says of the kept model's evidence."""
    text, kept = "I forgot my password", trained.folder / "TopicClassifier"
    model = TopicModel.load(kept / "large", Letters.load(kept))
    gate = Gate.load(kept / "large")
    vectors = featuriser.read(said(text)).get(SENTENCE).vector("large")[np.newaxis]
    expected = gate.confidence(model, [text], vectors, model.views([text], vectors))[0]

    reading = classified(text).get(CASCADE).whole("large")

    assert reading.confidence == pytest.approx(expected, abs=1e-6)
    assert reading.confidence != pytest.approx(float(reading.probabilities.max()), abs=1e-3)


@pytest.mark.parametrize(("sure", "size"), [(0.0, "small"), (1.1, "large")])
def test_the_small_encoder_decides_where_it_is_sure(
    featuriser: Reader, trained: Graph, sure: float, size: str
) -> None:
    """From the confidence in the settings on, the large encoder is spared."""
    message = featuriser.read(said("I forgot my password"))

    read = trained.node(TopicClassifier, {"sure": sure}, "load").read(message)

    assert read.get(READING) is read.get(CASCADE).whole(size)
    assert read.get(SENTENCE).has("large") is (size == "large")


def test_what_is_encoded_already_is_used(featuriser: Reader, trained: Graph) -> None:
    """Where an earlier component needed the large encoder, its word counts."""
    message = featuriser.read(said("I forgot my password"))
    message.get(SENTENCE).vector("large")

    read = trained.node(TopicClassifier, {"sure": 0.0}, "load").read(message)

    assert read.get(READING) is read.get(CASCADE).whole("large")


def test_what_belongs_nowhere_gets_less_confidence(classified: Classified) -> None:
    """A foreign question is named after some topic, but with a lower confidence than real ones."""
    known = [
        classified(text).get(INTENT)["confidence"]
        for text in ("I forgot my password", "somebody resigned, close the account")
    ]
    foreign = [
        classified(text).get(INTENT)["confidence"]
        for text in ("what shall I cook tonight", "who won the race on Sunday")
    ]

    assert min(known) > 0.5 > max(foreign)


def test_negatives_and_the_set_apart_are_no_topics(classified: Classified) -> None:
    """Neither what belongs nowhere nor an emergency can be named by the classifier."""
    for text in ("tell me a joke", "a resident has fallen and hit his head"):
        assert classified(text).get(INTENT)["name"] in TOPICS


def test_a_rank_holds_ten_at_most(
    classified: Classified, featuriser: Reader, tmp_path: Path
) -> None:
    """With more intents than ten, the ten likeliest are ranked."""
    subjects = ["tea", "bread", "rain", "shoes", "garden", "music", "horse", "paint"]
    subjects += ["train", "river", "clock", "sugar"]
    ways = ("{}", "the {}", "some {} please", "all about {}", "where is the {}")
    examples = [
        featuriser.read(said(way.format(subject), **{INTENT: subject}))
        for subject in subjects
        for way in ways
    ]
    graph = Graph(tmp_path / "many")
    graph.train(TopicClassifier, {}, TrainingData(examples))

    ranking = classified("a horse", by=graph.node(TopicClassifier, {}, "load")).get(
        INTENT_RANKING_KEY
    )

    assert len(ranking) == 10
    assert ranking[0]["name"] == "horse"


def test_a_known_intent_is_left_alone(classified: Classified) -> None:
    """What an earlier component decided is not overruled."""
    chosen = {"name": "greet", "confidence": 1.0}

    read = classified("I forgot my password", **{INTENT: chosen})

    assert read.get(INTENT) == chosen
    assert read.get(INTENT_RANKING_KEY) is None


def test_an_untrained_classifier_says_nothing(classified: Classified, trained: Graph) -> None:
    """Without training no intent is invented."""
    untrained = trained.node(TopicClassifier, {}, "create")

    assert classified("I forgot my password", by=untrained).get(INTENT) is None


@pytest.mark.parametrize(("share", "topic"), [(1.0, "password_reset"), (0.0, "leaver")])
def test_settings_reach_the_model(
    featuriser: Reader, prepared: TrainingData, tmp_path: Path, share: float, topic: str
) -> None:
    """The vector's share of the settings decides which of two views is believed."""
    graph, config = Graph(tmp_path / "storage"), {"vector_share": share}
    graph.train(TopicClassifier, config, prepared)
    message = featuriser.read(said("I forgot my password"))
    for size in ("small", "large"):
        message.get(SENTENCE).vector(size)
    message.get(SENTENCE).text = "a carer left last week"

    read = graph.node(TopicClassifier, config, "load").read(message)

    assert read.get(INTENT)["name"] == topic


def test_nothing_kept_is_a_pickle(trained: Graph) -> None:
    """All that the components keep is JSON and arrays."""
    kept = [path for path in trained.folder.rglob("*") if path.is_file()]

    assert {path.suffix for path in kept} == {".json", ".npz"}
