"""The letters of a text as n-grams, each weighed by how often it stands there and how rare it is.

A stored set of n-grams is arrays, never a pickle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.floats import Floats

_SETTINGS = {"analyzer": "char_wb", "ngram_range": (2, 4), "min_df": 2, "sublinear_tf": True}
_FILE = "ngrams.npz"


class Ngrams:
    """Knows the n-grams of the texts that it was fitted on: 2 to 4 letters within a word."""

    def __init__(self, terms: Sequence[str], idf: Floats) -> None:
        self._terms = list(terms)
        self._idf = idf
        self._number = {term: number for number, term in enumerate(self._terms)}
        self._split = TfidfVectorizer(**_SETTINGS).build_analyzer()

    @classmethod
    def fit(cls, texts: Sequence[str]) -> tuple[Ngrams, csr_matrix]:
        """Learn which there are, and give what each text has of them: float32 [texts, n-grams].

        Raises:
            ValueError: none stands in two of the texts.
        """
        vectoriser = TfidfVectorizer(**_SETTINGS, dtype=np.float32)
        table = vectoriser.fit_transform(texts)
        return cls(vectoriser.get_feature_names_out(), vectoriser.idf_.astype(np.float32)), table

    def of(self, text: str) -> tuple[npt.NDArray[np.int64], Floats]:
        """Give the numbers of the n-grams that a text has, and their weights, of length 1 together.

        What TfidfVectorizer gives. It is made for many texts at once: for one it takes four times
        as long. A text may have none that are known.
        """
        found = Counter(n for n in map(self._number.get, self._split(text)) if n is not None)
        numbers = np.fromiter(found, np.int64, len(found))
        counts = np.fromiter(found.values(), np.float32, len(found))
        weights: Floats = (1 + np.log(counts)) * self._idf[numbers]
        return numbers, weights / np.linalg.norm(weights) if found else weights

    def save(self, folder: Path) -> None:
        """Write them into a folder."""
        np.savez_compressed(folder / _FILE, terms=np.array(self._terms, str), idf=self._idf)

    @classmethod
    def load(cls, folder: Path) -> Ngrams:
        """Read what `save` wrote."""
        with np.load(folder / _FILE, allow_pickle=False) as stored:
            return cls(stored["terms"].tolist(), stored["idf"])
