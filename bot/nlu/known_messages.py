"""Known messages, and how far a new one is like each of them.

Half of it is their meaning (the sentence vectors), half their letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, load_npz, save_npz

from bot.nlu.floats import Floats
from bot.nlu.ngrams import Ngrams
from bot.nlu.sentence import Encode, Sentence
from bot.nlu.short_vectors import Rows, ShortVectors

_NARROWNESS = 3.0  # how quickly a message counts less the further off its meaning is
_LETTERS_SHARE = 0.5  # of how much two messages are alike; their meaning has the rest
_ALL = slice(None)
_VECTORS, _TABLE = "vectors.npz", "table.npz"


@dataclass(frozen=True, eq=False, repr=False)
class KnownMessages:
    """Says how far messages are alike, 0 to 1.

    Args:
        vectors: of the messages, by the small encoder, each of length 1.
        table: what each has of the n-grams, float32 [n-grams, messages].
        ngrams: that the table has.
    """

    vectors: ShortVectors
    table: csr_matrix
    ngrams: Ngrams

    @classmethod
    def fit(cls, texts: Sequence[str], encode: Encode) -> KnownMessages:
        """Read the messages.

        Raises:
            ValueError: no n-gram stands in two of them.
        """
        ngrams, table = Ngrams.fit(texts)
        vectors = ShortVectors.of(np.stack([encode(text) for text in texts]))
        return cls(vectors, table.T.tocsr(), ngrams)

    def alike(self, sentence: Sentence, rows: Rows = _ALL) -> Floats:
        """Compare a new message with known ones: float32 [rows]."""
        numbers, values = self.ngrams.of(sentence.text)
        letters = self.table[numbers].T @ values
        return _alike(self.vectors.products(sentence.vector("small"), rows), letters[rows])

    def alike_each(self, rows: Rows, others: Rows = _ALL) -> Floats:
        """Compare some of the known messages with others of them: float32 [rows, others]."""
        letters = (self.table.T[rows] @ self.table[:, others]).toarray()
        return _alike(self.vectors.whole(rows) @ self.vectors.whole(others).T, letters)

    def save(self, folder: Path) -> None:
        """Write them into a folder."""
        np.savez_compressed(folder / _VECTORS, **self.vectors.arrays("messages"))
        save_npz(folder / _TABLE, self.table)
        self.ngrams.save(folder)

    @classmethod
    def load(cls, folder: Path) -> KnownMessages:
        """Read what `save` wrote."""
        with np.load(folder / _VECTORS, allow_pickle=False) as stored:
            vectors = ShortVectors.stored("messages", stored)
        return cls(vectors, load_npz(folder / _TABLE), Ngrams.load(folder))


def _alike(meaning: Floats, letters: Floats) -> Floats:
    near = np.exp(_NARROWNESS * (meaning - 1))
    alike: Floats = (1 - _LETTERS_SHARE) * near + _LETTERS_SHARE * letters
    return alike
