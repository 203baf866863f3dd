"""Write an encoder of BERT's family with mean pooling as an ONNX graph, straight from its weights.

Neither PyTorch nor TensorFlow is needed: the graph is written node by node after "BERT" (arXiv
1810.04805, section 3) and "MPNet: Masked and Permuted Pre-training for Language Understanding"
(arXiv 2004.09297) with the relative position buckets of T5 (arXiv 1910.10683, section 2.1).
`onnx_shapes.py` says what is different between them.

Input `input_ids`: int64 [texts, tokens]. Output `embedding`: float32 [texts, hidden], of length 1.
All texts have as many tokens, so that no padding and no attention mask are needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from bot.nlu.encoder.onnx_shapes import Shape

BUCKETS = 32
BUCKET_MAX_DISTANCE = 128
WORDS = "embeddings.word_embeddings.weight"
MICROSOFT = "com.microsoft"
"""The operators that onnxruntime adds to the standard ones: one of them in the place of many."""
_OPSET = 17  # the first with LayerNormalization
_IR_VERSION = 8

Weights = Mapping[str, npt.NDArray[np.float32]]


class Graph:
    """Collects nodes and initialisers; each node has one output, named after it."""

    def __init__(self, shape: Shape, weights: Weights) -> None:
        self.shape = shape
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._initialisers: dict[str, onnx.TensorProto] = {}

    def node(self, operator: str, inputs: list[str], *, output: str = "", **options: object) -> str:
        """Add a node; give the name of its output."""
        name = output or f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [name], name=name, **options))
        return name

    def split(self, inputs: str, outputs: Sequence[str]) -> None:
        """Cut the last axis into parts of the same size."""
        self._nodes.append(helper.make_node("Split", [inputs], outputs, axis=-1))

    def constant(self, name: str, value: npt.NDArray[np.generic]) -> str:
        """Add numbers; a name stands for the same ones always."""
        self._initialisers[name] = numpy_helper.from_array(value, name)
        return name

    def ints(self, *values: int) -> str:
        """Add whole numbers, such as axes and places."""
        name = "ints_" + "_".join(map(str, values)).replace("-", "m")
        return self.constant(name, np.array(values, np.int64))

    def weight(self, name: str) -> str:
        """Add an upstream weight as it is."""
        return self.constant(name, np.ascontiguousarray(self.raw(name)))

    def raw(self, name: str) -> npt.NDArray[np.float32]:
        """Give an upstream weight."""
        return self._weights[name]

    def words(self) -> str:
        """Give the vector of each word of the input."""
        return self.node("Gather", [self.weight(WORDS), "input_ids"])

    def product(self, names: Sequence[str], inputs: str) -> str:
        """Multiply with the weights of linear layers, side by side; their biases are not added."""
        return self.node("MatMul", [inputs, self.constant(f"{names[0]}.weight", self.side(names))])

    def side(self, names: Sequence[str]) -> npt.NDArray[np.float32]:
        """Give the weights of linear layers side by side, [in, out]: upstream keeps [out, in]."""
        return np.ascontiguousarray(np.concatenate([self.raw(f"{n}.weight") for n in names]).T)

    def layer_norm(self, name: str, inputs: str) -> str:
        """Add a layer norm, by its upstream name."""
        return self.node(
            "LayerNormalization",
            [inputs, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")],
            axis=-1,
            epsilon=self.shape.epsilon,
        )

    def added_norm(self, name: str, linear: str, product: str, hidden: str) -> str:
        """Add the bias of a linear layer to its product, then what was before it, and a norm."""
        norm = [self.weight(f"{name}.weight"), self.weight(f"{name}.bias")]
        return self.node(
            "SkipLayerNormalization",
            [product, hidden, *norm, self.weight(f"{linear}.bias")],
            domain=MICROSOFT,
            epsilon=self.shape.epsilon,
        )

    def model(self) -> onnx.ModelProto:
        """Give the model with all that was added; its output is `embedding`."""
        tokens = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "tokens"])
        size = ["texts", self.shape.hidden]
        embedding = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, size)
        graph = helper.make_graph(
            self._nodes, "encoder", [tokens], [embedding], list(self._initialisers.values())
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)


def build(graph: Graph, max_tokens: int) -> onnx.ModelProto:
    """Build the model for texts of at most `max_tokens` tokens, out of an empty graph."""
    hidden = _embeddings(graph, max_tokens)
    bias = _distance_bias(graph, max_tokens) if graph.shape.distances else None
    for layer in range(graph.shape.layers):
        hidden = _feed_forward(graph, layer, _attention(graph, layer, hidden, bias))
    pooled = graph.node("ReduceMean", [hidden], axes=[1], keepdims=0)
    graph.node("LpNormalization", [pooled], output="embedding", axis=1, p=2)
    return graph.model()


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


def _name(layer: int, part: str) -> str:
    return f"encoder.layer.{layer}.{part}"


def _token_count(graph: Graph) -> str:
    shape = graph.node("Shape", ["input_ids"])
    return graph.node("Slice", [shape, graph.ints(1), graph.ints(2)])


def _embeddings(graph: Graph, max_tokens: int) -> str:
    table = graph.raw("embeddings.position_embeddings.weight")
    first = graph.shape.first_position
    places = table[first : first + max_tokens]
    if graph.shape.segments:
        places = places + graph.raw("embeddings.token_type_embeddings.weight")[0]
    positions = graph.constant("positions", np.ascontiguousarray(places))
    used = graph.node("Slice", [positions, graph.ints(0), _token_count(graph), graph.ints(0)])
    return graph.layer_norm("embeddings.LayerNorm", graph.node("Add", [graph.words(), used]))


def _distance_bias(graph: Graph, max_tokens: int) -> str:
    """Add to each head's scores what it learned for the distance: [1, heads, tokens, tokens]."""
    table = graph.raw("encoder.relative_attention_bias.weight")
    whole = table[relative_buckets(max_tokens)].transpose(2, 0, 1)[np.newaxis]
    bias = graph.constant("position_bias", np.ascontiguousarray(whole))
    count = _token_count(graph)
    ends = graph.node("Concat", [count, count], axis=0)
    return graph.node("Slice", [bias, graph.ints(0, 0), ends, graph.ints(2, 3)])


def _attention(graph: Graph, layer: int, hidden: str, bias: str | None) -> str:
    shape = graph.shape
    names = [_name(layer, part) for part in (shape.query, shape.key, shape.value)]
    parts = [f"{name}.product" for name in names]
    graph.split(graph.product(names, hidden), parts)
    biases = np.concatenate([graph.raw(f"{name}.bias") for name in names])
    mixed = graph.node(
        "MultiHeadAttention",
        [*parts, graph.constant(f"{names[0]}.biases", biases), "", bias or ""],
        domain=MICROSOFT,
        num_heads=shape.heads,
    )
    out = _name(layer, shape.out)
    return graph.added_norm(_name(layer, shape.norm), out, graph.product([out], mixed), hidden)


def _feed_forward(graph: Graph, layer: int, hidden: str) -> str:
    inner, out = _name(layer, "intermediate.dense"), _name(layer, "output.dense")
    products = [graph.product([inner], hidden), graph.weight(f"{inner}.bias")]
    wide = graph.node("BiasGelu", products, domain=MICROSOFT)
    norm = _name(layer, "output.LayerNorm")
    return graph.added_norm(norm, out, graph.product([out], wide), hidden)
