"""The components together, in the order of config.yml."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.validation import validate
from rasa.shared.data import TrainingType
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from ruamel.yaml import YAML

from bot.nlu.components.spelling_normaliser import KNOWN_WORDS
from bot.nlu.components.topic_decision import DECISION
from bot.settings import PROJECT
from tests.nlu.components.conftest import Understand

COMPONENTS = {
    "SpellingNormaliser",
    "SentenceFeaturiser",
    "ClinicalDetector",
    "TopicClassifier",
    "TopicDecision",
}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("i forgt my pasword plz", "password_reset"),
        ("the sharedmailbox wont open in outlook", "shared_mailbox_open"),
        ("A CARER HAS LEFT LAST WEEK", "leaver"),
        ("she is chocking", "clinical_or_emergency"),
        ("asdfgh qwertz jkjkjk", "nlu_fallback"),
        ("what shall I cook tonight", "nlu_fallback"),
    ],
)
def test_a_message_becomes_an_intent(understand: Understand, text: str, intent: str) -> None:
    """Misspelt, foreign, clinical and alien messages each end where they belong."""
    read = understand(text)

    assert read.get(INTENT)["name"] == intent
    assert read.get(TEXT) == text
    assert set(read.get(DECISION)) == {"alternatives", "questions"}


@pytest.mark.parametrize(
    "text", ["Nie pamiętam hasła do poczty", "Zapomniałem hasła, jak mogę je odzyskać?"]
)
def test_polish_is_not_answered(
    understand: Understand, pipeline: dict[str, dict[str, Any]], text: str
) -> None:
    """A message in another language is seen as such and gets no topic's answer."""
    read = understand(text)

    assert read.get(KNOWN_WORDS) < pipeline["TopicDecision"]["known_words"]
    assert read.get(INTENT)["name"] in {"nlu_fallback", "clinical_or_emergency"}
    assert read.get(DECISION) == {"alternatives": [], "questions": []}


@pytest.mark.parametrize("payload", ["/greet", "/password_reset", "/theme_sign_in"])
def test_a_button_is_left_alone(understand: Understand, payload: str) -> None:
    """No component adds anything to a button's payload, which Rasa itself reads afterwards."""
    read = understand(payload)

    assert read.data == {TEXT: payload}
    assert read.features == []
    assert read.output_properties == Message({TEXT: payload}).output_properties


def test_an_empty_message_is_not_understood(understand: Understand) -> None:
    """A message without text passes all components and ends as not understood."""
    assert understand("").get(INTENT)["name"] == "nlu_fallback"


def test_rasa_accepts_the_configuration(pipeline: dict[str, dict[str, Any]]) -> None:
    """Every component is registered, has what it requires before it, and fits Rasa's graph."""
    config = YAML(typ="safe").load((PROJECT / "config.yml").read_text(encoding="utf-8"))

    graph = DefaultV1Recipe().graph_config_for_recipe(config, {}, TrainingType.BOTH)

    validate(graph)
    assert pipeline.keys() >= COMPONENTS
    used = {node.uses.__name__ for node in graph.predict_schema.nodes.values()}
    assert used >= COMPONENTS
