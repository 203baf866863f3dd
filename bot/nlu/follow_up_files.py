"""Read follow_ups/: what people write once they have read the answer of a topic.

One file a topic, by its name. In it, under each intent that is asked for, its messages as in Rasa's
own files: a block of lines that begin with "- ". They are no examples for Rasa: the same words ask
for different things behind different answers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.yaml_file import line_of, read_mapping, read_text

_MARK = "- "


@dataclass(frozen=True)
class FollowUps:
    """What is asked behind one answer.

    Args:
        topic: that was answered.
        asked: each message as its intent and its text.
    """

    topic: str
    asked: tuple[tuple[str, str], ...]

    def changed(self, change: Callable[[str], str]) -> FollowUps:
        """Give the same with each text changed."""
        return replace(self, asked=tuple((intent, change(text)) for intent, text in self.asked))

    def fingerprint(self) -> str:
        """Tell Rasa whether it is the same as in the last training."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def read_follow_ups(folder: Path, topics: Collection[str]) -> list[FollowUps]:
    """Read the files of these topics; one that has none is left out.

    Raises:
        KnowledgeError: a file is no YAML, or holds anything but intents with their messages.
    """
    paths = [folder / f"{topic}.yml" for topic in sorted(topics)]
    return [FollowUps(path.stem, tuple(_asked(path))) for path in paths if path.exists()]


def _asked(path: Path) -> list[tuple[str, str]]:
    read = read_mapping(read_text(path), path)
    problems = [
        Problem(path, line_of(read, (intent,)), "Write `intent: |` and lines that begin with `- `.")
        for intent, block in read.items()
        if not isinstance(block, str) or not all(x.startswith(_MARK) for x in _lines(block))
    ]
    if problems:
        raise KnowledgeError(problems)
    return [
        (str(intent), line.removeprefix(_MARK).strip())
        for intent, block in read.items()
        for line in _lines(block)
    ]


def _lines(block: str) -> list[str]:
    return [line for line in block.splitlines() if line.strip()]
