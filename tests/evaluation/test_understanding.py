"""The assistant understands the question bank as well as it did."""

from __future__ import annotations

import pytest

from bot.knowledge.catalogue import load_catalogue
from bot.nlu.training_inputs import model_path
from bot.settings import Settings
from tests.evaluation.understanding import figures, judge, load


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    """The figures of the trained model."""
    settings = Settings.from_environment()
    model = model_path(settings)
    if not model.exists():
        pytest.fail("No model fits today's inputs. Run: make train")
    topics = load_catalogue(settings.knowledge_folder).topics
    return figures(*judge(model), topics)


@pytest.mark.parametrize("name", load("thresholds.yml"))
def test_understanding_has_not_become_worse(measured: dict[str, float], name: str) -> None:
    """Each figure of the question bank keeps to its limit."""
    limits = load("thresholds.yml")[name]

    assert limits.get("min", 0.0) <= measured[name] <= limits.get("max", 1.0)
