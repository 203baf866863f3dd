"""The gate believes the topic model on its own subjects and doubts it on others."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bot.nlu.gate import Examples, Gate
from bot.nlu.topic_model import EVIDENCE_COLUMNS, Floats, TopicModel, TopicModelSettings
from tests.nlu.synthetic import DIMENSIONS, LABELS, alien, in_topic

SETTINGS = TopicModelSettings()


@pytest.fixture(scope="module")
def model() -> TopicModel:
    """A topic model of eight labels."""
    shown, named = in_topic(LABELS, each=10)
    return TopicModel.fit(list(shown.texts), shown.vectors, named, SETTINGS)


@pytest.fixture(scope="module")
def gate() -> Gate:
    """A gate fitted on the same examples and on some that belong nowhere."""
    shown, named = in_topic(LABELS, each=10)
    return Gate.fit(shown, np.array(named), alien(20, seed=50), SETTINGS)


def _evidence(model: TopicModel, group: Examples) -> Floats:
    return model.evidence(model.probabilities(list(group.texts), group.vectors), group.vectors)


def test_believes_known_subjects_more_than_others(model: TopicModel, gate: Gate) -> None:
    """Every text of a label gets a much higher confidence than every alien one."""
    known = gate.confidence(_evidence(model, in_topic(LABELS, each=4, seed=31)[0]))
    strange = gate.confidence(_evidence(model, alien(30, seed=90)))

    assert known.shape == (32,)
    assert known.min() > strange.max()
    assert known.mean() > 0.8
    assert strange.mean() < 0.2
    assert ((known >= 0) & (known <= 1)).all()


def test_more_of_each_evidence_never_lowers_confidence(model: TopicModel, gate: Gate) -> None:
    """Moving from an alien's evidence to a known text's raises the confidence all the way."""
    low = _evidence(model, alien(30, seed=90)).mean(axis=0)
    high = _evidence(model, in_topic(LABELS, each=4, seed=31)[0]).mean(axis=0)
    steps = np.linspace(0, 1, 11)[:, np.newaxis]

    path = gate.confidence((low + steps * (high - low)).astype(np.float32))

    assert (np.diff(path) > 0).all()


def test_the_same_seed_gives_the_same_gate(gate: Gate) -> None:
    """Two trainings on the same examples agree, so that a model can be made again."""
    shown, named = in_topic(LABELS, each=10)

    again = Gate.fit(shown, np.array(named), alien(20, seed=50), SETTINGS)

    np.testing.assert_allclose(again.weights, gate.weights)
    assert again.bias == pytest.approx(gate.bias)


def test_needs_no_negatives() -> None:
    """Without messages that belong nowhere the hidden labels teach the doubt."""
    shown, named = in_topic(LABELS, each=10)
    none = Examples(np.empty(0, dtype=object), np.empty((0, DIMENSIONS), np.float32))

    gate = Gate.fit(shown, np.array(named), none, SETTINGS)

    assert len(gate.weights) == EVIDENCE_COLUMNS


def test_a_stored_gate_says_the_same(model: TopicModel, gate: Gate, tmp_path: Path) -> None:
    """The gate is plain JSON, and gives the same confidences after loading."""
    evidence = _evidence(model, alien(5, seed=90))
    gate.save(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["gate.json"]
    json.loads((tmp_path / "gate.json").read_text(encoding="utf-8"))
    np.testing.assert_array_equal(
        Gate.load(tmp_path).confidence(evidence), gate.confidence(evidence)
    )
