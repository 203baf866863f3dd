"""Vectors of the training examples, kept between trainings: encoding them is half of a training."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from tqdm import tqdm

from bot.nlu.encoder.sentence_encoder import Vector


def encode_all(
    texts: Iterable[str], encode: Callable[[str], Vector], kept: Path
) -> dict[str, Vector]:
    """Give the vector of each text; those of the last training are read from a file.

    Args:
        texts: the training examples.
        encode: gives a text's vector, float32 [768]; called on all cores at once.
        kept: the file, to which the vectors of new texts are added. A spoilt one is written anew.
    """
    wanted = list(dict.fromkeys(texts))
    known = _read(kept)
    new = [text for text in wanted if text not in known]
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        vectors = workers.map(encode, new)
        bar = tqdm(vectors, "Reading the examples", len(new), unit="", leave=False, disable=None)
        found = {**known, **dict(zip(new, bar, strict=True))}
    if new:
        _write(kept, found)
    return {text: found[text] for text in wanted}


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
