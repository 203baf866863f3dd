"""A message is read by the small encoder, and by the large one where that is not sure."""

from __future__ import annotations

import numpy as np
import pytest

from bot.nlu.examples import Examples, Size
from bot.nlu.floats import Floats
from bot.nlu.gate import Gate, fit_models
from bot.nlu.sentence import Sentence
from bot.nlu.topic_model import TopicModelSettings
from bot.nlu.topic_reader import Cascade, TopicReader
from tests.nlu.synthetic import LABELS, alien, direction, in_topic


class Encoders:
    """Encode every text as about a locked account, in two sizes, and note who was asked."""

    def __init__(self) -> None:
        """Nobody was asked yet."""
        self.asked: list[Size] = []

    def small(self, text: str) -> Floats:
        """Give a vector that is half as long."""
        self.asked.append("small")
        return _halved(direction(LABELS.index("locked")))

    def large(self, text: str) -> Floats:
        """Give a whole vector."""
        self.asked.append("large")
        return direction(LABELS.index("locked"))


def _halved(vector: Floats) -> Floats:
    half = vector[..., : vector.shape[-1] // 2]
    unit: Floats = half / np.linalg.norm(half, axis=-1, keepdims=True)
    return unit


def _sized(group: Examples) -> Examples:
    large = group.vectors["large"]
    return Examples(group.texts, {"small": _halved(large), "large": large})


@pytest.fixture(scope="module")
def trained() -> dict[Size, TopicReader]:
    """Readers of both sizes, whose encoders are given later."""
    shown, named = in_topic(LABELS, each=10)
    labels, settings = np.array(named), TopicModelSettings()
    models = fit_models(_sized(shown), labels, settings)
    gates = Gate.fit(_sized(shown), labels, _sized(alien(20, seed=50)), settings)
    return {size: TopicReader(models[size], gates[size], _refused) for size in models}


def _refused(text: str) -> Floats:
    raise AssertionError(f"{text!r} was encoded again")


def _cascade(
    trained: dict[Size, TopicReader], sure: float, text: str = "locked account entry"
) -> tuple[Cascade, Encoders]:
    encoders = Encoders()
    sentence = Sentence(text, {"small": encoders.small, "large": encoders.large})
    return Cascade(trained, sentence, sure), encoders


def test_what_the_small_one_is_sure_of_costs_no_more(trained: dict[Size, TopicReader]) -> None:
    """From the confidence on, the small encoder's reading holds."""
    cascade, encoders = _cascade(trained, sure=0.5)

    assert cascade.reading.best == "locked"
    assert cascade.reading is cascade.whole("small")
    assert encoders.asked == ["small"]


def test_the_large_one_reads_what_is_unclear(trained: dict[Size, TopicReader]) -> None:
    """Below the confidence the large encoder decides."""
    cascade, encoders = _cascade(trained, sure=1.1)

    assert cascade.reading is cascade.whole("large")
    assert encoders.asked == ["small", "large"]


def test_the_large_reading_can_be_asked_for_later(trained: dict[Size, TopicReader]) -> None:
    """It is made once, and does not change what holds."""
    cascade, encoders = _cascade(trained, sure=0.5)

    assert cascade.whole("large") is cascade.whole("large")
    assert cascade.reading is cascade.whole("small")
    assert encoders.asked == ["small", "large"]


def test_a_reading_equals_that_of_its_reader(trained: dict[Size, TopicReader]) -> None:
    """Sharing the letters between both readings changes no number."""
    text = "locked account entry"
    cascade, encoders = _cascade(trained, sure=1.1, text=text)

    for size in ("small", "large"):
        alone = trained[size].read(text, getattr(encoders, size)(text))
        assert cascade.whole(size).confidence == pytest.approx(alone.confidence)
        np.testing.assert_allclose(cascade.whole(size).probabilities, alone.probabilities)


def test_what_belongs_nowhere_is_strange(trained: dict[Size, TopicReader]) -> None:
    """A message of a topic is nearer to the topics, one of none to the negatives."""
    known, _ = _cascade(trained, sure=0.5)
    nowhere = alien(1, seed=50).vectors["large"][0]
    strange = Sentence("x", {"small": lambda _: _halved(nowhere), "large": lambda _: nowhere})

    assert known.strangeness() < 0
    assert Cascade(trained, strange, 0.5).strangeness() > 0
