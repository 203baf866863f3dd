"""The whole assistant understands the question bank as well as it did."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.evaluation.banks import BANKS
from tests.evaluation.evaluation import evaluate

LIMITS: dict[str, dict[str, float]] = YAML(typ="safe").load(
    Path(__file__).with_name("thresholds.yml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    """The figures of the trained model."""
    measured: dict[str, float] = evaluate(BANKS["bank"])["figures"]
    return measured


@pytest.mark.parametrize("name", LIMITS)
def test_understanding_has_not_become_worse(figures: dict[str, float], name: str) -> None:
    """Each figure of the question bank keeps to its limit."""
    limits = LIMITS[name]

    assert limits.get("min", 0.0) <= figures[name] <= limits.get("max", 1.0)
