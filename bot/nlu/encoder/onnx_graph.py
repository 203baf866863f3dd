"""Write an encoder of BERT's family with mean pooling as an ONNX graph, straight from its weights.

Neither PyTorch nor TensorFlow is needed: the graph is written node by node after "BERT" (arXiv
1810.04805, section 3) and "MPNet: Masked and Permuted Pre-training for Language Understanding"
(arXiv 2004.09297) with the relative position buckets of T5 (arXiv 1910.10683, section 2.1).
`onnx_shapes.py` says what is different between them.

Input `input_ids`: int64 [1, tokens]. Output `embedding`: float32 [1, hidden], of length 1.
One text at a time, so that no padding and no attention mask are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from bot.nlu.encoder.onnx_shapes import Shape

BUCKETS = 32
BUCKET_MAX_DISTANCE = 128
OUTLIERS = 32
"""Inner values of each feed-forward layer that are multiplied as 32-bit floats."""
_WORDS = "embeddings.word_embeddings.weight"
_INT8_MAX = 127
_LEAST_SCALE = 1e-12  # the vector of padding is zero
_OPSET = 17  # the first with LayerNormalization
_IR_VERSION = 8

Weights = Mapping[str, npt.NDArray[np.float32]]
Outliers = npt.NDArray[np.int64]
"""The places of the outliers in each layer: int64 [layers, OUTLIERS]."""


def build(
    shape: Shape, weights: Weights, max_tokens: int, outliers: Outliers | None = None
) -> onnx.ModelProto:
    """Build the graph for texts of at most `max_tokens` tokens.

    With `outliers` it is laid out for 8-bit integers: they stand last in each feed-forward layer
    and are multiplied apart (`outlier_nodes`), and the words' vectors are integers already.
    """
    graph = _Graph(shape, weights if outliers is None else outliers_last(weights, outliers))
    words = _word_embeddings if outliers is None else _small_word_embeddings
    dense = graph.linear if outliers is None else graph.split_linear
    hidden = _embeddings(graph, words(graph), max_tokens)
    bias = _distance_bias(graph, max_tokens) if shape.distances else None
    for layer in range(shape.layers):
        hidden = _feed_forward(graph, layer, _attention(graph, layer, hidden, bias), dense)
    pooled = graph.node("ReduceMean", [hidden], axes=[1], keepdims=0)
    graph.node("LpNormalization", [pooled], output="embedding", axis=1, p=2)
    return graph.model()


def outlier_nodes(shape: Shape) -> list[str]:
    """Name the nodes that multiply the outliers, which are to stay 32-bit floats."""
    return [f"{_name(layer, 'output.dense')}.outliers" for layer in range(shape.layers)]


def inner_values(shape: Shape) -> list[str]:
    """Name the values inside the feed-forward layers, each float32 [1, tokens, 4 * hidden]."""
    return [f"{_name(layer, 'intermediate')}.gelu" for layer in range(shape.layers)]


def outliers_last(weights: Weights, outliers: Outliers) -> Weights:
    """Reorder the inside of each feed-forward layer; the layer computes what it did before."""
    changed = dict(weights)
    for layer, last in enumerate(outliers):
        inner, out = _name(layer, "intermediate.dense"), _name(layer, "output.dense")
        size = len(weights[f"{inner}.bias"])
        order = np.concatenate([np.setdiff1d(np.arange(size), last), last])
        changed[f"{inner}.weight"] = weights[f"{inner}.weight"][order]
        changed[f"{inner}.bias"] = weights[f"{inner}.bias"][order]
        changed[f"{out}.weight"] = weights[f"{out}.weight"][:, order]
    return changed


def relative_buckets(tokens: int) -> npt.NDArray[np.int64]:
    """Give the bucket of each pair of positions: int64 [tokens, tokens]."""
    position = np.arange(tokens)
    backwards = position[:, None] - position[None, :]
    half = BUCKETS // 2
    exact = half // 2
    distance = np.abs(backwards)
    scale = np.log(np.maximum(distance, 1) / exact) / np.log(BUCKET_MAX_DISTANCE / exact)
    far = np.minimum(exact + (scale * (half - exact)).astype(np.int64), half - 1)
    buckets: npt.NDArray[np.int64] = (backwards < 0) * half + np.where(
        distance < exact, distance, far
    )
    return buckets


class _Graph:
    """Collects nodes and initialisers; each node has one output, named after it."""

    def __init__(self, shape: Shape, weights: Weights) -> None:
        self.shape = shape
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._initialisers: dict[str, onnx.TensorProto] = {}

    def node(
        self, operator: str, inputs: list[str], *, output: str = "", **attributes: object
    ) -> str:
        name = output or f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [name], name=name, **attributes))
        return name

    def constant(self, name: str, value: npt.NDArray[np.generic]) -> str:
        self._initialisers[name] = numpy_helper.from_array(value, name)
        return name

    def ints(self, *values: int) -> str:
        name = "ints_" + "_".join(map(str, values)).replace("-", "m")
        return self.constant(name, np.array(values, np.int64))

    def weight(self, name: str) -> str:
        return self.constant(name, np.ascontiguousarray(self._weights[name]))

    def raw(self, name: str) -> npt.NDArray[np.float32]:
        return self._weights[name]

    def linear(self, name: str, inputs: str) -> str:
        """Upstream keeps a linear layer's weight as [out, in]: turn it for MatMul."""
        turned = np.ascontiguousarray(self._weights[f"{name}.weight"].T)
        product = self.node(
            "MatMul", [inputs, self.constant(f"{name}.weight", turned)], output=name
        )
        return self.node("Add", [product, self.weight(f"{name}.bias")])

    def split_linear(self, name: str, inputs: str) -> str:
        """Do what `linear` does, the last `OUTLIERS` inputs by a multiplication of their own."""
        turned = np.ascontiguousarray(self._weights[f"{name}.weight"].T)
        cut = len(turned) - OUTLIERS
        parts = [
            self.node(
                "MatMul",
                [
                    self.node("Slice", [inputs, self.ints(first), self.ints(end), self.ints(2)]),
                    self.constant(f"{part}.weight", turned[first:end]),
                ],
                output=part,
            )
            for part, first, end in (
                (name, 0, cut),
                (f"{name}.outliers", cut, len(turned)),
            )
        ]
        return self.node("Add", [self.node("Add", parts), self.weight(f"{name}.bias")])

    def layer_norm(self, name: str, inputs: str) -> str:
        return self.node(
            "LayerNormalization",
            [inputs, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")],
            axis=-1,
            epsilon=self.shape.epsilon,
        )

    def model(self) -> onnx.ModelProto:
        tokens = helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"])
        size = [1, self.shape.hidden]
        embedding = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, size)
        graph = helper.make_graph(
            self._nodes, "encoder", [tokens], [embedding], list(self._initialisers.values())
        )
        opsets = [helper.make_opsetid("", _OPSET)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)


