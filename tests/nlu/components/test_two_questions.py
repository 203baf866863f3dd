"""Two questions in one message are noted in the order asked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bot.nlu.components import CASCADE
from bot.nlu.components.two_questions import QUESTIONS, TwoQuestions
from bot.nlu.floats import Floats
from bot.nlu.topic_reader import Reading
from tests.nlu.components.graph import Graph, Reader, said

LABELS = ("mfa", "leaver", "signpost_payroll", "greet", "ods_code", "site_activity")
WHOLE = Reading(LABELS, np.array([0.3, 0.2, 0.1, 0.1, 0.1, 0.2], dtype=np.float32), 0.5)


class Halves:
    """Reads a half as the topic whose word it holds, and the whole as about all of them."""

    def __init__(self) -> None:
        """Be both the small and the large encoder."""
        self.readers = {"small": self, "large": self}

    def whole(self, size: str) -> Reading:
        """Give what the message as a whole was taken for."""
        return WHOLE

    def read(self, text: str) -> Reading:
        """Be sure of one topic."""
        words = {"code": 0, "left": 1, "pay": 2, "hello": 3, "ods": 4, "site": 5}
        place = next((n for word, n in words.items() if word in text.lower()), 0)
        return Reading(LABELS, np.eye(6, dtype=np.float32)[place], 0.95)

    def glance(self, texts: list[str]) -> Floats:
        """Know the same, quickly."""
        return np.stack([self.read(text).probabilities for text in texts])


@pytest.fixture
def component(trained: Graph, pipeline: dict[str, dict[str, Any]]) -> Reader:
    """The TwoQuestions with the limits of config.yml and the topics of the knowledge."""
    return trained.node(TwoQuestions, pipeline["TwoQuestions"], "create")


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("How do I set up the code, and what if she left?", ("mfa", "leaver")),
        ("Someone left. Where do I set up the code", ("leaver", "mfa")),
        ("When is my pay due? And how do I set up the code?", ("signpost_payroll", "mfa")),
        ("Someone left. Where do I see the site", ("leaver", "site_activity")),
        ("the ods is that. How is the site", None),
        ("hello there. How do I set up the code?", None),
        ("How do I set up the code on my own phone", None),
    ],
)
def test_questions_are_noted(
    component: Reader, text: str, questions: tuple[str, str] | None
) -> None:
    """Topics and signposts can be asked for; a greeting is no question."""
    read = component.read(said(text, **{CASCADE: Halves()}))

    assert read.get(QUESTIONS) == questions


def test_a_message_that_was_not_read_is_left_alone(component: Reader) -> None:
    """A button's payload has no reading."""
    assert component.read(said("/greet")).get(QUESTIONS) is None
