"""Put the bank through a running assistant, as a user of its REST channel would."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import requests
import sqlalchemy as sa

from tests.evaluation.banks import Conversation, Entry

_SIGNPOST = "signpost_"
_LOOK_UPS = {"site": "site_activity", "area": "area_activity"}
_LONGEST_WAIT = 70  # seconds


@dataclass(frozen=True)
class Said:
    """One thing that the assistant said: its `custom` payload (docs/architecture.md)."""

    payload: dict[str, Any]

    @property
    def answered(self) -> str | None:
        """Give the topic that was answered."""
        return str(self.payload["topic"]) if self.payload["kind"] == "answer" else None

    @property
    def offered(self) -> list[str]:
        """Give the topics that stand on buttons: choices, or other topics beside an answer."""
        if self.payload["kind"] == "choices":
            return list(self.payload["topics"])
        return list(self.payload.get("alternatives", []))

    @property
    def signpost(self) -> str | None:
        """Give the intent of a look-up, or of a notice that names its subject."""
        subject = self.payload.get("subject")
        looked_up = self.payload["kind"] if self.outcome is None else self.outcome.split("_")[0]
        return _LOOK_UPS.get(looked_up) or (subject and f"{_SIGNPOST}{subject}")

    @property
    def outcome(self) -> str | None:
        """Give what a notice is about."""
        return self.payload.get("outcome")


@dataclass(frozen=True)
class Asked:
    """A message of the bank with what became of it.

    Args:
        entry: as the bank has it.
        said: each thing that was said, in order.
        intent: what the rules acted on, from the conversation log.
        confidence: of the reading, 0 to 1, from the conversation log.
    """

    entry: Entry
    said: Sequence[Said]
    intent: str
    confidence: float


def ask(url: str, database: str, bank: Iterable[Conversation]) -> Iterator[list[Asked]]:
    """Hold each conversation with the assistant at `url`; `database` is where its log is kept."""
    engine = sa.create_engine(database)
    for conversation in bank:
        sender = f"evaluation-{uuid.uuid4().hex}"
        replies = [_reply(url, sender, entry.text) for entry in conversation]
        understood = _understood(engine, sender)
        yield [
            Asked(entry, said, *read)
            for entry, said, read in zip(conversation, replies, understood, strict=True)
        ]


def custom_payloads(url: str, sender: str, text: str) -> list[dict[str, Any]]:
    """Say something, and give the payload of each thing that is said to it."""
    response = requests.post(
        f"{url}/webhooks/rest/webhook",
        json={"sender": sender, "message": text},
        timeout=_LONGEST_WAIT,
    )
    response.raise_for_status()
    return [message["custom"] for message in response.json() if "custom" in message]


def _reply(url: str, sender: str, text: str) -> list[Said]:
    said = [Said(payload) for payload in custom_payloads(url, sender, text)]
    # A code that is still waited for is asked for again behind an answer.
    return [each for n, each in enumerate(said) if not n or each.outcome != "site_asked"]


def _understood(engine: sa.engine.Engine, sender: str) -> list[tuple[str, float]]:
    """Give the intent and the confidence of each message of a conversation."""
    rows = sa.text("select data from events where sender_id = :sender and type_name = 'user'")
    with engine.connect() as connection:
        messages = [
            json.loads(data)["parse_data"] for (data,) in connection.execute(rows, sender=sender)
        ]
    return [(read["intent"]["name"], read["intent"]["confidence"]) for read in messages]
