"""Turn a text into a vector on onnxruntime, with one of two encoders."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from bot.nlu.encoder.onnx_shapes import MINILM_L6, MPNET_BASE, Shape
from bot.nlu.encoder.weights import MINILM, MPNET, TOKENIZER, WEIGHTS, Upstream, WeightsError
from bot.nlu.examples import Size

MAX_TOKENS = 128
MODEL, NUMBERS = "model.onnx", "model.bin"
"""The files of a built encoder's model: its graph, and the numbers in it."""
_TOKENIZER, _HASHES = "tokenizer.json", "sha256.json"
_BLOCK = 1 << 20  # bytes read at once
_BATCH = 16  # texts read together in training: half of the time of one after another
_KEPT = 32  # texts whose vectors are kept: a part of a message is often read for two reasons

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Kind:
    """An encoder that can be built.

    Args:
        version: names its folder; raise it whenever the graph or its compression changes.
        shape: of its network.
        upstream: where its weights and its tokenizer come from.
        threads: how many read a text together while the assistant serves. A second one takes a
            third off the large encoder's time; with one for the small one too, turns got slower.
    """

    version: str
    shape: Shape
    upstream: Upstream
    threads: int = 1


LARGE = Kind("mpnet-int8-5", MPNET_BASE, MPNET, threads=min(2, os.cpu_count() or 1))
"""all-mpnet-base-v2: vectors of 768 numbers, 10 to 25 ms for 4 to 30 tokens."""
SMALL = Kind("minilm-int8-4", MINILM_L6, MINILM)
"""all-MiniLM-L6-v2: vectors of 384 numbers, a sixth of the time."""
KINDS: Mapping[Size, Kind] = {"small": SMALL, "large": LARGE}


class SentenceEncoder:
    """Encodes texts. A vector is float32 [hidden] of length 1."""

    def __init__(self, model: Path | bytes, tokenizer: bytes, threads: int) -> None:
        """Open the model, from its file or from memory."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Two settings that leave 90 MB less behind once the weights are unpacked.
        options.enable_cpu_mem_arena = False
        options.add_session_config_entry("session.use_device_allocator_for_initializers", "1")
        self._session = onnxruntime.InferenceSession(
            str(model) if isinstance(model, Path) else model,
            options,
            providers=["CPUExecutionProvider"],
        )
        self._tokenizer = Tokenizer.from_buffer(tokenizer)
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._kept = lru_cache(_KEPT)(self._encode)

    def encode(self, text: str) -> Vector:
        """Give the vector of a text, read-only; what goes beyond 128 tokens is not read."""
        return self._kept(text)

    def batches(self, texts: Sequence[str]) -> list[list[str]]:
        """Divide texts into such as can be read together: at most 16, with as many tokens each."""
        alike = defaultdict(list)
        for text in texts:
            alike[len(self._tokens(text))].append(text)
        return [
            group[n : n + _BATCH] for group in alike.values() for n in range(0, len(group), _BATCH)
        ]

    def encode_batch(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Give the vectors of a batch, [texts, hidden]: those that each text has alone."""
        tokens = np.array([self._tokens(text) for text in texts], dtype=np.int64)
        found: list[npt.NDArray[np.float32]] = self._session.run(None, {"input_ids": tokens})
        return found[0]

    def _encode(self, text: str) -> Vector:
        vector: Vector = self.encode_batch([text])[0]
        vector.flags.writeable = False
        return vector

    def _tokens(self, text: str) -> list[int]:
        tokens: list[int] = self._tokenizer.encode(text).ids
        return tokens


def load_encoder(folder: Path, kind: Kind, threads: int | None = None) -> SentenceEncoder:
    """Load a built encoder from `folder`; build it there first where it is missing or spoilt.

    Whoever asks again in the same process gets the same one: the large one takes 130 MB.

    Args:
        folder: of all encoders.
        kind: which of them.
        threads: that read a text together, where they are not to be the kind's.

    Raises:
        bot.nlu.encoder.weights.WeightsError: the upstream files are missing or wrong.
    """
    return _load(folder, kind.version, threads or kind.threads)


@lru_cache(maxsize=4)  # on a function without defaults: f(a) and f(a, 1) would be kept apart
def _load(folder: Path, version: str, threads: int) -> SentenceEncoder:
    home = folder / version
    if not _is_built(home):
        _build(home)
    if not _is_built(home):
        raise WeightsError(f"The encoder could not be built in {home}.")
    return SentenceEncoder(home / MODEL, (home / _TOKENIZER).read_bytes(), threads)


def _is_built(home: Path) -> bool:
    """Tell whether the files are there and are those that were built."""
    try:
        expected = json.loads((home / _HASHES).read_text())
        found = {name: _sha256(home / name) for name in (MODEL, NUMBERS, _TOKENIZER)}
    except (OSError, ValueError):
        return False
    return bool(expected == found)


def _build(home: Path) -> None:
    """Write each file beside its goal and move it there: two builds at once do no harm."""
    # Only building needs these; a running assistant does without them.
    from safetensors.numpy import load

    from bot.nlu.encoder.compression import compressed

    kind = next(kind for kind in (LARGE, SMALL) if kind.version == home.name)
    tokenizer = kind.upstream.file(TOKENIZER)
    tensors = load(kind.upstream.file(WEIGHTS))
    home.mkdir(parents=True, exist_ok=True)
    files = compressed(kind.shape, tensors, MAX_TOKENS) | {_TOKENIZER: tokenizer}
    for name, content in files.items():
        _write(home / name, content)
    hashes = {name: _sha256(home / name) for name in files}
    _write(home / _HASHES, json.dumps(hashes, indent=1).encode())


def _sha256(path: Path) -> str:
    total = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(_BLOCK), b""):
            total.update(block)
    return total.hexdigest()


def _write(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).replace(path)
