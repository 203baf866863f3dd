"""A view of the topics by their letters: it knows names, abbreviations and spellings.

A logistic regression for each label on the text's character n-grams. It needs no sentence vector,
so it is quick. A stored view is arrays and JSON, never a pickle.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.nlu.floats import Floats

_NGRAMS = {"analyzer": "char_wb", "ngram_range": (2, 4), "min_df": 2, "sublinear_tf": True}
_TOLERANCE = 0.01  # of the solver: stricter takes twice as long and finds no more
_ARRAYS, _TERMS = "letters.npz", "letters.json"


class Letters:
    """Gives each known label a probability by the letters of a text."""

    def __init__(self, arrays: dict[str, Any], terms: list[str]) -> None:
        self._arrays = arrays
        self._terms = terms
        self._ngrams = TfidfVectorizer(**_NGRAMS, vocabulary={t: i for i, t in enumerate(terms)})
        self._ngrams.idf_ = arrays["idf"]

    @classmethod
    def fit(cls, texts: Sequence[str], members: npt.NDArray[np.int64], c: float) -> Letters:
        """Train on texts and the number of each one's label; `c` is the inverse regularisation."""
        ngrams = TfidfVectorizer(**_NGRAMS)
        table = ngrams.fit_transform(texts)

        model = LogisticRegression(C=c, solver="liblinear", multi_class="ovr", tol=_TOLERANCE)
        model.fit(table, members)
        arrays = {
            "weights": model.coef_.T.astype(np.float16),
            "bias": model.intercept_.astype(np.float32),
            "idf": ngrams.idf_,
        }
        return cls(arrays, list(ngrams.get_feature_names_out()))

    def shares(self, texts: Sequence[str]) -> Floats:
        """Give the probability of each label for each text: [n, labels]."""
        table: csr_matrix = self._ngrams.transform(texts)
        # A text has few of the n-grams: only their weights are widened from 16 bits.
        used = np.unique(table.indices)
        weights = self._arrays["weights"][used].astype(np.float32)
        scores = table[:, used] @ weights + self._arrays["bias"]
        chances: Floats = 1 / (1 + np.exp(-scores))
        shares: Floats = chances / chances.sum(axis=1, keepdims=True)
        return shares

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
