"""Read what Teams delivers: an activity of the Bot Framework.

Microsoft, "Bot Framework activity schema" and "Conversation events in your Teams bot".
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.channels.admission import LONGEST_MESSAGE

Kind = Literal["message", "pressed", "vote", "added", "removed", "nothing"]

_MENTION = re.compile(r"<at\b[^<>]*>[^<>]*</at>", re.IGNORECASE)
_NO_FILES = ("text/html", "messageReference")  # a copy of the message, and one that is quoted
_TAG = re.compile(r"</?[a-z][^<>]{0,500}>", re.IGNORECASE)
_DIGITS = 32  # of the hash that stands for a person in a conversation
_LONGEST_READ = 20 * LONGEST_MESSAGE  # characters in which mentions are looked for


class UnreadableError(Exception):
    """A request holds no activity."""


@dataclass(frozen=True)
class Address:
    """Where a reply goes. It is held in memory only, as it names people.

    Args:
        service_url: the connector's address.
        conversation: the conversation's id; in a channel, that of the thread.
        conversation_type: personal, groupChat or channel.
        bot: the bot's account.
        user: the account of the person who is answered.
        activity: the id of the activity that is answered; empty where it had none.
    """

    service_url: str
    conversation: str = field(repr=False)
    conversation_type: str
    bot: Mapping[str, Any] = field(repr=False)
    user: Mapping[str, Any] = field(repr=False)
    activity: str = field(repr=False)


@dataclass(frozen=True)
class Incoming:
    """What is to be done.

    Args:
        kind: a message, a pressed button, a vote on an answer, the bot was added or removed, or
            nothing.
        text: what was written, without the mention of the bot; of a pressed button its payload.
        conversation: the sender's id for Rasa. A hash over the conversation and the person, from
            which neither can be read; each thread of a channel is a conversation of its own.
        reply_to: where replies go.
        data: what a card submitted.
        has_attachment: whether a file or picture came with it.
        invoke: the name of an activity that waits for an answer of its own; else None.
    """

    kind: Kind
    text: str = field(repr=False)
    conversation: str
    reply_to: Address
    data: Mapping[str, Any] = field(default_factory=dict, repr=False)
    has_attachment: bool = False
    invoke: str | None = None


def read(body: Any) -> Incoming:
    """Read an activity.

    Raises:
        UnreadableError: it is none.
    """
    activity = _mapping(body)
    address = Address(
        service_url=_text(activity.get("serviceUrl")),
        conversation=_text(_mapping(activity.get("conversation")).get("id")),
        conversation_type=_conversation_type(_mapping(activity.get("conversation"))),
        bot=_account(activity.get("recipient")),
        user=_account(activity.get("from")),
        activity=str(activity.get("id") or ""),
    )
    kind, text, data = _what(activity, address)
    name = activity.get("name")
    return Incoming(
        kind,
        text,
        _hashed(address),
        address,
        data,
        has_attachment=kind == "message" and any(_attachments(activity)),
        invoke=str(name or "") if activity.get("type") == "invoke" else None,
    )


def _what(activity: Mapping[str, Any], address: Address) -> tuple[Kind, str, Mapping[str, Any]]:
    kind = _text(activity.get("type"))
    if kind == "message":
        return _message(activity, address)
    if kind == "conversationUpdate":
        added = activity.get("membersAdded")
        members = added if isinstance(added, list) else []
        is_added = any(isinstance(m, dict) and m.get("id") == address.bot["id"] for m in members)
        return ("added" if is_added else "nothing"), "", {}
    if kind == "installationUpdate":
        # An upgrade of the app is no new beginning, so "remove-upgrade" removes nothing.
        kinds: Mapping[str, Kind] = {"add": "added", "add-upgrade": "added", "remove": "removed"}
        return kinds.get(str(activity.get("action")), "nothing"), "", {}
    return "nothing", "", {}


def _message(activity: Mapping[str, Any], address: Address) -> tuple[Kind, str, Mapping[str, Any]]:
    if not address.activity:
        raise UnreadableError("The message has no id.")
    data, text = activity.get("value"), activity.get("text")
    if isinstance(data, dict) and not text:
        return _submitted(data)
    if address.conversation_type != "personal" and not any(_mentions(activity, address)):
        return "nothing", "", {}
    return "message", _written(text if isinstance(text, str) else "", activity, address), {}


def _submitted(data: Mapping[str, Any]) -> tuple[Kind, str, Mapping[str, Any]]:
    payload = data.get("payload")
    if data.get("kind") == "say" and isinstance(payload, str):
        return "pressed", payload[: LONGEST_MESSAGE + 1], data
    if data.get("kind") in ("vote", "reason"):
        return "vote", "", data
    return "nothing", "", {}


def _written(text: str, activity: Mapping[str, Any], address: Address) -> str:
    """Give the words. Mentions go: the bot's says nothing, and other people's name them."""
    text = text[:_LONGEST_READ]
    for mention in _mentions(activity, address):
        if isinstance(mention, str) and mention:
            text = text.replace(mention, " ")
    text = _MENTION.sub(" ", text)
    if activity.get("textFormat") == "xml":
        text = _TAG.sub(" ", text)
    text = html.unescape(text).strip()
    return text[: LONGEST_MESSAGE + 1]


def _mentions(activity: Mapping[str, Any], address: Address) -> Iterator[Any]:
    """Give the text of each mention of the bot."""
    entities = activity.get("entities")
    for entity in entities if isinstance(entities, list) else []:
        if isinstance(entity, dict) and entity.get("type") == "mention":
            mentioned = entity.get("mentioned")
            if isinstance(mentioned, dict) and mentioned.get("id") == address.bot["id"]:
                yield entity.get("text")


def _attachments(activity: Mapping[str, Any]) -> Iterator[bool]:
    attachments = activity.get("attachments")
    for attachment in attachments if isinstance(attachments, list) else []:
        if isinstance(attachment, dict) and attachment.get("contentType") not in _NO_FILES:
            yield True


def _hashed(address: Address) -> str:
    person = address.user.get("aadObjectId") or address.user["id"]
    told_apart = f"{address.conversation}\n{person}"
    return f"teams-{hashlib.sha256(told_apart.encode(errors='replace')).hexdigest()[:_DIGITS]}"


def _conversation_type(conversation: Mapping[str, Any]) -> str:
    kind = conversation.get("conversationType")
    if isinstance(kind, str) and kind:
        return kind
    return "groupChat" if conversation.get("isGroup") else "personal"


def _account(value: Any) -> Mapping[str, Any]:
    account = _mapping(value)
    _text(account.get("id"))
    return account


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UnreadableError("This is no activity of the Bot Framework.")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise UnreadableError("The activity lacks what every activity has.")
    return value
