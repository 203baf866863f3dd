"""Vectors kept as 8-bit integers say what whole ones say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.floats import Floats
from bot.nlu.short_vectors import ShortVectors


def _vectors(count: int, seed: int = 0) -> Floats:
    drawn = np.random.default_rng(seed).normal(size=(count, 384)).astype(np.float32)
    shared: Floats = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return shared


@pytest.mark.parametrize("count", [1, 1023, 1024, 1025, 3000])
def test_cosines_are_those_of_the_whole_vectors(count: int) -> None:
    """Whether they fill the blocks that are widened together or not, no cosine is 0.005 off."""
    vectors, [new] = _vectors(count), _vectors(1, seed=1)

    found = ShortVectors.of(vectors).products(new)

    assert found.dtype == np.float32
    np.testing.assert_allclose(found, vectors @ new, atol=5e-3)


def test_they_are_a_quarter_as_large() -> None:
    """Each number takes one byte, and each vector four more."""
    short = ShortVectors.of(_vectors(10))

    assert short.integers.nbytes == 10 * 384
    assert short.scales.nbytes == 10 * 4


def test_some_of_them_can_be_chosen() -> None:
    """Products and whole vectors of some rows are those rows of all."""
    short, [new] = ShortVectors.of(_vectors(9)), _vectors(1, seed=1)

    for rows in (slice(2, 5), np.array([7, 0])):
        np.testing.assert_allclose(short.products(new, rows), short.products(new)[rows], rtol=1e-5)
        np.testing.assert_array_equal(short.whole(rows), short.whole()[rows])


def test_whole_ones_stay_as_they_are() -> None:
    """Shortening what was widened loses nothing more, so a model can learn from what is kept."""
    short = ShortVectors.of(_vectors(50))

    np.testing.assert_array_equal(ShortVectors.of(short.whole()).integers, short.integers)


def test_none_and_zeros_are_vectors_too() -> None:
    """No vectors give no cosines, and a vector of zeros is like nothing."""
    [new] = _vectors(1)

    assert ShortVectors.of(np.empty((0, 384), np.float32)).products(new).shape == (0,)
    assert ShortVectors.of(np.zeros((1, 384), np.float32)).products(new) == [0.0]


def test_what_is_stored_is_what_was_kept(tmp_path: Path) -> None:
    """Arrays of two sets of vectors can stand in one file."""
    sets = {"first": ShortVectors.of(_vectors(3)), "second": ShortVectors.of(_vectors(4, seed=2))}
    np.savez(
        tmp_path / "kept.npz", **sets["first"].arrays("first"), **sets["second"].arrays("second")
    )

    with np.load(tmp_path / "kept.npz", allow_pickle=False) as stored:
        for name, short in sets.items():
            again = ShortVectors.stored(name, stored)
            np.testing.assert_array_equal(again.whole(), short.whole())
