"""One intent against all others, by the examples at its border: a support vector machine.

Its kernel is the radial one on sentence vectors, so an example counts most for what is near to it:
"she fell off the list" beside "she fell off the chair" bends the border just there, which one
straight border through all sentences cannot do.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.svm import SVC

from bot.nlu.floats import Floats
from bot.nlu.short_vectors import ShortVectors

_C = 10.0
_GAMMA = 0.5
_CACHE = 1000  # MB while it learns; with scikit-learn's 200 it takes three times as long
_FILE = "support_vectors.npz"


@dataclass(frozen=True)
class SupportVectors:
    """Gives the chance that a text has the intent.

    Args:
        vectors: of the examples at the border, each of length 1.
        weights: what each of them counts, float32 [examples]; below 0 it lacks the intent.
        bias: what is added to what the examples say.
        steepness: how quickly the chance grows across the border. It sets what a chance means.
    """

    vectors: ShortVectors
    weights: Floats
    bias: float
    steepness: float

    @classmethod
    def fit(
        cls, vectors: Floats, has_it: npt.NDArray[np.bool_], steepness: float
    ) -> SupportVectors:
        """Train on vectors of length 1, [n, size].

        Raises:
            ValueError: all of them have the intent, or none has.
        """
        # It learns from what is kept, so that nothing is lost by keeping it.
        short = ShortVectors.of(vectors)
        model = SVC(C=_C, gamma=_GAMMA, cache_size=_CACHE).fit(short.whole(), has_it)
        weights = model.dual_coef_[0].astype(np.float32)
        border = ShortVectors(short.integers[model.support_], short.scales[model.support_])
        return cls(border, weights, float(model.intercept_[0]), steepness)

    def chance(self, vector: Floats) -> float:
        """Give the chance for one vector [size] of length 1, 0 to 1."""
        nearness = np.exp(2 * _GAMMA * (self.vectors.products(vector) - 1))
        side = float(nearness @ self.weights) + self.bias
        return float(1 / (1 + np.exp(-self.steepness * side)))

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        np.savez_compressed(
            folder / _FILE,
            **self.vectors.arrays("border"),
            weights=self.weights,
            numbers=np.array([self.bias, self.steepness]),
        )

    @classmethod
    def load(cls, folder: Path) -> SupportVectors:
        """Read what `save` wrote."""
        with np.load(folder / _FILE, allow_pickle=False) as stored:
            vectors = ShortVectors.stored("border", stored)
            return cls(vectors, stored["weights"], *map(float, stored["numbers"]))
