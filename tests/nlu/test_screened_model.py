"""The large encoder reads what the small one finds likely, in training and in serving."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.nlu.examples import Size
from bot.nlu.floats import Floats
from bot.nlu.screened_model import ScreenedModel
from bot.nlu.sentence import Sentence
from tests.nlu.synthetic import around, direction

HAVING, NEAR, FAR = direction(1), direction(1) + direction(2), direction(3)
EACH = 20


class _Reader:
    """Gives each text a vector near its group's, of each size the same, and notes what it read."""

    def __init__(self) -> None:
        centres = {"having": HAVING, "near": NEAR, "far": FAR}
        self._vectors = {
            f"{name} {n}": vector
            for name, centre in centres.items()
            for n, vector in enumerate(around(centre / np.linalg.norm(centre), EACH, 0))
        }
        self.texts = list(self._vectors)
        self.read: dict[Size, set[str]] = {"small": set(), "large": set()}

    def vectors(self, texts: Sequence[str], size: Size) -> Floats:
        self.read[size].update(texts)
        return np.stack([self._vectors[text] for text in texts])

    def sentence(self, text: str) -> Sentence:
        def encode(_: str) -> Floats:
            vector: Floats = self._vectors[text]
            return vector

        return Sentence(text, {"small": encode, "large": encode})


def _trained(reader: _Reader, unlikely: float) -> ScreenedModel:
    has_it = np.array([text.startswith("having") for text in reader.texts])
    return ScreenedModel.fit(
        reader.texts, has_it, reader.vectors, c=10.0, unlikely=unlikely, steepness=6.0
    )


def test_only_what_is_likely_is_read_by_the_large_encoder() -> None:
    """In training that is what has the intent, and what the screen takes for it."""
    reader = _Reader()
    model = _trained(reader, 0.1)

    likely = {
        text
        for text in reader.texts
        if model.screen.chance(reader.sentence(text).vector("small")) >= 0.1
    }
    having = {text for text in reader.texts if text.startswith("having")}
    assert reader.read["small"] == set(reader.texts)
    assert reader.read["large"] == likely | having
    assert not any(text.startswith("far") for text in likely)
    assert likely - having, "Nothing is left for the judge to learn from."


@pytest.mark.parametrize(("text", "large"), [("far 0", False), ("near 0", True)])
def test_a_sentence_is_judged_where_it_is_likely(text: str, large: bool) -> None:
    """Below the limit the screen's word is taken, and the large encoder never reads it."""
    reader = _Reader()
    model, sentence = _trained(reader, 0.1), reader.sentence(text)

    chance = model.chance(sentence, 0.1)

    assert sentence.has("large") is large
    by = model.judge if large else model.screen
    assert chance == by.chance(sentence.vector("small"))


def test_what_has_the_intent_is_found() -> None:
    """The judge tells apart what the screen mixes up."""
    reader = _Reader()
    model = _trained(reader, 0.1)

    chances = {text: model.chance(reader.sentence(text), 0.1) for text in reader.texts}

    assert min(chance for text, chance in chances.items() if text.startswith("having")) > 0.5
    assert max(chance for text, chance in chances.items() if text.startswith("near")) < 0.5


def test_a_screen_that_finds_nothing_likely_is_refused() -> None:
    """There is nothing that the judge could learn to tell from what has the intent."""
    with pytest.raises(ValueError, match="classes"):
        _trained(_Reader(), 1.1)


def test_what_is_kept_judges_the_same(tmp_path: Path) -> None:
    """A loaded model gives the same chances, but for rounding."""
    reader = _Reader()
    model = _trained(reader, 0.1)
    model.save(tmp_path)

    loaded = ScreenedModel.load(tmp_path)

    for text in reader.texts:
        sentence = reader.sentence(text)
        expected = pytest.approx(model.chance(sentence, 0.1), abs=2e-3)
        assert loaded.chance(sentence, 0.1) == expected
