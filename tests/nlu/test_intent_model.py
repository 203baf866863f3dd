"""One intent against all others: learned from vectors, and kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.nlu.intent_model import IntentModel
from tests.nlu.synthetic import LABELS, in_topic


def _trained() -> IntentModel:
    shown, named = in_topic(LABELS, each=10)
    return IntentModel.fit(shown.vectors["large"], np.array(named) == "locked", c=10.0)


def test_it_tells_the_intent_from_the_others() -> None:
    """Examples that were not shown get a high chance if they have the intent, a low one if not."""
    model = _trained()
    fresh, named = in_topic(LABELS, each=5, seed=77)

    chances = [model.chance(vector) for vector in fresh.vectors["large"]]

    having = [chance for chance, label in zip(chances, named, strict=True) if label == "locked"]
    lacking = [chance for chance, label in zip(chances, named, strict=True) if label != "locked"]
    assert min(having) > 0.5 > max(lacking)


def test_what_is_kept_judges_the_same(tmp_path: Path) -> None:
    """A loaded model gives the same chances as the one that was saved."""
    model, fresh = _trained(), in_topic(LABELS, each=1, seed=5)[0]
    model.save(tmp_path)

    loaded = IntentModel.load(tmp_path)

    assert [loaded.chance(v) for v in fresh.vectors["large"]] == [
        model.chance(v) for v in fresh.vectors["large"]
    ]
