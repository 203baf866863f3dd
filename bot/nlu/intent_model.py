"""One intent against all others: a logistic regression on the sentence vector."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from bot.nlu.floats import Floats

_MOST_ROUNDS = 300
_FILE = "intent_model.npz"


@dataclass(frozen=True)
class IntentModel:
    """Gives the chance that a text has the intent.

    Args:
        weights: float32 [size].
        bias: the log-odds where the vector says nothing.
    """

    weights: Floats
    bias: float

    @classmethod
    def fit(cls, vectors: Floats, has_it: npt.NDArray[np.bool_], c: float) -> IntentModel:
        """Train on vectors [n, size]; `c` is the inverse regularisation."""
        model = LogisticRegression(C=c, max_iter=_MOST_ROUNDS).fit(vectors, has_it)
        return cls(model.coef_[0].astype(np.float32), float(model.intercept_[0]))

    def chance(self, vector: Floats) -> float:
        """Give the chance for one vector [size], 0 to 1."""
        return float(1 / (1 + np.exp(-(vector @ self.weights + self.bias))))

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        np.savez(folder / _FILE, weights=self.weights, bias=self.bias)

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Read what `save` wrote."""
        with np.load(folder / _FILE, allow_pickle=False) as stored:
            return cls(stored["weights"], float(stored["bias"]))
