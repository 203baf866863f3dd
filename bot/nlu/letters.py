"""A view of texts by their letters: it knows names, abbreviations and spellings.

A logistic regression for each label on the text's character n-grams. It needs no sentence vector,
so it is quick. A stored view is arrays, never a pickle.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from bot.nlu.floats import Floats
from bot.nlu.ngrams import Ngrams

# Stricter than 0.1, the solver takes a third longer and reads new texts no better. Its dual form is
# quicker still, but draws from a generator that all threads share: no model could be made again.
_SOLVER = {"solver": "liblinear", "tol": 0.1}
_ARRAYS = "letters.npz"


class Letters:
    """Gives each known label a probability by the letters of a text."""

    def __init__(self, arrays: dict[str, Any], ngrams: Ngrams) -> None:
        self._arrays = arrays
        self._ngrams = ngrams

    @classmethod
    def fit(cls, texts: Sequence[str], members: npt.NDArray[np.int64], c: float) -> Letters:
        """Train on texts and the number of each one's label; `c` is the inverse regularisation.

        Raises:
            ValueError: no n-gram stands in two of the texts.
        """
        ngrams, table = Ngrams.fit(texts)
        model = LogisticRegression(C=c, multi_class="ovr", **_SOLVER).fit(table, members)
        arrays = {
            "weights": model.coef_.T.astype(np.float16),
            "bias": model.intercept_.astype(np.float32),
        }
        return cls(arrays, ngrams)

    def shares(self, texts: Sequence[str]) -> Floats:
        """Give the probability of each label for each text: [n, labels]."""
        scores = np.stack([self.log_odds(text) for text in texts])
        chances: Floats = 1 / (1 + np.exp(-scores))
        shares: Floats = chances / chances.sum(axis=1, keepdims=True)
        return shares

    def log_odds(self, text: str) -> Floats:
        """Give the log-odds of each label, of the second one alone where there are two: [labels].

        What TfidfVectorizer gives, multiplied with the weights.
        """
        numbers, values = self._ngrams.of(text)
        # A text has few of the n-grams: only their weights are widened from 16 bits.
        weights = self._arrays["weights"][numbers].astype(np.float32)
        scores: Floats = values @ weights + self._arrays["bias"]
        return scores

    def save(self, folder: Path) -> None:
        """Write the view into a folder."""
        np.savez_compressed(folder / _ARRAYS, **self._arrays)
        self._ngrams.save(folder)

    @classmethod
    def load(cls, folder: Path) -> Letters:
        """Read what `save` wrote."""
        with np.load(folder / _ARRAYS, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        return cls(arrays, Ngrams.load(folder))
