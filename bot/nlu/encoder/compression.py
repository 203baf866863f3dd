"""Write the encoder with 8-bit integers: a third of the time of 32-bit floats and of their memory.

Each token's values are divided by the largest of them before they become integers, so every token
has a scale of its own: "vector-wise" in "LLM.int8()" (arXiv 2208.07339, section 3). One with large
values makes no other coarse, and a text has the same vector alone and in a batch.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto

from bot.nlu.encoder.onnx_graph import MICROSOFT, WORDS, Graph, Weights, build
from bot.nlu.encoder.onnx_shapes import Shape
from bot.nlu.encoder.sentence_encoder import MODEL, NUMBERS
from bot.nlu.short_vectors import scaled_integers

_LEAST_APART = 1024  # bytes of a tensor
_LARGEST = 127  # of a token's integers
_LARGEST_WEIGHT = 63  # seven bits: on processors without VNNI the products of eight overflow
_ZERO = 128  # the unsigned integer that stands for 0


def compressed(shape: Shape, weights: Weights, max_tokens: int) -> dict[str, bytes]:
    """Give the model with 8-bit integers: the content of its two files by their names.

    The numbers stand apart from the graph, as onnxruntime maps such a file into memory where it
    would copy what stands in the graph: of both encoders 30 MB less remain.
    """
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        onnx.save(
            build(IntegerGraph(shape, weights), max_tokens),
            home / MODEL,
            save_as_external_data=True,
            location=NUMBERS,
            size_threshold=_LEAST_APART,
        )
        return {name: (home / name).read_bytes() for name in (MODEL, NUMBERS)}


class IntegerGraph(Graph):
    """Multiplies integers in the linear layers; all else is done with 32-bit floats."""

    def __init__(self, shape: Shape, weights: Weights) -> None:
        super().__init__(shape, weights)
        self._made: dict[str, tuple[str, str]] = {}

    def words(self) -> str:
        """Keep each word's vector as integers with a scale of its own: 24 MB instead of 94."""
        integers, scales = scaled_integers(self.raw(WORDS), axis=1)
        small, scale = self.constant("words", integers), self.constant("word_scales", scales)
        whole = self.node("Gather", [small, "input_ids"])
        whole = self.node("Cast", [whole], to=TensorProto.FLOAT)
        return self.node("Mul", [whole, self.node("Gather", [scale, "input_ids"])])

    def product(self, names: Sequence[str], inputs: str) -> str:
        """Multiply integers; what comes out is scaled for each token and each column."""
        values, largest = self._token_integers(inputs)
        integers, scales = scaled_integers(self.side(names), axis=0, largest=_LARGEST_WEIGHT)
        name = names[0]
        product = self.node(
            "MatMulIntegerToFloat",
            [
                values,
                self.constant(f"{name}.integers", integers),
                self.constant("token_scale", np.array(1 / _LARGEST, np.float32)),
                self.constant(f"{name}.scales", scales[0]),
                self.constant("token_zero", np.array(_ZERO, np.uint8)),
            ],
            domain=MICROSOFT,
        )
        return self.node("Mul", [product, largest])

    def _token_integers(self, inputs: str) -> tuple[str, str]:
        """Give the integers of the input, and each token's largest value; once for each input."""
        if inputs not in self._made:
            size = self.node("Abs", [inputs])
            # Never zero: behind a layer norm, a softmax or a GELU some value always differs.
            largest = self.node("ReduceMax", [size], axes=[-1], keepdims=1)
            scale = self.constant("token_scale", np.array(1 / _LARGEST, np.float32))
            zero = self.constant("token_zero", np.array(_ZERO, np.uint8))
            shares = self.node("Div", [inputs, largest])
            self._made[inputs] = self.node("QuantizeLinear", [shares, scale, zero]), largest
        return self._made[inputs]
