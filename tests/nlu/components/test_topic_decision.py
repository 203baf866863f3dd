"""The decision puts the intent in place that the rules act on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from ruamel.yaml import YAML

from bot.nlu.components.clinical_detector import CLINICAL_CHANCE
from bot.nlu.components.conversation_context import OTHERS
from bot.nlu.components.spelling_normaliser import KNOWN_WORDS
from bot.nlu.components.topic_decision import DECISION, TopicDecision
from bot.nlu.components.two_questions import QUESTIONS
from bot.settings import PROJECT
from tests.nlu.components.graph import Graph, Reader, said


def _message(
    confidence: float,
    best: str = "password_reset",
    known_words: float = 1.0,
    clinical: float = 0.0,
) -> Message:
    names = [best, "signpost_teams", "mfa", "account_locked", "first_login"]
    ranking = [
        {"name": name, "confidence": confidence if n == 0 else 0.0, "probability": 0.1}
        for n, name in enumerate(names)
    ]
    properties = {
        INTENT: ranking[0],
        INTENT_RANKING_KEY: ranking,
        KNOWN_WORDS: known_words,
        CLINICAL_CHANCE: clinical,
    }
    return said("anything", **properties)


@pytest.mark.parametrize(
    ("given", "intent", "alternatives"),
    [
        ({"confidence": 0.95}, "password_reset", []),
        ({"confidence": 0.5}, "password_reset", ["mfa", "account_locked"]),
        ({"confidence": 0.2}, "between_topics", ["password_reset", "mfa", "account_locked"]),
        ({"confidence": 0.01}, "nlu_fallback", []),
        ({"confidence": 0.5, "known_words": 0.1}, "nlu_fallback", []),
        ({"confidence": 0.95, "clinical": 0.9}, "clinical_or_emergency", []),
        ({"confidence": 0.5, "clinical": 0.25}, "clinical_or_emergency", []),
        ({"confidence": 0.95, "best": "signpost_cqc"}, "signpost_cqc", []),
        ({"confidence": 0.2, "best": "signpost_cqc"}, "nlu_fallback", []),
    ],
)
def test_each_decision_has_its_intent(
    decision: Reader, given: dict[str, Any], intent: str, alternatives: list[str]
) -> None:
    """The intent says what to do, and the topics to offer come with it."""
    read = decision.read(_message(**given))

    assert read.get(INTENT)["name"] == intent
    assert read.get(INTENT)["confidence"] == given["confidence"]
    assert read.get(DECISION) == {"alternatives": alternatives, "questions": []}
    assert DECISION in read.output_properties


def test_every_decided_intent_is_known_to_the_domain(decision: Reader) -> None:
    """The intents that only the decision sets stand in domain.yml, so that rules can use them."""
    domain = YAML(typ="safe").load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
    set_by_decision = {
        decision.read(_message(**given)).get(INTENT)["name"]
        for given in ({"confidence": 0.2}, {"confidence": 0.0}, {"confidence": 0, "clinical": 1.0})
    }

    assert set_by_decision <= set(domain["intents"])
    assert len(set_by_decision) == 3


def test_a_message_that_nothing_understood_is_unsure(decision: Reader) -> None:
    """A message without any property gets the intent of what was not understood."""
    read = decision.read(said("?"))

    assert read.get(INTENT) == {"name": "nlu_fallback", "confidence": 0.0}
    assert read.get(DECISION) == {"alternatives": [], "questions": []}


def test_the_ranking_stays(decision: Reader) -> None:
    """The reports see what was ranked, whatever was decided."""
    message = _message(confidence=0.01)
    before = list(message.get(INTENT_RANKING_KEY))

    assert decision.read(message).get(INTENT_RANKING_KEY) == before


def test_thresholds_come_from_the_settings(tmp_path: Path) -> None:
    """A threshold of the configuration is used in the place of the default."""
    read = Graph(tmp_path).process(
        TopicDecision, {"sure": 0.99, "answer": 0.98}, _message(confidence=0.95)
    )

    assert read.get(INTENT)["name"] == "between_topics"


def test_two_questions_have_an_intent_of_their_own(decision: Reader) -> None:
    """The rules act on one intent, and both questions come with it, in the order asked."""
    message = _message(confidence=0.95)
    message.set(QUESTIONS, ("mfa", "leaver"))

    read = decision.read(message)

    assert read.get(INTENT)["name"] == "two_questions"
    assert read.get(DECISION) == {"alternatives": [], "questions": ["mfa", "leaver"]}


def test_a_correction_has_an_intent_of_its_own(decision: Reader) -> None:
    """The next best topics come with it, even if a word of the refusal looks like a topic."""
    message = _message(confidence=0.95)
    message.set(OTHERS, ["mfa", "leaver", "aup", "ods_code"])

    read = decision.read(message)

    assert read.get(INTENT)["name"] == "not_what_i_meant"
    assert read.get(DECISION) == {"alternatives": ["mfa", "leaver", "aup"], "questions": []}
