"""The pages of the real knowledge, and of a small invented one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.pages.site import Page, pages
from bot.settings import PROJECT
from tests.knowledge.folder import small_folder


@pytest.fixture(scope="session")
def real() -> Catalogue:
    """The knowledge that the assistant answers from."""
    return load_catalogue(PROJECT / "knowledge")


@pytest.fixture(scope="session")
def site(real: Catalogue) -> dict[str, Page]:
    """Every page of the real knowledge."""
    return pages(real)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An invented knowledge folder with the real words of the pages."""
    folder = small_folder(tmp_path)
    shutil.copy(PROJECT / "knowledge" / "pages.yml", folder)
    return folder


@pytest.fixture
def small(folder: Path) -> Catalogue:
    """What stands in the invented folder."""
    return load_catalogue(folder)
