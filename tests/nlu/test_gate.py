"""The gate believes the topic model on its own subjects and doubts it on others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.examples import Examples
from bot.nlu.floats import Floats
from bot.nlu.gate import Gate, evidence, fit_models
from bot.nlu.short_vectors import ShortVectors
from bot.nlu.topic_model import TopicModel, TopicModelSettings
from tests.nlu.synthetic import DIMENSIONS, LABELS, alien, in_topic

SETTINGS = TopicModelSettings()


@pytest.fixture(scope="module")
def model() -> TopicModel:
    """A topic model of eight labels."""
    shown, named = in_topic(LABELS, each=10)
    return TopicModel.fit(list(shown.texts), shown.vectors["large"], named, SETTINGS)


@pytest.fixture(scope="module")
def gate() -> Gate:
    """A gate fitted on the same examples and on some that belong nowhere."""
    shown, named = in_topic(LABELS, each=10)
    return Gate.fit(shown, np.array(named), alien(20, seed=50), SETTINGS)["large"]


def _confidence(gate: Gate, model: TopicModel, group: Examples) -> Floats:
    texts = list(group.texts)
    return gate.confidence(
        model, texts, group.vectors["large"], model.views(texts, group.vectors["large"])
    )


def test_believes_known_subjects_more_than_others(model: TopicModel, gate: Gate) -> None:
    """Every text of a label gets a much higher confidence than every alien one."""
    known = _confidence(gate, model, in_topic(LABELS, each=4, seed=31)[0])
    strange = _confidence(gate, model, alien(30, seed=90))

    assert known.shape == (32,)
    assert known.min() > strange.max()
    assert known.mean() > 0.8
    assert strange.mean() < 0.2
    assert ((known >= 0) & (known <= 1)).all()


def test_evidence_is_what_it_says(model: TopicModel) -> None:
    """The five columns equal a plain recalculation from the examples."""
    shown, named = in_topic(LABELS, each=10)
    fresh, _ = in_topic(LABELS, each=2, seed=9)
    negatives = alien(20, seed=50).vectors["large"]
    texts = list(fresh.texts)
    views = model.views(texts, fresh.vectors["large"])

    found = evidence(model, negatives, texts, fresh.vectors["large"], views)

    stored = ShortVectors.of(shown.vectors["large"]).whole()
    for row, (text, vector) in enumerate(zip(texts, fresh.vectors["large"], strict=True)):
        best = int(views.mixed[row].argmax())
        own = stored[np.array(named) == model.labels[best]]
        expected = [
            views.meaning[row, best],
            views.spelling[row, best],
            np.mean(sorted(own @ vector)[-2:]),
            np.mean(sorted(negatives @ vector)[-2:]),
            np.log(1 + len(text.split())),
        ]
        np.testing.assert_allclose(found[row], expected, atol=1e-4)


def test_what_is_like_a_negative_is_doubted(model: TopicModel, gate: Gate) -> None:
    """The same words get less confidence the nearer they are to what belongs nowhere."""
    negative = alien(20, seed=50).vectors["large"][0]
    known = in_topic(LABELS[:1], each=1, seed=31)[0]
    moved = known.vectors["large"] + 0.8 * negative
    moved /= np.linalg.norm(moved)

    near = _confidence(gate, model, Examples(known.texts, {"large": moved}))

    assert near[0] < _confidence(gate, model, known)[0]


def test_the_same_seed_gives_the_same_gate(gate: Gate) -> None:
    """Two trainings on the same examples agree, so that a model can be made again."""
    shown, named = in_topic(LABELS, each=10)

    again = Gate.fit(shown, np.array(named), alien(20, seed=50), SETTINGS)["large"]

    np.testing.assert_allclose(again.weights, gate.weights)
    np.testing.assert_allclose(again.bias, gate.bias)


def test_needs_no_negatives(model: TopicModel) -> None:
    """Without messages that belong nowhere the hidden labels teach the doubt."""
    shown, named = in_topic(LABELS, each=10)
    none = Examples(np.empty(0, dtype=object), {"large": np.empty((0, DIMENSIONS), np.float32)})

    gate = Gate.fit(shown, np.array(named), none, SETTINGS)["large"]

    assert np.isfinite(_confidence(gate, model, shown)).all()


def test_a_stored_gate_says_the_same(model: TopicModel, gate: Gate, tmp_path: Path) -> None:
    """The gate is arrays that load without pickle, and gives the same confidences after loading."""
    group = alien(5, seed=90)
    gate.save(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["gate.npz"]
    np.testing.assert_array_equal(
        _confidence(Gate.load(tmp_path), model, group), _confidence(gate, model, group)
    )


def _two_sizes(group: Examples) -> Examples:
    """Give small vectors as well: the first half of each large one."""
    large = group.vectors["large"]
    return Examples(group.texts, {"small": large[:, : DIMENSIONS // 2], "large": large})


def test_each_size_has_a_gate_of_its_own() -> None:
    """Gates that are trained together are those that would be trained alone."""
    shown, named = in_topic(LABELS, each=10)
    both, labels, negatives = _two_sizes(shown), np.array(named), alien(20, seed=50)

    together = Gate.fit(both, labels, _two_sizes(negatives), SETTINGS)

    assert set(together) == {"small", "large"}
    alone = Gate.fit(shown, labels, negatives, SETTINGS)["large"]
    np.testing.assert_allclose(together["large"].weights, alone.weights)
    assert together["small"].negatives.shape == (20, DIMENSIONS // 2)


def test_models_of_two_sizes_share_the_letters() -> None:
    """The letters are the same for both, so they are trained and held once."""
    shown, named = in_topic(LABELS, each=10)

    models = fit_models(_two_sizes(shown), np.array(named), SETTINGS)

    assert models["small"].letters is models["large"].letters
    assert models["small"].labels == models["large"].labels
