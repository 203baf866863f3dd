"""The REST channel, for local use and tests. It knows nobody: do not expose it to the public."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint, Request
from sanic.exceptions import InvalidUsage
from sanic.response import HTTPResponse, json

_LONGEST_SENDER = 255  # as many as Rasa's tables hold


class OneMessage(CollectingOutputChannel):
    """Collects a reply. Rasa's own cuts a text without buttons into pieces at its blank lines."""

    @classmethod
    def name(cls) -> str:
        """Name it as the channel that it belongs to."""
        return "rest"

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """Keep the text whole."""
        await self._persist_message(self._message(recipient_id, text=text.strip()))


class RestChannel(InputChannel):
    """Rasa's REST channel without its faults.

    Rasa's own answers nothing to a message that is not a text, and logs the text of one that fails.
    """

    @classmethod
    def name(cls) -> str:
        """Name it as Rasa's own, so that the address is the documented one."""
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> RestChannel:
        """Create the channel; it has no settings."""
        return cls()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Give the two routes: GET / tells that it is there, POST /webhook takes a message."""
        routes = Blueprint("rest")

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            sender, text = _message(request.json)
            collector = OneMessage()
            await on_new_message(UserMessage(text, collector, sender, input_channel=self.name()))
            return json(collector.messages)

        @routes.exception(InvalidUsage)
        async def refuse(request: Request, error: InvalidUsage) -> HTTPResponse:
            return json({"status": error.status_code, "message": str(error)}, error.status_code)

        return routes


def _message(body: Any) -> tuple[str, str]:
    """Give the sender and the text of a request.

    Raises:
        InvalidUsage: the body is not `{"sender": "...", "message": "..."}`; answered with 400.
    """
    if not isinstance(body, dict):
        raise InvalidUsage('Send a JSON object: {"sender": "...", "message": "..."}.')
    sender, text = body.get("sender") or uuid.uuid4().hex, body.get("message")
    if not isinstance(sender, str) or not (text is None or isinstance(text, str)):
        raise InvalidUsage("`sender` and `message` must be texts.")
    if len(sender) > _LONGEST_SENDER or not sender.isprintable():
        raise InvalidUsage(f"`sender` must be at most {_LONGEST_SENDER} printable characters.")
    return sender, text or ""
