"""An emergency is noticed, by words that are enough alone and by meaning."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.components import FOLLOW_UPS, NORMALISED_TEXT, SENTENCE
from bot.nlu.components.clinical_detector import CLINICAL_CHANCE, ClinicalDetector
from bot.nlu.follow_up_files import Asked, FollowUps
from tests.nlu.components.graph import Graph, Reader, said

Chance = Callable[..., float]


@pytest.fixture
def chance(featuriser: Reader, detector: Reader) -> Chance:
    """Give the chance that a text is clinical, as the trained detector or another one sees it."""

    def judge(text: str, by: Reader = detector, **properties: Any) -> float:
        found: float = by.read(featuriser.read(said(text, **properties))).get(CLINICAL_CHANCE)
        return found

    return judge


@pytest.mark.parametrize(
    "text",
    [
        "call 999",
        "shall I ring 111 for her",
        "I need an ambulance",
        "she's not breathing",
        "He STOPPED BREATHING",
        "she can't breathe",
        "she cant breathe",
        "he is unresponsive",
        "found unconscious in the lounge",
        "a resident is choking on toast",
        "she choked",
        "cardiac arrest",
        "he has a chest pain",
        "chest pains",
        "she overdosed",
        "an overdose of tablets",
        "he talks of suicide",
        "she is suicidal",
        "self harming again",
        "having a seizure",
        "she had a stroke",
        "he is having a stroke",
        "anaphylaxis",
        "anaphylactic shock",
        "she says she wants to end it all",
        "I want to die",
        "he talks of killing himself",
        "she tried to take her own life",
        "found a ligature",
        "he is unrousable",
        "she is not rousable",
        "unconshus",
        "sats 82 on air",
        "sats are 79",
    ],
)
def test_some_words_are_enough(chance: Chance, text: str) -> None:
    """Each word and phrase of config.yml makes a message clinical whatever the model says."""
    assert chance(text) == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "my password was made in 1999",
        "the code ends in 9991",
        "can I change it in one stroke",
        "choker",
        "the battery died at the end of it all day",
        "does Outlook kill itself when it is full",
    ],
)
def test_parts_of_words_are_not_enough(chance: Chance, text: str) -> None:
    """The words count as whole words and the phrases as whole phrases."""
    assert chance(text) < 1.0


@pytest.mark.parametrize("between", [", ", " and ", " "])
def test_a_passage_is_enough(chance: Chance, trained: Graph, between: str) -> None:
    """A question about something else does not hide what stands beside it, however it is joined."""
    # The few examples here teach the letters little, so every passage is read.
    reads_all = {"likely_passage": -100.0, "passages": 20, "passage": 0.7}
    detector = trained.node(ClinicalDetector, reads_all, "load")
    question = "I cannot open the shared mailbox"

    assert chance(f"{question}{between}she is bleeding a lot", by=detector) >= 0.7
    assert chance(f"{question}{between}it is slow today", by=detector) < 0.7


def test_a_passage_is_read_only_where_it_is_likely(featuriser: Reader, trained: Graph) -> None:
    """With no passage likely enough, the message counts as a whole."""
    text = "I cannot open the shared mailbox she is bleeding a lot"
    detector = trained.node(ClinicalDetector, {"likely_passage": 100.0}, "load")

    assert detector.read(featuriser.read(said(text))).get(CLINICAL_CHANCE) < 0.7


def test_the_corrected_words_count(chance: Chance) -> None:
    """The text that is searched is the corrected one: a slip does not hide an emergency."""
    assert chance("she is chokin", **{NORMALISED_TEXT: "she is choking"}) == 1.0


def test_meaning_tells_clinical_from_mail(chance: Chance) -> None:
    """Without any of those words, what is clinical gets a higher chance than what is not."""
    clinical = [
        chance(text)
        for text in (
            "our resident fell out of bed and his leg looks broken",
            "she took two doses of her medicine by mistake",
        )
    ]
    mail = [
        chance(text)
        for text in ("I forgot my password", "the attachment is too large", "tell me a joke")
    ]

    assert min(clinical) > 0.5
    assert max(mail) < 0.3
    assert min(mail) >= 0.0
    assert max(clinical) < 1.0


def test_the_chance_leaves_the_pipeline(featuriser: Reader, detector: Reader) -> None:
    """The chance is part of what the parsed message shows."""
    read = detector.read(featuriser.read(said("hello")))

    assert CLINICAL_CHANCE in read.output_properties


def test_without_patterns_the_model_decides(chance: Chance, trained: Graph) -> None:
    """An empty list of patterns matches nothing rather than everything."""
    plain = trained.node(ClinicalDetector, {}, "load")

    assert chance("hello, how do I send a mail", by=plain) < 1.0
    assert chance("call 999", by=plain) < 1.0


def test_an_untrained_detector_finds_nothing(chance: Chance, trained: Graph) -> None:
    """Without training no message is taken for clinical, and nothing fails."""
    assert chance("she fell", by=trained.node(ClinicalDetector, {}, "create")) == 0.0


@pytest.mark.parametrize(("unlikely", "large"), [(1.1, False), (0.0, True)])
def test_only_what_may_be_clinical_costs_the_large_encoder(
    featuriser: Reader, trained: Graph, unlikely: float, large: bool
) -> None:
    """Below the chance in the settings the small encoder's word is taken."""
    message = featuriser.read(said("the attachment is too large"))

    read = trained.node(ClinicalDetector, {"unlikely": unlikely}, "load").read(message)

    assert read.get(SENTENCE).has("large") is large
    assert 0.0 <= read.get(CLINICAL_CHANCE) < 0.5


def test_an_empty_message_is_not_clinical(chance: Chance) -> None:
    """A message without text has no chance to be clinical, and nothing fails."""
    assert chance("") == 0.0


def test_another_intent_can_be_the_clinical_one(
    chance: Chance, tmp_path: Path, prepared: TrainingData
) -> None:
    """The setting `intent` names whose examples are learned, first or last in the alphabet."""
    data = TrainingData(
        [
            Message(
                {**m.data, INTENT: "zz_urgent" if m.get(INTENT).startswith("clin") else "mail"},
            )
            for m in prepared.intent_examples
        ]
    )
    graph, config = Graph(tmp_path / "renamed"), {"intent": "zz_urgent"}
    graph.train(ClinicalDetector, config, data)

    renamed = graph.node(ClinicalDetector, config, "load")
    assert chance("a resident fell and hit her head", by=renamed) > 0.5
    assert chance("I forgot my password", by=renamed) < 0.3


def test_what_is_asked_behind_answers_is_not_clinical(
    chance: Chance, tmp_path: Path, prepared: TrainingData
) -> None:
    """Words of falls and pain in a conversation about mail are learned to be no emergency."""
    text = "it fell over again, what a pain"
    asked = tuple(
        Asked("attachments", each) for each in (text, "it is a pain", "it fell off the list")
    )
    behind = Message({FOLLOW_UPS: FollowUps("attachments", asked)})
    graph, data = Graph(tmp_path / "behind"), [*prepared.training_examples, behind]
    graph.train(ClinicalDetector, {}, TrainingData(data))

    taught = graph.node(ClinicalDetector, {}, "load")

    assert chance(text, by=taught) < chance(text) / 2
    assert chance("she fell and is in pain", by=taught) > 0.5
