"""The encoder is built once, noticed when spoilt, and gives vectors of length 1."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.nlu.encoder import KINDS, SentenceEncoder, load_encoder, sentence_encoder
from bot.nlu.encoder.weights import WeightsError
from bot.settings import PROJECT, Settings

LARGE = KINDS["large"]


@pytest.mark.parametrize("text", ["hi", "", "I forgot my password", "\u4eca\u5929", "word " * 500])
def test_vectors_have_length_one(encoder: SentenceEncoder, text: str) -> None:
    """Any text, even an empty or a very long one, has a vector of 768 numbers and of length 1."""
    vector = encoder.encode(text)

    assert vector.shape == (768,)
    assert vector.dtype == np.float32
    assert float(np.linalg.norm(vector)) == pytest.approx(1.0, abs=1e-5)


def test_like_meanings_are_near(encoder: SentenceEncoder) -> None:
    """Two ways to say the same are nearer than two subjects that share a word."""
    asked, same, other = (
        encoder.encode(text)
        for text in (
            "I forgot my password",
            "can't remember what I log in with",
            "Who may see the password policy?",
        )
    )

    assert asked @ same > asked @ other


def test_what_is_too_long_is_cut(encoder: SentenceEncoder) -> None:
    """126 words and their two end marks are read; what follows changes nothing."""
    read = "word " * 125 + "door"

    np.testing.assert_array_equal(encoder.encode(read), encoder.encode(f"{read} window glass"))
    assert float(encoder.encode("word " * 126) @ encoder.encode(read)) < 0.9999


def test_company_changes_no_vector(encoder: SentenceEncoder) -> None:
    """A text has the vector in a batch that it has alone, so that no training depends on others."""
    texts = ["I forgot my password", "hi", "bye", "who can help", "a carer left us", "help"] * 9
    batches = encoder.batches(texts)

    assert sorted(text for batch in batches for text in batch) == sorted(texts)
    assert max(map(len, batches)) == 16
    for batch in batches:
        alone = np.stack([encoder.encode(text) for text in batch])
        np.testing.assert_allclose(encoder.encode_batch(batch), alone, atol=1e-6)


def test_one_process_holds_one_encoder(encoder: SentenceEncoder) -> None:
    """Two components that ask in two ways share one: it takes hundreds of megabytes."""
    folder = Settings.from_environment().encoder_folder

    assert load_encoder(folder, LARGE) is load_encoder(folder, LARGE, LARGE.threads)
    assert load_encoder(folder, LARGE) is load_encoder(folder, LARGE, threads=LARGE.threads)


def test_threads_change_no_vector(encoder: SentenceEncoder) -> None:
    """Training reads each text on one core, serving on several; both see the same vectors."""
    alone = load_encoder(Settings.from_environment().encoder_folder, LARGE, threads=1)

    np.testing.assert_allclose(alone.encode("hello"), encoder.encode("hello"), atol=1e-6)


def test_a_text_is_read_once(encoder: SentenceEncoder) -> None:
    """Who asks twice gets the vector that was made, and nobody can change it for the next one."""
    vector = encoder.encode("a part of a message")

    assert encoder.encode("a part of a message") is vector
    with pytest.raises(ValueError, match="read-only"):
        vector[0] = 1


@pytest.fixture
def copied(encoder: SentenceEncoder, tmp_path: Path) -> Path:
    """A folder with the built encoder's files; its numbers are the same file where that can be."""
    built = Settings.from_environment().encoder_folder / LARGE.version
    home = tmp_path / LARGE.version
    home.mkdir()
    for path in built.iterdir():
        if path.name == "model.bin":
            _link(path, home / path.name)
        else:
            shutil.copy(path, home)
    return home


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were asked to be built: put right from the real one, which takes no time."""
    asked: list[Path] = []
    built = Settings.from_environment().encoder_folder / LARGE.version

    def record(home: Path) -> None:
        asked.append(home)
        home.mkdir(parents=True, exist_ok=True)
        for path in built.iterdir():
            (home / path.name).unlink(missing_ok=True)
            _link(path, home / path.name)

    monkeypatch.setattr(sentence_encoder, "_build", record)
    return asked


def _link(source: Path, goal: Path) -> None:
    try:
        os.link(source, goal)
    except OSError:
        shutil.copy(source, goal)


def _spoil(path: Path) -> None:
    """Change one byte in the middle of a file of its own."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink()
    path.write_bytes(content)


def test_what_is_built_is_not_built_again(copied: Path, builds: list[Path]) -> None:
    """An intact folder is used as it is."""
    load_encoder(copied.parent, LARGE)

    assert builds == []


@pytest.mark.parametrize("name", ["model.onnx", "model.bin", "tokenizer.json"])
def test_a_spoilt_file_is_built_anew(copied: Path, builds: list[Path], name: str) -> None:
    """One changed byte is noticed, and the encoder is built again and then works."""
    _spoil(copied / name)

    loaded = load_encoder(copied.parent, LARGE)

    assert builds == [copied]
    assert loaded.encode("hi").shape == (768,)


@pytest.mark.parametrize("name", ["model.onnx", "model.bin", "tokenizer.json", "sha256.json"])
def test_a_lost_file_is_built_anew(copied: Path, builds: list[Path], name: str) -> None:
    """A folder that lacks a file is built again."""
    (copied / name).unlink()

    load_encoder(copied.parent, LARGE)

    assert builds == [copied]


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"model.onnx": "0"}'])
def test_a_spoilt_list_of_hashes_is_built_anew(
    copied: Path, builds: list[Path], content: str
) -> None:
    """Hashes that cannot be read or do not name all files prove nothing."""
    (copied / "sha256.json").write_text(content)

    load_encoder(copied.parent, LARGE)

    assert builds == [copied]


def test_the_first_use_builds(tmp_path: Path, builds: list[Path]) -> None:
    """A folder that is not there yet is built."""
    load_encoder(tmp_path / "new", LARGE)

    assert builds == [tmp_path / "new" / LARGE.version]


def test_a_build_without_result_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where building leaves nothing usable, the error names the folder instead of looping."""
    monkeypatch.setattr(sentence_encoder, "_build", lambda home: None)

    with pytest.raises(WeightsError, match=str(tmp_path)):
        load_encoder(tmp_path, LARGE)


def test_serving_needs_no_building_tools() -> None:
    """A running assistant does not load what only building needs."""
    script = (
        "import sys; import bot.nlu.encoder;"
        "sys.exit(bool({'onnx', 'safetensors', 'onnxruntime.quantization'} & sys.modules.keys()))"
    )

    assert subprocess.run([sys.executable, "-c", script], cwd=PROJECT, check=False).returncode == 0
