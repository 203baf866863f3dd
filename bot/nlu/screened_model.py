"""One intent against all others, at the price of the small encoder for most messages.

A model of the small encoder's vectors screens: what it finds hardly likely is not read by the large
encoder at all. The model of the large one's vectors judges the rest, and learns from nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.nlu.examples import Size
from bot.nlu.floats import Floats
from bot.nlu.intent_model import IntentModel
from bot.nlu.sentence import Sentence
from bot.nlu.support_vectors import SupportVectors

Vectors = Callable[[Sequence[str], Size], Floats]
"""Gives the vectors of texts, float32 [n, size]."""


@dataclass(frozen=True)
class ScreenedModel:
    """Gives the chance that a sentence has the intent.

    Args:
        screen: of the small encoder's vectors.
        judge: of the large one's.
    """

    screen: IntentModel
    judge: SupportVectors

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        has_it: npt.NDArray[np.bool_],
        vectors: Vectors,
        *,
        c: float,
        unlikely: float,
        steepness: float,
    ) -> ScreenedModel:
        """Train on texts.

        Args:
            texts: with the intent and without.
            has_it: whether each has it, [n].
            vectors: reads them.
            c: inverse regularisation of the screen.
            unlikely: the chance below which the screen's word is taken.
            steepness: of the judge.

        Raises:
            ValueError: all texts have the intent, or none has, or all others are unlikely.
        """
        small = vectors(texts, "small")
        screen = IntentModel.fit(small, has_it, c)
        likely = np.array([screen.chance(vector) >= unlikely for vector in small])
        chosen = np.flatnonzero(likely | has_it)
        large = vectors([texts[n] for n in chosen], "large")
        return cls(screen, SupportVectors.fit(large, has_it[chosen], steepness))

    def chance(self, sentence: Sentence, unlikely: float) -> float:
        """Give the chance, 0 to 1; below `unlikely` the screen's word is taken."""
        chance = self.screen.chance(sentence.vector("small"))
        return chance if chance < unlikely else self.judge.chance(sentence.vector("large"))

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        self.screen.save(folder)
        self.judge.save(folder)

    @classmethod
    def load(cls, folder: Path) -> ScreenedModel:
        """Read what `save` wrote."""
        return cls(IntentModel.load(folder), SupportVectors.load(folder))
