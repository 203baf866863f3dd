"""The chance of a follow-up costs the large encoder only where a topic stands before it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.components import SENTENCE
from bot.nlu.components.follow_up_detector import FOLLOW_UP_CHANCE, FollowUpDetector
from bot.nlu.intent_model import IntentModel
from bot.nlu.sentence import Sentence
from tests.nlu.components.graph import said

SMALL, LARGE = 0.5, 0.9
TEXT = "and on my phone?"


def _model(chance: float) -> IntentModel:
    """A model that gives every message the same chance."""
    return IntentModel(np.zeros(1, dtype=np.float32), float(np.log(chance / (1 - chance))))


@pytest.fixture
def detector(tmp_path: Path, pipeline: dict[str, dict[str, Any]]) -> FollowUpDetector:
    """A detector whose two models do not agree."""
    return FollowUpDetector(
        {**FollowUpDetector.get_default_config(), **pipeline["FollowUpDetector"]},
        LocalModelStorage(tmp_path),
        Resource("detector"),
        {"small": _model(SMALL), "large": _model(LARGE)},
    )


def _chance(detector: FollowUpDetector, before: list[Event], text: str = TEXT) -> float | None:
    encode = np.ones(1, dtype=np.float32)
    sentence = Sentence(text, {"small": lambda _: encode, "large": lambda _: encode})
    tracker = DialogueStateTracker.from_events("somebody", before)
    [message] = detector.process([said(text, **{SENTENCE: sentence})], tracker)
    chance: float | None = message.get(FOLLOW_UP_CHANCE)
    return chance


def test_behind_an_answer_the_large_encoder_decides(detector: FollowUpDetector) -> None:
    """Whether what was said before counts is worth a thorough reading."""
    answer = {"custom": {"kind": "answer", "topic": "shared_mailbox_open"}}
    before = [UserUttered("where is it"), BotUttered("words", data=answer)]

    assert _chance(detector, before) == pytest.approx(LARGE)


def test_with_nothing_before_the_small_encoder_is_enough(detector: FollowUpDetector) -> None:
    """There is nothing that a follow-up could follow."""
    assert _chance(detector, []) == pytest.approx(SMALL)
    greeting = [UserUttered("hello"), BotUttered("words", data={"custom": {"kind": "greeting"}})]
    assert _chance(detector, greeting) == pytest.approx(SMALL)


def test_a_button_is_no_follow_up(detector: FollowUpDetector) -> None:
    """What a button sends needs no context."""
    assert _chance(detector, [], "/mfa") is None
