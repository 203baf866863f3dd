"""Turn a text into a vector with all-mpnet-base-v2 on onnxruntime."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from bot.nlu.encoder import onnx_graph, weights

MAX_TOKENS = 128
VERSION = "mpnet-int8-1"  # raise it whenever the graph or its compression changes

Vector = npt.NDArray[np.float32]


class SentenceEncoder:
    """Encodes one text at a time. Vectors are float32 [768] of length 1."""

    def __init__(self, model: bytes, tokenizer: bytes, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_buffer(tokenizer)
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    def encode(self, text: str) -> Vector:
        """Give the vector of a text; what goes beyond 128 tokens is not read."""
        tokens = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        vector: Vector = self._session.run(["embedding"], {"input_ids": tokens})[0][0]
        return vector


def load_encoder(folder: Path, threads: int = 1) -> SentenceEncoder:
    """Load the built encoder from `folder`; build it there first where it is missing or spoilt.

    Raises:
        bot.nlu.encoder.weights.WeightsError: the upstream files are missing or wrong.
    """
    home = folder / VERSION
    built = _read_built(home)
    if built is None:
        _build(home)
        built = _read_built(home)
    if built is None:
        raise weights.WeightsError(f"The encoder could not be built in {home}.")
    return SentenceEncoder(*built, threads=threads)


def _read_built(home: Path) -> tuple[bytes, bytes] | None:
    """Read the built files, or nothing where one is missing or differs from what was built."""
    try:
        expected = json.loads((home / "sha256.json").read_text())
        found = {name: (home / name).read_bytes() for name in ("model.onnx", "tokenizer.json")}
    except (OSError, ValueError):
        return None
    if {name: hashlib.sha256(data).hexdigest() for name, data in found.items()} != expected:
        return None
    return found["model.onnx"], found["tokenizer.json"]


def _build(home: Path) -> None:
    """Build beside the goal and move it there, so that two builds at once do no harm."""
    # Only building needs these two; a running assistant does without them.
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from safetensors.numpy import load

    upstream = weights.read_upstream()
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent) as scratch:
        full, small = Path(scratch, "full.onnx"), Path(scratch, "model.onnx")
        onnx.save(onnx_graph.build(load(upstream.weights), MAX_TOKENS), full)
        quantize_dynamic(
            full,
            small,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            # Seven bits: on processors without VNNI the products of eight overflow.
            reduce_range=True,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=onnx_graph.feed_forward_outputs(),
        )
        made = {"model.onnx": small.read_bytes(), "tokenizer.json": upstream.tokenizer}
    for name, data in made.items():
        _write(home / name, data)
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in made.items()}
    _write(home / "sha256.json", json.dumps(hashes, indent=1).encode())


def _write(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).replace(path)
