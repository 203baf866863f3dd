"""A small training set, and all components trained on it by Rasa's graph nodes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components.clinical_detector import ClinicalDetector
from bot.nlu.components.sentence_featuriser import SentenceFeaturiser
from bot.nlu.components.spelling_normaliser import SpellingNormaliser
from bot.nlu.components.topic_classifier import TopicClassifier
from bot.nlu.components.topic_decision import TopicDecision
from bot.nlu.encoder import SentenceEncoder
from tests.nlu.components.graph import Graph, Reader, said

EXAMPLES = {
    "password_reset": [
        "I forgot my password",
        "how do I reset my password",
        "need a new password please",
        "the password reset link never came",
        "can't remember what I log in with",
        "our senior has lost her password again",
        "I want to choose a new password",
        "forgotten password",
    ],
    "shared_mailbox_open": [
        "how do I open the shared mailbox",
        "where do I see our shared mailbox",
        "open the home's inbox next to mine",
        "I only see my own inbox, not the shared one",
        "how do carers get into the shared mailbox",
        "the shared mailbox is not on my screen",
        "show me how to add the shared mailbox in Outlook",
        "find the shared inbox on the computer",
    ],
    "leaver": [
        "a carer left last week",
        "somebody has resigned, what about her account",
        "how do I remove a leaver",
        "our nurse has a new job elsewhere",
        "staff member left, close the account",
        "who do I tell when someone leaves",
        "the old manager left in March and is still on the list",
        "take a leaver off our mailbox",
    ],
    "attachments": [
        "how big can an attachment be",
        "my file is too large to send",
        "can I send a photo by email",
        "attachment size limit",
        "the scan will not attach",
        "it says the file type is blocked",
        "how do I attach a care plan",
        "the attachment was removed",
    ],
    "clinical_or_emergency": [
        "a resident has fallen and hit his head",
        "she is bleeding badly what do I do",
        "I think he was given the wrong medicine",
        "a resident has a high temperature and is confused",
        "her blood sugar is very low",
        "I am worried that a resident is being hurt",
        "he has not eaten or drunk for two days",
        "she has pain in her hip after a fall",
    ],
    "out_of_scope": [
        "what is the weather like today",
        "tell me a joke",
        "who won the football last night",
        "how do I cook rice",
        "what time does the supermarket close",
        "recommend a film for tonight",
        "when is the next bank holiday",
        "how do I fix my bicycle",
        "a good recipe for soup",
        "what can I bake with two eggs",
        "which wine goes with fish",
        "is there anything on television this evening",
        "qwe rtz uio",
        "jkl jkl jkl fff",
        "xcvb nmasd",
        "how far away is the moon",
        "what is the capital of Peru",
        "write me a poem about autumn",
        "my neighbour plays loud music",
        "does this bus go to the station",
    ],
}


@pytest.fixture(scope="session")
def training_data() -> TrainingData:
    """The examples as Rasa reads them, without any feature."""
    return TrainingData(
        [
            Message({TEXT: text, INTENT: intent})
            for intent, texts in EXAMPLES.items()
            for text in texts
        ]
    )


@pytest.fixture(scope="session")
def prepared(
    trained_spelling: Graph, pipeline: dict[str, dict[str, Any]], training_data: TrainingData
) -> TrainingData:
    """The examples with normalised texts and vectors, as the classifiers are trained on them."""
    copied = TrainingData([Message(dict(m.data)) for m in training_data.training_examples])
    normalised = trained_spelling.prepare(
        SpellingNormaliser, pipeline["SpellingNormaliser"], copied
    )
    return trained_spelling.prepare(SentenceFeaturiser, {}, normalised)


@pytest.fixture(scope="session")
def trained_spelling(
    tmp_path_factory: pytest.TempPathFactory,
    encoder: SentenceEncoder,
    pipeline: dict[str, dict[str, Any]],
    training_data: TrainingData,
) -> Graph:
    """A storage that holds a trained SpellingNormaliser; the encoder is built by now."""
    graph = Graph(tmp_path_factory.mktemp("model") / "storage")
    graph.train(SpellingNormaliser, pipeline["SpellingNormaliser"], training_data)
    return graph


@pytest.fixture(scope="session")
def trained(
    trained_spelling: Graph, pipeline: dict[str, dict[str, Any]], prepared: TrainingData
) -> Graph:
    """A storage that holds every component of config.yml that learns something."""
    for component in (ClinicalDetector, TopicClassifier):
        trained_spelling.train(component, pipeline[component.__name__], prepared)
    return trained_spelling


Understand = Callable[[str], Message]


@pytest.fixture(scope="session")
def normaliser(trained_spelling: Graph, pipeline: dict[str, dict[str, Any]]) -> Reader:
    """The trained SpellingNormaliser, loaded."""
    return trained_spelling.node(SpellingNormaliser, pipeline["SpellingNormaliser"], "load")


@pytest.fixture(scope="session")
def featuriser(trained_spelling: Graph) -> Reader:
    """The SentenceFeaturiser, which learns nothing."""
    return trained_spelling.node(SentenceFeaturiser, {}, "create")


@pytest.fixture(scope="session")
def detector(trained: Graph, pipeline: dict[str, dict[str, Any]]) -> Reader:
    """The trained ClinicalDetector, loaded."""
    return trained.node(ClinicalDetector, pipeline["ClinicalDetector"], "load")


@pytest.fixture(scope="session")
def classifier(trained: Graph, pipeline: dict[str, dict[str, Any]]) -> Reader:
    """The trained TopicClassifier, loaded."""
    return trained.node(TopicClassifier, pipeline["TopicClassifier"], "load")


@pytest.fixture(scope="session")
def decision(trained: Graph, pipeline: dict[str, dict[str, Any]]) -> Reader:
    """The TopicDecision, with the thresholds of config.yml and the topics of the knowledge."""
    return trained.node(TopicDecision, pipeline["TopicDecision"], "create")


@pytest.fixture(scope="session")
def understand(
    normaliser: Reader,
    featuriser: Reader,
    detector: Reader,
    classifier: Reader,
    decision: Reader,
) -> Understand:
    """Put a text through the whole pipeline, in the order of config.yml."""

    def read(text: str) -> Message:
        message = said(text)
        for node in (normaliser, featuriser, detector, classifier, decision):
            message = node.read(message)
        return message

    return read
