"""The real knowledge, read once, and a small invented one for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.settings import PROJECT
from tests.knowledge.folder import small_folder


@pytest.fixture(scope="session")
def real() -> Catalogue:
    """The knowledge that the assistant answers from."""
    return load_catalogue(PROJECT / "knowledge")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An invented knowledge folder without a fault."""
    return small_folder(tmp_path)


@pytest.fixture
def small(folder: Path) -> Catalogue:
    """What stands in the invented folder."""
    return load_catalogue(folder)
