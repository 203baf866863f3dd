"""Read follow_ups/: what people write once they have read the answer of a topic.

One file a topic, by its name. In it, under each intent that is asked for, its messages as in Rasa's
own files: a block of lines that begin with "- ". They are no examples for Rasa: the same words ask
for different things behind different answers.

Who asks on about the topic itself may ask for a section of its answer. Such messages stand under
the topic, a slash and the section's heading; those that nothing in the answer tells, under the
topic, a slash and "not answered"; those that the reply tells, under the topic alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.yaml_file import line_of, read_mapping, read_text

REPLY = ""
"""The part of an answer that everybody gets who asks about its topic."""

NOT_ANSWERED = "not answered"
"""Stands for a part where no part tells what is asked."""

_MARK = "- "
_SLASH = "/"


class Asked(NamedTuple):
    """A message behind an answer.

    Args:
        intent: that it asks for.
        text: the message.
        part: of the answer, where the intent is the topic that was answered; REPLY for all others.
    """

    intent: str
    text: str
    part: str = REPLY


@dataclass(frozen=True)
class FollowUps:
    """What is asked behind one answer.

    Args:
        topic: that was answered.
        asked: each message.
        headings: of the sections of the answer; each is an example of what asks for it.
    """

    topic: str
    asked: tuple[Asked, ...]
    headings: tuple[str, ...] = ()

    def changed(self, change: Callable[[str], str]) -> FollowUps:
        """Give the same with each text changed."""
        asked = (each._replace(text=change(each.text)) for each in self.asked)
        return replace(self, asked=tuple(asked))

    def fingerprint(self) -> str:
        """Tell Rasa whether it is the same as in the last training."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def read_follow_ups(folder: Path, sections: Mapping[str, Collection[str]]) -> list[FollowUps]:
    """Read the files of topics; one that has none is left out.

    Args:
        folder: of the files.
        sections: the headings of each topic's answer.

    Raises:
        KnowledgeError: a file is no YAML, holds anything but intents with their messages, or names
            a section that the answer has not.
    """
    paths = [path for topic in sorted(sections) if (path := folder / f"{topic}.yml").exists()]
    read = {path: read_mapping(read_text(path), path) for path in paths}
    problems = [
        Problem(path, line_of(blocks, (key,)), reason)
        for path, blocks in read.items()
        for key, block in blocks.items()
        if (reason := _wrong(key, block, path.stem, sections[path.stem]))
    ]
    if problems:
        raise KnowledgeError(problems)
    return [
        FollowUps(path.stem, tuple(_asked(blocks)), tuple(sections[path.stem]))
        for path, blocks in read.items()
    ]


def _wrong(key: str, block: object, topic: str, headings: Collection[str]) -> str:
    if not isinstance(block, str) or not all(x.startswith(_MARK) for x in _lines(block)):
        return "Write `intent: |` and lines that begin with `- `."
    intent, slash, part = str(key).partition(_SLASH)
    if slash and (intent != topic or part not in {*headings, NOT_ANSWERED}):
        return (
            f'Behind the slash stands a heading of the answer of {topic}, or "{NOT_ANSWERED}"; '
            f"before it {topic}."
        )
    return ""


def _asked(blocks: Mapping[str, str]) -> Iterator[Asked]:
    for key, block in blocks.items():
        intent, _, part = str(key).partition(_SLASH)
        for line in _lines(block):
            yield Asked(intent, line.removeprefix(_MARK).strip(), part)


def _lines(block: str) -> list[str]:
    return [line for line in block.splitlines() if line.strip()]
