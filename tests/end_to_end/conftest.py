"""One real assistant for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.settings import PROJECT
from tests.end_to_end.assistant import Assistant, Conversation, running


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The assistant, started once."""
    with running(tmp_path_factory.mktemp("assistant")) as started:
        yield started


@pytest.fixture
def conversation(assistant: Assistant) -> Conversation:
    """A conversation of its own for each test."""
    return assistant.conversation()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The knowledge that the assistant answers from."""
    return load_catalogue(PROJECT / "knowledge")
