"""A text with its vectors, each of which is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.nlu.examples import Size
from bot.nlu.floats import Floats

Encode = Callable[[str], Floats]
"""Gives the vector of a text, float32 [size]."""


@dataclass
class Sentence:
    """A message as the models read it.

    Args:
        text: with its spelling corrected.
        encoders: of each size.
    """

    text: str
    encoders: Mapping[Size, Encode] = field(repr=False)
    # Rasa compares examples by what they print: hundreds of numbers each would take it 30 seconds.
    _vectors: dict[Size, Floats] = field(default_factory=dict, repr=False)

    def vector(self, size: Size) -> Floats:
        """Give the vector of a size: the large one takes 10 to 25 ms the first time."""
        if size not in self._vectors:
            self._vectors[size] = self.encoders[size](self.text)
        return self._vectors[size]

    def has(self, size: Size) -> bool:
        """Tell whether a vector was made already."""
        return size in self._vectors
