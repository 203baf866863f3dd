"""A fresh database for each test, once as an SQLite file and once in a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.activity.store import Store, open_store


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(url)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def is_sqlite(url: str) -> bool:
    """Tell which of the two databases the test is run with."""
    return url.startswith("sqlite")