def _name(layer: int, part: str) -> str:
    return f"encoder.layer.{layer}.{part}"


def _token_count(graph: _Graph) -> str:
    shape = graph.node("Shape", ["input_ids"])
    return graph.node("Slice", [shape, graph.ints(1), graph.ints(2)])


def _word_embeddings(graph: _Graph) -> str:
    return graph.node("Gather", [graph.weight(_WORDS), "input_ids"])


def _small_word_embeddings(graph: _Graph) -> str:
    """Keep each word's vector as 8-bit integers with a scale of its own: 24 MB instead of 94."""
    table = graph.raw(_WORDS)
    scale = np.abs(table).max(axis=1, keepdims=True) / np.float32(_INT8_MAX) + _LEAST_SCALE
    small = graph.constant("word_integers", np.round(table / scale).astype(np.int8))
    scales = graph.constant("word_scales", scale.astype(np.float32))
    whole = graph.node("Cast", [graph.node("Gather", [small, "input_ids"])], to=TensorProto.FLOAT)
    return graph.node("Mul", [whole, graph.node("Gather", [scales, "input_ids"])])


def _embeddings(graph: _Graph, words: str, max_tokens: int) -> str:
    table = graph.raw("embeddings.position_embeddings.weight")
    first = graph.shape.first_position
    places = table[first : first + max_tokens]
    if graph.shape.segments:
        places = places + graph.raw("embeddings.token_type_embeddings.weight")[0]
    positions = graph.constant("positions", np.ascontiguousarray(places))
    used = graph.node("Slice", [positions, graph.ints(0), _token_count(graph), graph.ints(0)])
    return graph.layer_norm("embeddings.LayerNorm", graph.node("Add", [words, used]))


def _distance_bias(graph: _Graph, max_tokens: int) -> str:
    """Add to each head's scores what it learned for the distance: [heads, tokens, tokens]."""
    table = graph.raw("encoder.relative_attention_bias.weight")
    whole = table[relative_buckets(max_tokens)].transpose(2, 0, 1)
    bias = graph.constant("position_bias", np.ascontiguousarray(whole))
    count = _token_count(graph)
    ends = graph.node("Concat", [count, count], axis=0)
    return graph.node("Slice", [bias, graph.ints(0, 0), ends, graph.ints(1, 2)])


def _heads(graph: _Graph, name: str, hidden: str, order: list[int]) -> str:
    size = graph.ints(0, 0, graph.shape.heads, graph.shape.head_size)
    split = graph.node("Reshape", [graph.linear(name, hidden), size])
    return graph.node("Transpose", [split], perm=order)


def _attention(graph: _Graph, layer: int, hidden: str, bias: str | None) -> str:
    shape = graph.shape
    query = _heads(graph, _name(layer, shape.query), hidden, [0, 2, 1, 3])
    key = _heads(graph, _name(layer, shape.key), hidden, [0, 2, 3, 1])
    value = _heads(graph, _name(layer, shape.value), hidden, [0, 2, 1, 3])
    scale = graph.constant("head_scale", np.array(shape.head_size**0.5, np.float32))
    scores = graph.node("Div", [graph.node("MatMul", [query, key]), scale])
    placed = graph.node("Add", [scores, bias]) if bias else scores
    shares = graph.node("Softmax", [placed], axis=-1)
    mixed = graph.node("Transpose", [graph.node("MatMul", [shares, value])], perm=[0, 2, 1, 3])
    joined = graph.node("Reshape", [mixed, graph.ints(0, 0, shape.hidden)])
    out = graph.linear(_name(layer, shape.out), joined)
    return graph.layer_norm(_name(layer, shape.norm), graph.node("Add", [out, hidden]))


def _feed_forward(graph: _Graph, layer: int, hidden: str, dense: Callable[[str, str], str]) -> str:
    wide = graph.linear(_name(layer, "intermediate.dense"), hidden)
    out = dense(_name(layer, "output.dense"), _gelu(graph, wide, inner_values(graph.shape)[layer]))
    return graph.layer_norm(_name(layer, "output.LayerNorm"), graph.node("Add", [out, hidden]))


def _gelu(graph: _Graph, inputs: str, output: str) -> str:
    root = graph.constant("root_2", np.array(2**0.5, np.float32))
    one = graph.constant("one", np.array(1, np.float32))
    half = graph.constant("half", np.array(0.5, np.float32))
    erf = graph.node("Erf", [graph.node("Div", [inputs, root])])
    doubled = graph.node("Mul", [inputs, graph.node("Add", [erf, one])])
    return graph.node("Mul", [doubled, half], output=output)
