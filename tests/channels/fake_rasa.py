"""Plays Rasa's agent, and serves channels with Rasa's own web application in the test's loop."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.run import configure_app
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from sanic import Sanic


@dataclass
class FakeAgent:
    """Gives the same replies to each message.

    Args:
        replies: what it says, through the channel that the message came with.
        heard: the messages, oldest first.
        turn: what it does before it replies.
    """

    replies: list[dict[str, Any]]
    heard: list[UserMessage] = field(default_factory=list)
    turn: Callable[[UserMessage], Awaitable[None]] | None = None

    def __post_init__(self) -> None:
        """Have Rasa's own stores."""
        self.lock_store = InMemoryLockStore()
        self.tracker_store = InMemoryTrackerStore(Domain.empty())

    async def handle_message(self, message: UserMessage) -> None:
        """Answer a message."""
        self.heard.append(message)
        if self.turn:
            await self.turn(message)
        for reply in self.replies:
            await message.output_channel.send_response(message.sender_id, dict(reply))


@asynccontextmanager
async def channels_served(
    channels: Sequence[InputChannel], agent: Any, response_timeout: float = 60.0
) -> AsyncIterator[str]:
    """Serve channels as long as the block lives; give the address of the server."""
    listening = socket.create_server(("127.0.0.1", 0))
    with pytest.MonkeyPatch.context() as patch:
        # Rasa gives each application the same name, and Sanic rewrites itself at each start.
        patch.setattr(Sanic, "test_mode", True)
        app = configure_app(list(channels), enable_api=False)
        app.config.FALLBACK_ERROR_FORMAT = "json"
        app.config.RESPONSE_TIMEOUT = response_timeout
        app.ctx.agent = agent
        server = await app.create_server(
            sock=listening, return_asyncio_server=True, access_log=False
        )
        await server.startup()
    await server.before_start()
    await server.after_start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        await server.before_stop()
        await server.close()
        await server.after_stop()
