"""One intent against all others, by the examples at its border."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.svm import SVC

from bot.nlu.floats import Floats
from bot.nlu.short_vectors import ShortVectors
from bot.nlu.support_vectors import SupportVectors
from tests.nlu.synthetic import LABELS, around, direction, in_topic

STEEPNESS = 3.0


def _trained() -> SupportVectors:
    shown, named = in_topic(LABELS, each=10)
    return SupportVectors.fit(shown.vectors["large"], np.array(named) == "locked", STEEPNESS)


def _fresh() -> tuple[Floats, np.ndarray]:
    fresh, named = in_topic(LABELS, each=5, seed=77)
    return fresh.vectors["large"], np.array(named) == "locked"


def test_it_tells_the_intent_from_the_others() -> None:
    """Examples that were not shown get a high chance if they have the intent, a low one if not."""
    model, (vectors, has_it) = _trained(), _fresh()

    chances = np.array([model.chance(vector) for vector in vectors])

    assert chances[has_it].min() > 0.5 > chances[~has_it].max()


def test_the_border_bends() -> None:
    """What lies between two groups that have the intent does not have it by that alone."""
    first, second = direction(1), direction(2)
    middle = (first + second) / np.linalg.norm(first + second)
    groups = [around(centre, 20, seed) for seed, centre in enumerate((first, second, middle))]
    has_it = np.repeat([True, True, False], 20)

    model = SupportVectors.fit(np.concatenate(groups), has_it, STEEPNESS)

    assert min(model.chance(first), model.chance(second)) > 0.5 > model.chance(middle)


def test_it_is_scikit_learns() -> None:
    """What was taken out of scikit-learn's object says what that says, as a chance."""
    shown, named = in_topic(LABELS, each=10)
    learned = ShortVectors.of(shown.vectors["large"]).whole()
    original = SVC(C=10.0, gamma=0.5).fit(learned, np.array(named) == "locked")
    model, (vectors, _) = _trained(), _fresh()

    found = [model.chance(vector) for vector in vectors]

    expected = 1 / (1 + np.exp(-STEEPNESS * original.decision_function(vectors)))
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_what_is_kept_judges_the_same(tmp_path: Path) -> None:
    """A loaded model gives the chances of the one that was saved."""
    model, (vectors, _) = _trained(), _fresh()
    model.save(tmp_path)

    loaded = SupportVectors.load(tmp_path)

    found = [loaded.chance(vector) for vector in vectors]
    np.testing.assert_allclose(found, [model.chance(vector) for vector in vectors], rtol=1e-6)


def test_one_side_alone_has_no_border() -> None:
    """There is nothing to learn where all examples have the intent."""
    with pytest.raises(ValueError, match="classes"):
        SupportVectors.fit(around(direction(1), 5, 0), np.ones(5, bool), STEEPNESS)
