"""Vectors of training examples are kept between trainings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from bot.nlu.encoder.kept_vectors import encode_all
from bot.nlu.encoder.sentence_encoder import Vector


class Encoder:
    """Gives a text's length as its vector, and notes what it was asked."""

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self.asked: list[str] = []

    def batches(self, texts: Sequence[str]) -> list[list[str]]:
        """Put two texts together."""
        return [list(texts[n : n + 2]) for n in range(0, len(texts), 2)]

    def encode_batch(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Encode texts."""
        self.asked += texts
        return np.stack([_vector(text) for text in texts])


def _vector(text: str) -> Vector:
    return np.full(768, len(text), np.float32)


def test_each_text_is_encoded_once(tmp_path: Path) -> None:
    """The second training with the same texts encodes nothing and gets the same vectors."""
    kept, encoder = tmp_path / "kept.npz", Encoder()

    first = encode_all(["one", "three", "one"], encoder, kept)
    second = encode_all(["three", "one"], encoder, kept)

    assert sorted(encoder.asked) == ["one", "three"]
    assert list(first) == ["one", "three"]
    for text, vector in second.items():
        np.testing.assert_array_equal(vector, _vector(text))


def test_only_new_texts_are_encoded(tmp_path: Path) -> None:
    """After an example was changed only that one is read."""
    kept, encoder = tmp_path / "kept.npz", Encoder()
    encode_all(["one", "two"], Encoder(), kept)

    found = encode_all(["one", "four"], encoder, kept)

    assert encoder.asked == ["four"]
    assert list(found) == ["one", "four"]


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off", None])
def test_a_spoilt_file_is_written_anew(tmp_path: Path, content: bytes | None) -> None:
    """A training that was cut off, or none before, means that everything is encoded."""
    kept, encoder = tmp_path / "kept.npz", Encoder()
    if content is not None:
        kept.write_bytes(content)

    encode_all(["one"], encoder, kept)

    assert encoder.asked == ["one"]
    assert list(encode_all(["one"], encoder, kept)) == ["one"]
    assert encoder.asked == ["one"]


def test_no_texts_are_no_vectors(tmp_path: Path) -> None:
    """Nothing to encode is nothing to keep."""
    assert encode_all([], Encoder(), tmp_path / "kept.npz") == {}
