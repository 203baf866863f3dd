"""Vectors of the training examples, kept between trainings: encoding them is half of a training."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from bot.nlu.encoder.sentence_encoder import Vector


class BatchEncoder(Protocol):
    """Reads many texts: bot.nlu.encoder.sentence_encoder.SentenceEncoder."""

    def batches(self, texts: Sequence[str]) -> list[list[str]]:
        """Divide texts into such as are read together."""

    def encode_batch(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Give the vectors of texts that are read together, float32 [texts, size]."""


def encode_all(texts: Iterable[str], encoder: BatchEncoder, kept: Path) -> dict[str, Vector]:
    """Give the vector of each text; those of the last training are read from a file.

    Args:
        texts: the training examples.
        encoder: reads them, a batch on each core.
        kept: the file, to which the vectors of new texts are added. A spoilt one is written anew.
    """
    wanted = list(dict.fromkeys(texts))
    known = _read(kept)
    new = encoder.batches([text for text in wanted if text not in known])
    count = sum(map(len, new))
    with (
        ThreadPoolExecutor(os.cpu_count()) as workers,
        tqdm(desc="Reading the examples", total=count, leave=False, disable=None) as bar,
    ):
        for batch, vectors in zip(new, workers.map(encoder.encode_batch, new), strict=True):
            known.update(zip(batch, vectors, strict=True))
            bar.update(len(batch))
    if new:
        _write(kept, known)
    return {text: known[text] for text in wanted}


def _read(path: Path) -> dict[str, Vector]:
    try:
        with np.load(path, allow_pickle=False) as stored:
            return dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}


def _write(path: Path, found: dict[str, Vector]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        np.savez(file, texts=np.array(list(found)), vectors=np.array(list(found.values())))
    Path(name).replace(path)
