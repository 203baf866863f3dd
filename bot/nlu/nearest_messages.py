"""What the messages nearest to one asked for, those behind the same answer before all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.nlu.floats import Floats

_SHARPNESS = 20.0  # how much more a nearer message counts: e to the power of this for a cosine of 1
_SAME_ANSWER = 0.2  # how much nearer a message counts as that stands behind the same answer
_FILE = "nearest_messages.npz"


@dataclass(frozen=True)
class NearestMessages:
    """Known messages, each behind the answer of a topic, with what it asked for.

    Args:
        vectors: of the messages, each of length 1, float32 [messages, size].
        topics: behind whose answer each stands.
        labels: what is asked for, each once, sorted.
        asked: the number of the label that each message asks for.
    """

    vectors: Floats
    topics: npt.NDArray[np.str_]
    labels: npt.NDArray[np.str_]
    asked: npt.NDArray[np.int64]

    @classmethod
    def fit(cls, vectors: Floats, topics: Sequence[str], labels: Sequence[str]) -> NearestMessages:
        """Keep messages by their vectors [messages, size]."""
        names, asked = np.unique(np.array(labels), return_inverse=True)
        return cls(vectors, np.array(topics), names, asked.astype(np.int64))

    def shares(self, vector: Floats, topic: str) -> Floats:
        """Give the share of each label among what is near to a message.

        Args:
            vector: of the message, [size], of length 1.
            topic: behind whose answer it stands.
        """
        nearness = self.vectors @ vector + _SAME_ANSWER * (self.topics == topic)
        counts = np.exp(_SHARPNESS * (nearness - nearness.max()))
        told = np.bincount(self.asked, weights=counts, minlength=len(self.labels))
        shares: Floats = (told / told.sum()).astype(np.float32)
        return shares

    def save(self, folder: Path) -> None:
        """Write the messages' vectors into a folder, in half the precision: it is enough."""
        np.savez_compressed(
            folder / _FILE,
            vectors=self.vectors.astype(np.float16),
            topics=self.topics,
            labels=self.labels,
            asked=self.asked,
        )

    @classmethod
    def load(cls, folder: Path) -> NearestMessages:
        """Read what `save` wrote."""
        with np.load(folder / _FILE, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        return cls(**{**arrays, "vectors": arrays["vectors"].astype(np.float32)})
