"""Vectors kept as 8-bit integers: a quarter of the memory of 32-bit floats, and read twice as fast.

A vector's largest number becomes 127. Cosines come out to about 0.002.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

import numpy as np
import numpy.typing as npt

from bot.nlu.floats import Floats

Rows = Union[slice, npt.NDArray[np.int64]]
"""Some of the vectors: from one to another, or by their numbers."""

_ALL = slice(None)
_LARGEST = 127
_LEAST_SCALE = 1e-12  # a vector of zeros has no largest number
_AT_ONCE = 1024  # widened to floats together: they stay in the processor's cache


@dataclass(frozen=True, eq=False, repr=False)
class ShortVectors:
    """Many vectors with which others are compared.

    Args:
        integers: int8 [vectors, size].
        scales: what makes each of them a vector again, float32 [vectors].
    """

    integers: npt.NDArray[np.int8]
    scales: Floats

    @classmethod
    def of(cls, vectors: Floats) -> ShortVectors:
        """Shorten vectors, float32 [vectors, size]."""
        scales = np.abs(vectors).max(axis=1, initial=0) / np.float32(_LARGEST) + _LEAST_SCALE
        integers = np.round(vectors / scales[:, np.newaxis]).astype(np.int8)
        return cls(integers, scales.astype(np.float32))

    def __len__(self) -> int:
        """Count the vectors."""
        return len(self.integers)

    def whole(self, rows: Rows = _ALL) -> Floats:
        """Give vectors as floats again, [rows, size]."""
        found: Floats = self.integers[rows].astype(np.float32) * self.scales[rows, np.newaxis]
        return found

    def products(self, vector: Floats, rows: Rows = _ALL) -> Floats:
        """Multiply vectors with one, float32 [size]: the cosines, if all have length 1, [rows]."""
        chosen = self.integers[rows]
        found = np.empty(len(chosen), np.float32)
        for first in range(0, len(chosen), _AT_ONCE):
            part = slice(first, first + _AT_ONCE)
            found[part] = chosen[part].astype(np.float32) @ vector
        products: Floats = found * self.scales[rows]
        return products

    def arrays(self, name: str) -> dict[str, npt.NDArray[np.generic]]:
        """Give what is to be stored under a name."""
        return {f"{name}_integers": self.integers, f"{name}_scales": self.scales}

    @classmethod
    def stored(cls, name: str, arrays: np.lib.npyio.NpzFile) -> ShortVectors:
        """Take what was stored under a name."""
        return cls(arrays[f"{name}_integers"], arrays[f"{name}_scales"])
