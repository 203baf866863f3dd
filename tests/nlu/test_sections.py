"""Who asks on about an answer gets the part of it that tells what they ask."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.floats import Floats
from bot.nlu.follow_up_files import NOT_ANSWERED, REPLY
from bot.nlu.ngrams import Ngrams
from bot.nlu.sections import Asking, SectionModel
from bot.nlu.sentence import Sentence

ASKED = [
    Asking("which number was it", "mfa", REPLY),
    Asking("what does that cost us", "mfa", "Cost"),
    Asking("it says cost locked", "mfa", NOT_ANSWERED),
    Asking("can i use my phone", "mfa", "Phones"),
    Asking("can i use my phone", "leaver", NOT_ANSWERED),
    Asking("what does that cost us", "leaver", REPLY),
]


def _encode(text: str) -> Floats:
    """Give a vector that knows three words."""
    found = np.array([mark in text for mark in ("phone", "cost", "number")], dtype=np.float32)
    return found / max(1.0, float(np.linalg.norm(found)))


def _sentence(text: str) -> Sentence:
    return Sentence(text, {"small": _encode, "large": _encode})


@pytest.fixture
def model() -> SectionModel:
    """A trained model; each message stands there twice, so that its n-grams do."""
    return SectionModel.fit(ASKED * 2, _encode)


def _best(model: SectionModel, text: str, topic: str) -> str:
    scores = model.scores(_sentence(text), topic)
    return max(scores, key=lambda part: scores[part])


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("is my phone good for it", "Phones"),
        ("does it cost much", "Cost"),
        ("tell me that number again", REPLY),
        ("now it says locked", NOT_ANSWERED),
    ],
)
def test_the_part_that_tells_it_is_found(model: SectionModel, text: str, part: str) -> None:
    """What people asked in such words before tells which part is meant, or that there is none."""
    assert _best(model, text, "mfa") == part


def test_each_answer_has_its_own_parts(model: SectionModel) -> None:
    """What tells something behind one answer tells nothing behind another."""
    assert _best(model, "is my phone good for it", "leaver") == NOT_ANSWERED
    assert _best(model, "does it cost much", "leaver") == REPLY
    assert model.scores(_sentence("does it cost much"), "new_topic") == {}


def test_the_scores_are_those_of_a_kernel_ridge_regression(model: SectionModel) -> None:
    """Each topic's own, as docs/understanding.md says, written out in double precision."""
    asked = ASKED * 2
    _, table = Ngrams.fit([each.text for each in asked])
    letters = (table @ table.T).toarray()
    vectors = [_encode(each.text) for each in asked]

    for topic in ("mfa", "leaver"):
        rows = [number for number, each in enumerate(asked) if each.topic == topic]
        kernel = [
            [
                0.5 * np.exp(3 * (float(vectors[a] @ vectors[b]) - 1)) + 0.5 * letters[a, b]
                for b in rows
            ]
            for a in rows
        ]
        for column, (owner, part) in enumerate(model.parts):
            told = [float(owner == topic and asked[row].part == part) for row in rows]
            expected = np.linalg.solve(np.array(kernel) + 0.1 * np.eye(len(rows)), told)
            found = model.weights[rows, column].toarray()[:, 0]
            assert found == pytest.approx(expected, abs=1e-4)


def test_a_stored_model_says_the_same(model: SectionModel, tmp_path: Path) -> None:
    """What was trained is what serves."""
    model.save(tmp_path)
    loaded = SectionModel.load(tmp_path)

    told = model.scores(_sentence("is my phone good for it"), "mfa")
    again = loaded.scores(_sentence("is my phone good for it"), "mfa")
    assert again == told
