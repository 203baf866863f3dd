"""The graph that is written from the weights computes what the original implementation does."""

from __future__ import annotations

import math

import numpy as np
import onnx
import pytest
from safetensors.numpy import load

from bot.nlu.encoder import KINDS, SentenceEncoder, load_encoder, onnx_graph
from bot.nlu.encoder.sentence_encoder import MAX_TOKENS
from bot.nlu.encoder.weights import TOKENIZER, WEIGHTS
from bot.nlu.examples import Size
from bot.settings import Settings

# The first eight numbers of each text's vector, as transformers computed them from the same
# weights, with mean pooling over at most 128 tokens and length 1: MPNetModel on PyTorch,
# TFBertModel on TensorFlow.
LARGE_REFERENCE = {
    "I forgot my password": (
        (-0.036904, 0.026354, 0.015253, 0.025176, -0.020378, 0.008632, 0.010938, -0.028258)
    ),
    "The night nurse cannot get into the shared mailbox on her phone, who do I ring?": (
        (0.048294, -0.023581, -0.002584, 0.034074, -0.074172, 0.02895, 0.061982, -0.027253)
    ),
    "hi": (0.033949, -0.005614, -0.001218, 0.015974, -0.006238, 0.025683, -0.000756, 0.033907),
    "word " * 90: (
        (-0.045509, 0.086674, -0.007171, -0.010014, -0.023563, 0.001492, -0.002957, 0.020225)
    ),
}

SMALL_REFERENCE = {
    "I forgot my password": (
        -0.04743,
        -0.031127,
        -0.039501,
        0.036491,
        0.007885,
        0.059312,
        0.083761,
        0.03221,
    ),
    "The night nurse cannot get into the shared mailbox on her phone, who do I ring?": (
        -0.048711,
        0.001358,
        -0.012597,
        -0.027987,
        -0.021514,
        -0.012957,
        -0.008142,
        -0.046515,
    ),
    "hi": (-0.090476, 0.04044, 0.023906, 0.058948, -0.022882, -0.04722, 0.045048, 0.015786),
    "word " * 90: (0.016308, -0.061332, -0.0252, 0.017041, -0.038258, 0.02138, 0.050789, -0.020046),
}

MESSAGES = [
    "I forgot my password",
    "pls can u reset my pw its urgent",
    "The night nurse cannot get into the shared mailbox on her phone",
    "it says my account doesn't exist",
    "Who do I ring about NHSmail at the weekend?",
    "We have a new deputy starting on Monday and she needs an email",
    "one of our carers left last month, do I have to tell anyone",
    "how big can an attachment be",
    "Our ODS code changed when the home was sold and now the mailbox has the old name. The new "
    "owner wants all of it under the new name by the inspection, can that be done?",
    "out of office",
    "my phone was stolen so the code goes to the wrong number",
    "Is it safe to send a care plan to the council from nhs.net?",
]


def _exact(size: Size) -> SentenceEncoder:
    """Give the graph with 32-bit floats, straight from the upstream weights."""
    kind = KINDS[size]
    graph = onnx_graph.Graph(kind.shape, load(kind.upstream.file(WEIGHTS)))
    model = onnx_graph.build(graph, MAX_TOKENS)
    return SentenceEncoder(model.SerializeToString(), kind.upstream.file(TOKENIZER), threads=2)


@pytest.fixture(scope="module")
def exact() -> dict[Size, SentenceEncoder]:
    """Both graphs with 32-bit floats."""
    return {size: _exact(size) for size in KINDS}


@pytest.mark.parametrize("text", LARGE_REFERENCE, ids=["plain", "long", "short", "ninety words"])
def test_graph_agrees_with_the_original(exact: dict[Size, SentenceEncoder], text: str) -> None:
    """Each graph gives the vectors that the original implementation gives, to 0.00001."""
    for size, reference in (("large", LARGE_REFERENCE), ("small", SMALL_REFERENCE)):
        found = exact[size].encode(text)[:8]
        np.testing.assert_allclose(found, reference[text], rtol=0, atol=1e-5)


@pytest.mark.parametrize("size", KINDS)
@pytest.mark.parametrize("text", MESSAGES)
def test_compression_keeps_the_meaning(
    exact: dict[Size, SentenceEncoder], size: Size, text: str
) -> None:
    """The 8-bit encoder's vector points where the exact one points."""
    small = load_encoder(Settings.from_environment().encoder_folder, KINDS[size])

    assert float(exact[size].encode(text) @ small.encode(text)) >= 0.98


def test_buckets_are_those_of_the_definition() -> None:
    """Each pair of positions has the bucket that the definition gives, computed one by one."""
    expected = [[_bucket(key - query) for key in range(128)] for query in range(128)]

    np.testing.assert_array_equal(onnx_graph.relative_buckets(128), expected)


def _bucket(ahead: int) -> int:
    """Restate arXiv 1910.10683: near tokens have a bucket each, farther ones share them."""
    side = 16 if ahead > 0 else 0
    distance = abs(ahead)
    if distance < 8:
        return side + distance
    # Eight buckets of logarithmic width from 8 to 128: the one of distance 8 * 16**(k/8) is 8 + k.
    for k in range(7, 0, -1):
        if distance**8 >= 8**8 * 16**k:
            return side + 8 + k
    return side + 8


@pytest.mark.parametrize(
    ("ahead", "bucket"),
    [
        (0, 0),
        (-1, 1),
        (-7, 7),
        (-8, 8),
        (-11, 8),
        (-12, 9),
        (-15, 9),
        (-16, 10),
        (-31, 11),
        (-32, 12),
        (-63, 13),
        (-64, 14),
        (-90, 14),
        (-91, 15),
        (-127, 15),
        (1, 17),
        (7, 23),
        (8, 24),
        (16, 26),
        (32, 28),
        (64, 30),
        (127, 31),
    ],
)
def test_buckets_at_chosen_distances(ahead: int, bucket: int) -> None:
    """The published scheme: 16 buckets a side, one each up to 7, doubling in two from 8 on."""
    buckets = onnx_graph.relative_buckets(128)
    query = 127 if ahead < 0 else 0

    assert buckets[query, query + ahead] == bucket


def test_bucket_width_follows_the_logarithm() -> None:
    """Away from the edges, where rounding decides, the bucket is the rounded-down logarithm."""
    buckets = onnx_graph.relative_buckets(128)
    for distance in range(8, 128):
        place = 8 * math.log(distance / 8) / math.log(16)
        if abs(place - round(place)) > 1e-9:
            assert buckets[127, 127 - distance] == 8 + math.floor(place)


@pytest.mark.parametrize(("size", "layers"), [("large", 12), ("small", 6)])
def test_compression_reaches_every_linear_layer(size: Size, layers: int) -> None:
    """The built model multiplies integers in all linear layers, three of them side by side."""
    folder, kind = Settings.from_environment().encoder_folder, KINDS[size]
    load_encoder(folder, kind)
    nodes = onnx.load(folder / kind.version / "model.onnx").graph.node

    assert sum(node.op_type == "MatMulIntegerToFloat" for node in nodes) == layers * 4
    assert not any(node.op_type == "MatMul" for node in nodes)
