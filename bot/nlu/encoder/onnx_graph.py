"""Write an encoder of BERT's family with mean pooling as an ONNX graph, straight from its weights.

Neither PyTorch nor TensorFlow is needed: the graph is written node by node after "BERT" (arXiv
1810.04805, section 3) and "MPNet: Masked and Permuted Pre-training for Language Understanding"
(arXiv 2004.09297) with the relative position buckets of T5 (arXiv 1910.10683, section 2.1).
`onnx_shapes.py` says what is different between them.

Input `input_ids`: int64 [texts, tokens]. Output `embedding`: float32 [texts, hidden], of length 1.
All texts have as many tokens, so that no padding and no attention mask are needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from bot.nlu.encoder.onnx_shapes import Shape

BUCKETS = 32
BUCKET_MAX_DISTANCE = 128
WORDS = "embeddings.word_embeddings.weight"
_OPSET = 17  # the first with LayerNormalization
_IR_VERSION = 8

Weights = Mapping[str, npt.NDArray[np.float32]]


class Graph:
    """Collects nodes and initialisers; each node has one output, named after it."""

    domains: ClassVar[Mapping[str, int]] = {"": _OPSET}
    """The sets of operators that the nodes come from, with their versions."""

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

    def linear(self, name: str, inputs: str) -> str:
        """Add a linear layer, by its upstream name."""
        # Upstream keeps its weight as [out, in]; MatMul wants [in, out].
        turned = np.ascontiguousarray(self.raw(f"{name}.weight").T)
        product = self.node("MatMul", [inputs, self.constant(f"{name}.weight", turned)])
        return self.node("Add", [product, self.weight(f"{name}.bias")])

    def layer_norm(self, name: str, inputs: str) -> str:
        """Add a layer norm, by its upstream name."""
        return self.node(
            "LayerNormalization",
            [inputs, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")],
            axis=-1,
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
        opsets = [helper.make_opsetid(*domain) for domain in self.domains.items()]
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
    """Add to each head's scores what it learned for the distance: [heads, tokens, tokens]."""
    table = graph.raw("encoder.relative_attention_bias.weight")
    whole = table[relative_buckets(max_tokens)].transpose(2, 0, 1)
    bias = graph.constant("position_bias", np.ascontiguousarray(whole))
    count = _token_count(graph)
    ends = graph.node("Concat", [count, count], axis=0)
    return graph.node("Slice", [bias, graph.ints(0, 0), ends, graph.ints(1, 2)])


def _heads(graph: Graph, name: str, hidden: str, order: list[int]) -> str:
    size = graph.ints(0, 0, graph.shape.heads, graph.shape.head_size)
    split = graph.node("Reshape", [graph.linear(name, hidden), size])
    return graph.node("Transpose", [split], perm=order)


def _attention(graph: Graph, layer: int, hidden: str, bias: str | None) -> str:
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


def _feed_forward(graph: Graph, layer: int, hidden: str) -> str:
    wide = _gelu(graph, graph.linear(_name(layer, "intermediate.dense"), hidden))
    out = graph.linear(_name(layer, "output.dense"), wide)
    return graph.layer_norm(_name(layer, "output.LayerNorm"), graph.node("Add", [out, hidden]))


def _gelu(graph: Graph, inputs: str) -> str:
    root = graph.constant("root_2", np.array(2**0.5, np.float32))
    one = graph.constant("one", np.array(1, np.float32))
    half = graph.constant("half", np.array(0.5, np.float32))
    erf = graph.node("Erf", [graph.node("Div", [inputs, root])])
    doubled = graph.node("Mul", [inputs, graph.node("Add", [erf, one])])
    return graph.node("Mul", [doubled, half])
