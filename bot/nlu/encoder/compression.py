"""Write the encoder with 8-bit integers: half the time of 32-bit floats, a third of the memory.

A few values inside each feed-forward layer are up to 20 times larger than all others. Integers
that reach so far are too coarse for the rest, so these few stay 32-bit floats: the way of
"LLM.int8()" (arXiv 2208.07339), with places that are found once, when the encoder is built.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from bot.nlu.encoder import onnx_graph
from bot.nlu.encoder.onnx_graph import OUTLIERS, Outliers, Weights
from bot.nlu.encoder.onnx_shapes import Shape
from bot.nlu.encoder.sentence_encoder import MODEL, NUMBERS

_LEAST_APART = 1024  # bytes of a tensor
# Of the kinds that people send; the outliers lie in the same places for all of them.
_TEXTS = (
    "hi",
    "forgot password",
    "I cannot log in.",
    "How do I open the shared mailbox on my phone?",
    "a carer left last month, who do i tell about her email",
    "It says: your account has been locked! What now?",
    "We have a new deputy starting on Monday and she needs an account. Who sets that up for her, "
    "and how long does it usually take until she can send emails to the surgery?",
    "ODS code A1B2C, 3 users, 0333 100 2000",
)


def compressed(
    shape: Shape, weights: Weights, tokenizer: Tokenizer, max_tokens: int
) -> dict[str, bytes]:
    """Give the model with 8-bit integers: the content of its two files by their names.

    The numbers stand apart from the graph, as onnxruntime maps such a file into memory where it
    would copy what stands in the graph: of both encoders 30 MB less remain.
    """
    with tempfile.TemporaryDirectory() as scratch:
        exact, full, small = (Path(scratch, name) for name in ("exact", "full", "small"))
        onnx.save(onnx_graph.build(shape, weights, max_tokens), exact)
        outliers = find_outliers(shape, exact, tokenizer)
        exact.unlink()
        onnx.save(onnx_graph.build(shape, weights, max_tokens, outliers), full)
        quantize_dynamic(
            full,
            small,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            # Seven bits: on processors without VNNI the products of eight overflow.
            reduce_range=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=onnx_graph.outlier_nodes(shape),
        )
        home = Path(scratch)
        onnx.save(
            onnx.load(small),
            home / MODEL,
            save_as_external_data=True,
            location=NUMBERS,
            size_threshold=_LEAST_APART,
        )
        return {name: (home / name).read_bytes() for name in (MODEL, NUMBERS)}


def find_outliers(shape: Shape, model: Path, tokenizer: Tokenizer) -> Outliers:
    """Give the places of the largest values inside each feed-forward layer of the exact model."""
    observed = onnx.load(model)
    for name in onnx_graph.inner_values(shape):
        value = onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None)
        observed.graph.output.append(value)
    session = onnxruntime.InferenceSession(
        observed.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    largest = np.zeros(())
    for text in _TEXTS:
        tokens = np.array([tokenizer.encode(text).ids], np.int64)
        values = session.run(onnx_graph.inner_values(shape), {"input_ids": tokens})
        largest = np.maximum(largest, [np.abs(value[0]).max(axis=0) for value in values])
    places: Outliers = np.sort(np.argsort(largest, axis=1)[:, -OUTLIERS:], axis=1)
    return places
