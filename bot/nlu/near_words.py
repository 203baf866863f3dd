"""Find the dictionary's words that are a slip or two away from a misspelt one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

_BITS = np.array([number.bit_count() for number in range(1 << 16)], np.uint8)
_CHANGED_BY_AN_EDIT = 2  # a letter of a word may vanish from its set, and another come into it


class NearWords:
    """A dictionary to look up misspelt words in.

    A slip is a letter left out, added, changed, or swapped with its neighbour. Before any distance
    is measured, all words are left out whose length or set of letters is too different: that is
    quick, and never loses a word that is near enough.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Keep the words with their frequencies."""
        self._counts = counts
        self._words = sorted(counts, key=len)
        self._lengths = np.array([len(word) for word in self._words])
        self._letters = np.array([_letters(word) for word in self._words], np.uint32)

    def nearest(self, word: str, most_edits: int) -> tuple[str, int] | None:
        """Give the most frequent of the nearest words and its distance; None where none is near."""
        candidates = [self._words[n] for n in self._similar(word, most_edits)]
        near = process.extract(
            word, candidates, scorer=OSA.distance, score_cutoff=most_edits, limit=None
        )
        if not near:
            return None
        distance = min(edits for _, edits, _ in near)
        best = max((w for w, edits, _ in near if edits == distance), key=self._counts.__getitem__)
        return best, int(distance)

    def _similar(self, word: str, most_edits: int) -> npt.NDArray[np.intp]:
        shortest, longest = len(word) - most_edits, len(word) + most_edits
        first, last = np.searchsorted(self._lengths, [shortest, longest + 1])
        other = self._letters[first:last] ^ np.uint32(_letters(word))
        changed = _BITS[other & 0xFFFF] + _BITS[other >> 16]
        places = np.flatnonzero(changed <= _CHANGED_BY_AN_EDIT * most_edits)
        found: npt.NDArray[np.intp] = places + first
        return found


def _letters(word: str) -> int:
    """Give the set of a word's letters as 32 bits; a to z have a bit each."""
    bits = 0
    for letter in word:
        bits |= 1 << ord(letter) % 32
    return bits
