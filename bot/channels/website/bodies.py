"""The bodies of requests: read no further than allowed, and checked."""

from __future__ import annotations

import json
import uuid
from collections.abc import AsyncIterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.admission import LONGEST_MESSAGE
from bot.channels.website.errors import RefusalError
from bot.feedback.store import REASONS

LARGEST_BODY = 16 * 1024  # bytes


@dataclass(frozen=True)
class Message:
    """What a visitor sends.

    Args:
        id: made by the visitor's browser, 32 hexadecimal digits.
        text: what was written, or the payload of the button that was pressed.
    """

    id: str
    text: str


@dataclass(frozen=True)
class Vote:
    """What a visitor thinks of a reply.

    Args:
        reply: its id.
        helpful: whether it helped.
        reason: why not, where that was said.
    """

    reply: str
    helpful: bool
    reason: str | None


async def read_body(pieces: AsyncIterable[bytes]) -> Mapping[str, Any]:
    """Read a body, which must be a JSON object; an empty body counts as an empty one.

    Raises:
        RefusalError: it is too large, or something else.
    """
    body = bytearray()
    async for piece in pieces:
        body += piece
        if len(body) > LARGEST_BODY:
            raise RefusalError("too_large")
    try:
        fields = json.loads(body.decode("utf-8") or "{}")
    except (ValueError, RecursionError) as error:
        raise RefusalError("bad_request") from error
    if not isinstance(fields, dict):
        raise RefusalError("bad_request")
    return fields


def message(fields: Mapping[str, Any]) -> Message:
    """Read a message.

    The title of a pressed button is not used: the payload alone says which button of the
    conversation it was, and a title could be any text.

    Raises:
        RefusalError: it is none, or too long.
    """
    written = [fields[name] for name in ("text", "payload") if fields.get(name) is not None]
    if len(written) != 1 or not isinstance(written[0], str):
        raise RefusalError("bad_request")
    if "payload" in fields and not isinstance(fields.get("title"), str | None):
        raise RefusalError("bad_request")
    if len(written[0]) > LONGEST_MESSAGE:
        raise RefusalError("too_long")
    return Message(_uuid(fields.get("id")), written[0])


def vote(fields: Mapping[str, Any]) -> Vote:
    """Read a vote.

    Raises:
        RefusalError: it is none.
    """
    reply, value, reason = (fields.get(name) for name in ("reply", "value", "reason"))
    known = reason is None or (isinstance(reason, str) and reason in REASONS)
    if not isinstance(reply, str) or value not in ("yes", "no") or not known:
        raise RefusalError("bad_request")
    return Vote(reply, value == "yes", reason)


def _uuid(text: Any) -> str:
    """Give the digits of a UUID (RFC 9562), written in its usual form."""
    try:
        found = uuid.UUID(text)
    except (ValueError, AttributeError, TypeError) as error:
        raise RefusalError("bad_request") from error
    if str(found) != text.lower():
        raise RefusalError("bad_request")
    return found.hex
