"""Vectors kept as 8-bit integers: a quarter of the memory of 32-bit floats, and read twice as fast.

A vector's largest number becomes 127. Cosines come out to about 0.002.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Union

import numpy as np
import numpy.typing as npt

from bot.nlu.floats import Floats

Rows = Union[slice, npt.NDArray[np.int64]]
"""Some of the vectors: from one to another, or by their numbers."""

_ALL = slice(None)
_LARGEST = 127  # of an 8-bit integer
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
        integers, scales = scaled_integers(vectors, axis=1)
        return cls(integers, scales[:, 0])

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
    def stored(cls, name: str, arrays: Mapping[str, Any]) -> ShortVectors:
        """Take what was stored under a name."""
        return cls(arrays[f"{name}_integers"], arrays[f"{name}_scales"])


def scaled_integers(
    values: Floats, *, axis: int, largest: int = _LARGEST
) -> tuple[npt.NDArray[np.int8], Floats]:
    """Give 8-bit integers, and the scales that turn them into the values again.

    Args:
        values: float32 [rows, columns].
        axis: along which the values share a scale: 1 for one a row, 0 for one a column.
        largest: the integer that the largest value with a scale becomes.

    Returns:
        integers of the same shape, and scales whose length along the axis is 1.
    """
    largest_value = np.abs(values).max(axis=axis, keepdims=True, initial=0)
    scales = (largest_value / np.float32(largest) + _LEAST_SCALE).astype(np.float32)
    integers = np.round(values / scales).astype(np.int8)
    return np.ascontiguousarray(integers), scales
