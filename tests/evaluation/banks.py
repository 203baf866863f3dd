"""The question banks: what people write, and what they are to get.

`bank/` is there to learn from. `unseen/` was written by somebody else and is only for the last
measurement: who changes examples or settings does not read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

BANKS = {name: Path(__file__).with_name(name) for name in ("bank", "unseen")}
CLINICAL = "clinical_or_emergency"
OFF_TOPIC = "out_of_scope"


@dataclass(frozen=True)
class Entry:
    """One message of the bank.

    Args:
        text: as somebody wrote it.
        wanted: for each question in it the intents that are right, the best first; none where no
            answer may be given.
        group: `question`, `double`, `off_topic` or `turn`.
        kind: within its group, such as a style, `near` or `follow_up`.
    """

    text: str
    wanted: tuple[tuple[str, ...], ...]
    group: str
    kind: str

    @property
    def topic(self) -> str:
        """Give what is wanted first, for tables."""
        return self.wanted[0][0] if self.wanted else self.kind


Conversation = tuple[Entry, ...]
"""Messages of one person, in order."""


def conversations(bank: Path) -> list[Conversation]:
    """Give a whole bank; a single message is a conversation of one."""
    return [
        *((_question(entry),) for entry in _read(bank, "questions")),
        *((_off_topic(entry),) for entry in _read(bank, "off_topic")),
        *((_double(entry),) for entry in _read(bank, "doubles")),
        *(tuple(map(_turn, entry["turns"])) for entry in _read(bank, "conversations")),
    ]


def _read(bank: Path, name: str) -> list[dict[str, Any]]:
    text = (bank / f"{name}.yml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = YAML(typ="safe").load(text)
    return entries


def _question(entry: dict[str, Any]) -> Entry:
    return Entry(entry["text"], (_accepted(entry),), "question", entry["style"])


def _off_topic(entry: dict[str, Any]) -> Entry:
    wanted = ((CLINICAL,),) if entry["kind"] == "clinical" else ()
    return Entry(entry["text"], wanted, "off_topic", entry["kind"])


def _double(entry: dict[str, Any]) -> Entry:
    topics = entry["topics"]
    accepted = [*entry.get("accept", []), *([] for _ in topics)]
    wanted = tuple((topic, *accepted[number]) for number, topic in enumerate(topics))
    return Entry(entry["text"], wanted, "double", "two" if len(topics) > 1 else "one")


def _turn(turn: dict[str, Any]) -> Entry:
    kind = turn.get("kind", "question")
    wanted = () if kind == "off_topic" else (_accepted(turn),)
    return Entry(turn["user"], wanted, "turn", kind)


def _accepted(entry: dict[str, Any]) -> tuple[str, ...]:
    return (entry["topic"], *entry.get("accept", []))
