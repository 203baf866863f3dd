"""The real knowledge, and a terminal that keeps what is drawn."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.settings import PROJECT


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The knowledge that the assistant answers from."""
    return load_catalogue(PROJECT / "knowledge")


@pytest.fixture
def screen() -> io.StringIO:
    """What the user sees."""
    return io.StringIO()


@pytest.fixture
def console(screen: io.StringIO) -> Console:
    """A terminal of 100 columns without colours."""
    return Console(file=screen, width=100, highlight=False)
