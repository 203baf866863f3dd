"""A view of texts by their letters: it knows names, abbreviations and spellings.

A logistic regression for each label on the text's character n-grams. It needs no sentence vector,
so it is quick. A stored view is arrays and JSON, never a pickle.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.nlu.floats import Floats

_NGRAMS = {"analyzer": "char_wb", "ngram_range": (2, 4), "min_df": 2, "sublinear_tf": True}
# Stricter than 0.1, the solver takes a third longer and reads new texts no better. Its dual form is
# quicker still, but draws from a generator that all threads share: no model could be made again.
_SOLVER = {"solver": "liblinear", "tol": 0.1}
_ARRAYS, _TERMS = "letters.npz", "letters.json"


class Letters:
    """Gives each known label a probability by the letters of a text."""

    def __init__(self, arrays: dict[str, Any], terms: list[str]) -> None:
        self._arrays = arrays
        self._terms = terms
        self._number = {term: number for number, term in enumerate(terms)}
        self._ngrams_of = TfidfVectorizer(**_NGRAMS).build_analyzer()

    @classmethod
    def fit(cls, texts: Sequence[str], members: npt.NDArray[np.int64], c: float) -> Letters:
        """Train on texts and the number of each one's label; `c` is the inverse regularisation."""
        ngrams = TfidfVectorizer(**_NGRAMS)
        table = ngrams.fit_transform(texts)
        model = LogisticRegression(C=c, multi_class="ovr", **_SOLVER).fit(table, members)
        arrays = {
            "weights": model.coef_.T.astype(np.float16),
            "bias": model.intercept_.astype(np.float32),
            "idf": ngrams.idf_.astype(np.float32),
        }
        return cls(arrays, list(ngrams.get_feature_names_out()))

    def shares(self, texts: Sequence[str]) -> Floats:
        """Give the probability of each label for each text: [n, labels]."""
        scores = np.stack([self.log_odds(text) for text in texts])
        chances: Floats = 1 / (1 + np.exp(-scores))
        shares: Floats = chances / chances.sum(axis=1, keepdims=True)
        return shares

    def log_odds(self, text: str) -> Floats:
        """Give the log-odds of each label, of the second one alone where there are two: [labels].

        What TfidfVectorizer gives, multiplied with the weights. It is made for many texts at once:
        for one it takes four times as long.
        """
        found = Counter(n for n in map(self._number.get, self._ngrams_of(text)) if n is not None)
        bias: Floats = self._arrays["bias"]
        if not found:
            return bias
        numbers = np.fromiter(found, np.int64, len(found))
        counts = np.fromiter(found.values(), np.float32, len(found))
        values = (1 + np.log(counts)) * self._arrays["idf"][numbers]
        # A text has few of the n-grams: only their weights are widened from 16 bits.
        weights = self._arrays["weights"][numbers].astype(np.float32)
        scores: Floats = values @ weights / np.linalg.norm(values) + bias
        return scores

    def save(self, folder: Path) -> None:
        """Write the view into a folder."""
        np.savez_compressed(folder / _ARRAYS, **self._arrays)
        (folder / _TERMS).write_text(json.dumps(self._terms), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Letters:
        """Read what `save` wrote."""
        with np.load(folder / _ARRAYS, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        return cls(arrays, json.loads((folder / _TERMS).read_text(encoding="utf-8")))
