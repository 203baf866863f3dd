"""The model of follow-ups knows what a message asks for behind an answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.floats import Floats
from bot.nlu.follow_ups import FollowUp, FollowUpModel
from bot.nlu.sentence import Sentence

TOPICS = {"helpdesk": "Call the helpdesk", "form": "Fill in the form"}
HELPDESK, FORM = TOPICS.items()
LABELS = ("escalate", "training", "response_time")
ALL = ("unknown", *LABELS)


def _encode(text: str) -> Floats:
    """Give a vector that knows the title before a message and one word in it."""
    marks = [*TOPICS.values(), "answer", "where"]
    found = np.array([mark in text for mark in marks], dtype=np.float32)
    return found / max(1.0, float(np.linalg.norm(found)))


def _examples() -> tuple[list[FollowUp], list[str]]:
    """The same words mean one thing behind one answer, and another behind the other."""
    said = [
        (HELPDESK, "nobody will answer me", "escalate"),
        (FORM, "what should I answer there", "training"),
        (HELPDESK, "where are they now", "response_time"),
        (FORM, "where does it go then", "response_time"),
    ]
    return [FollowUp(text, *topic) for topic, text, _ in said] * 6, [x for *_, x in said] * 6


@pytest.fixture
def model() -> FollowUpModel:
    """A trained model."""
    return FollowUpModel.fit(*_examples(), _encode)


def _sentence(text: str) -> Sentence:
    return Sentence(text, {"small": _encode, "large": _encode})


def test_the_answer_before_tells_what_is_meant(model: FollowUpModel) -> None:
    """The same message is taken for two topics behind two answers."""
    sentence = _sentence("no answer")

    assert model.read(sentence, *HELPDESK, ALL).best == "escalate"
    assert model.read(sentence, *FORM, ALL).best == "training"


def test_every_label_of_the_topic_model_has_a_probability(model: FollowUpModel) -> None:
    """The reading can be averaged with the others: a label never seen is impossible."""
    reading = model.read(_sentence("where"), *HELPDESK, ALL)

    assert reading.labels == ALL
    assert reading.probability("unknown") == 0.0
    assert float(reading.probabilities.sum()) == pytest.approx(1.0)
    assert reading.confidence == pytest.approx(float(reading.probabilities.max()))


def test_a_stored_model_reads_the_same(model: FollowUpModel, tmp_path: Path) -> None:
    """What was trained is what serves."""
    model.save(tmp_path)
    loaded = FollowUpModel.load(tmp_path)

    for topic in TOPICS.items():
        told = model.read(_sentence("where is my answer"), *topic, ALL)
        again = loaded.read(_sentence("where is my answer"), *topic, ALL)
        assert again.probabilities == pytest.approx(told.probabilities, abs=1e-3)
