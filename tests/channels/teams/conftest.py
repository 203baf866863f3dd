"""The keys server, fresh for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.channels.teams.keys_server import KeysServer, keys_server


@pytest.fixture
async def server() -> AsyncIterator[KeysServer]:
    """A server with one good key."""
    async with keys_server() as running:
        yield running
