"""The served channel, fresh for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.channels.website.serving import Website, serving


@pytest.fixture
async def website(tmp_path: Path) -> AsyncIterator[Website]:
    """The channel with an assistant that always says the same."""
    async with serving(tmp_path) as served:
        yield served
