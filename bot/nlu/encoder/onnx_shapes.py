"""What one encoder's network has and another's has not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """The network of an encoder of BERT's family.

    Args:
        hidden: how many numbers stand for a token.
        heads: how many attention heads share them.
        layers: how many layers follow each other.
        epsilon: what keeps a layer norm from dividing by zero.
        first_position: where the positions of a text start in their table.
        segments: whether the vector of the first segment is added to each token.
        distances: whether each head's scores depend on the distance of two tokens.
        query, key, value, out, norm: the upstream names of the parts of a layer's attention.
    """

    hidden: int
    heads: int
    layers: int
    epsilon: float
    first_position: int
    segments: bool
    distances: bool
    query: str
    key: str
    value: str
    out: str
    norm: str

    @property
    def head_size(self) -> int:
        """Give how many numbers of a token a head has."""
        return self.hidden // self.heads


MPNET_BASE = Shape(
    hidden=768,
    heads=12,
    layers=12,
    epsilon=1e-5,
    first_position=2,  # positions 0 and 1 are taken by padding, as in RoBERTa
    segments=False,
    distances=True,
    query="attention.attn.q",
    key="attention.attn.k",
    value="attention.attn.v",
    out="attention.attn.o",
    norm="attention.LayerNorm",
)
MINILM_L6 = Shape(
    hidden=384,
    heads=12,
    layers=6,
    epsilon=1e-12,
    first_position=0,
    segments=True,
    distances=False,
    query="attention.self.query",
    key="attention.self.key",
    value="attention.self.value",
    out="attention.output.dense",
    norm="attention.output.LayerNorm",
)
