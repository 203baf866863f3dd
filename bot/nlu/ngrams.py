"""The letters of a text as n-grams, each weighed by how often it stands there and how rare it is.

A stored set of n-grams is arrays, never a pickle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.floats import Floats

_SHORTEST, _LONGEST = 2, 4  # letters
_SETTINGS = {
    "analyzer": "char_wb",
    "ngram_range": (_SHORTEST, _LONGEST),
    "min_df": 2,
    "sublinear_tf": True,
}
_KEPT = 2048  # words whose n-grams are kept: a message's parts are read again and again
_FILE = "ngrams.npz"


class Ngrams:
    """Knows the n-grams of the texts that it was fitted on: 2 to 4 letters within a word."""

    def __init__(self, terms: Sequence[str], idf: Floats) -> None:
        self._terms = list(terms)
        self._idf = idf
        self._number = {term: number for number, term in enumerate(self._terms)}
        self._of_word = lru_cache(_KEPT)(self._numbers)

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
        found = Counter(chain.from_iterable(map(self._of_word, text.lower().split())))
        numbers = np.fromiter(found, np.int64, len(found))
        counts = np.fromiter(found.values(), np.float32, len(found))
        weights: Floats = (1 + np.log(counts)) * self._idf[numbers]
        return numbers, weights / np.linalg.norm(weights) if found else weights

    def _numbers(self, word: str) -> tuple[int, ...]:
        found = map(self._number.get, _ngrams(word))
        return tuple(number for number in found if number is not None)

    def save(self, folder: Path) -> None:
        """Write them into a folder."""
        np.savez_compressed(folder / _FILE, terms=np.array(self._terms, str), idf=self._idf)

    @classmethod
    def load(cls, folder: Path) -> Ngrams:
        """Read what `save` wrote."""
        with np.load(folder / _FILE, allow_pickle=False) as stored:
            return cls(stored["terms"].tolist(), stored["idf"])


def _ngrams(word: str) -> Iterator[str]:
    """Give the n-grams of a word with a space on either side: the analyzer "char_wb"."""
    padded = f" {word} "
    for length in range(_SHORTEST, _LONGEST + 1):
        for first in range(max(1, len(padded) - length + 1)):
            yield padded[first : first + length]
        if length >= len(padded):
            return
