"""The responses of domain.yml say what became of a message, in the words of the contract."""

from __future__ import annotations

from typing import Any

import pytest

from bot.knowledge.catalogue import Catalogue
from tests.knowledge.folder import real_domain

OUTCOMES = {
    "answered",
    "offered",
    "site_advice",
    "site_asked",
    "site_unknown",
    "area_figures",
    "small_talk",
    "handed_over",
    "out_of_scope",
    "clinical",
    "privacy_warning",
    "too_long",
    "too_many",
    "not_understood",
    "error",
}
RESPONSES: dict[str, list[dict[str, Any]]] = real_domain()["responses"]


@pytest.mark.parametrize("name", RESPONSES)
def test_a_response_says_what_became_of_the_message(name: str) -> None:
    """Every variation is a notice with a known outcome, and has a sentence for the user."""
    assert RESPONSES[name]
    for variation in RESPONSES[name]:
        assert variation["text"].strip()
        assert variation["custom"]["kind"] == "notice"
        assert variation["custom"]["outcome"] in OUTCOMES


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("utter_clinical_or_emergency", "clinical"),
        ("utter_human", "handed_over"),
        ("utter_out_of_scope", "out_of_scope"),
        ("utter_private_data", "privacy_warning"),
        ("utter_too_long", "too_long"),
        ("utter_empty_message", "not_understood"),
        ("utter_error", "error"),
    ],
)
def test_outcomes_that_reports_count_are_right(name: str, outcome: str) -> None:
    """The responses that matter most are counted under their own outcome."""
    assert {variation["custom"]["outcome"] for variation in RESPONSES[name]} == {outcome}


def test_buttons_of_responses_lead_somewhere(real: Catalogue) -> None:
    """A button's payload is a topic or an intent of domain.yml."""
    payloads = {
        button["payload"]
        for variations in RESPONSES.values()
        for variation in variations
        for button in variation.get("buttons", [])
    }

    assert payloads
    assert payloads <= {f"/{name}" for name in [*real.topics, *real_domain()["intents"]]}
