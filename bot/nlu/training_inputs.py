"""Tell whether a trained model still fits its inputs. Imports no Rasa, so it answers at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from bot.knowledge.catalogue import load_catalogue
from bot.settings import PROJECT, Settings

_TRAINED = ("nlu", "policies")
_LENGTH = 16  # of a hash in hexadecimal digits


def code_hash() -> str:
    """Give a short hash of the code that trains, with the versions of its libraries."""
    # Codes are taken out of the examples before they are read.
    codes = (PROJECT / "bot" / "activity").glob("*code*.py")
    trained = [path for name in _TRAINED for path in (PROJECT / "bot" / name).rglob("*.py")]
    return _hash([*trained, *codes, PROJECT / "uv.lock"])


def inputs_hash(settings: Settings) -> str:
    """Give a short hash of all that a model is made of.

    Of the knowledge that is the names of topics and themes, the topics' labels and the headings of
    the answers' sections: an answer's words need no training.

    Raises:
        bot.knowledge.problems.KnowledgeError: the knowledge is wrong.
    """
    catalogue = load_catalogue(settings.knowledge_folder)
    examples = [*(PROJECT / "data").rglob("*.yml"), *(PROJECT / "follow_ups").glob("*.yml")]
    files = [PROJECT / "config.yml", PROJECT / "domain.yml", *examples]
    labels = (
        " ".join([name, topic.header.label, *topic.sections])
        for name, topic in catalogue.topics.items()
    )
    names = " ".join([*labels, *catalogue.themes])
    return _hash(files, names + code_hash())


def model_path(settings: Settings) -> Path:
    """Give the place of the model that fits today's inputs; it may not be there yet.

    Raises:
        bot.knowledge.problems.KnowledgeError: the knowledge is wrong.
    """
    return settings.models_folder / f"{inputs_hash(settings)}.tar.gz"


def _hash(files: Iterable[Path], more: str = "") -> str:
    total = hashlib.sha256(more.encode())
    for path in sorted(files):
        total.update(str(path.relative_to(PROJECT)).encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:_LENGTH]
