"""Training examples as the models see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from bot.nlu.floats import Floats

Size = Literal["small", "large"]
"""Of an encoder: the small one is quick, the large one understands more."""


@dataclass(frozen=True)
class Examples:
    """Texts [n] with their sentence vectors, for each size of encoder [n, size]."""

    texts: npt.NDArray[np.object_]
    vectors: Mapping[Size, Floats]

    def take(self, chosen: npt.NDArray[np.bool_]) -> Examples:
        """Give the examples where `chosen` is true."""
        taken = {size: vectors[chosen] for size, vectors in self.vectors.items()}
        return Examples(self.texts[chosen], taken)
