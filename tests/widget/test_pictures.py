"""The pictures of the documentation."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.widget.fake_service import FakeService
from tests.widget.pictures import take_pictures

_MOST = 80 * 1024
_KEPT = Path(__file__).parents[2] / "docs" / "pictures"


def test_the_pictures_can_be_taken_and_are_small(
    browser: Browser, service: FakeService, tmp_path: Path
) -> None:
    """Closed and open, on a computer and on a phone; each at most 80 KB."""
    taken = take_pictures(browser, service, tmp_path)

    assert len(taken) == 4
    assert [file.name for file in taken if file.stat().st_size > _MOST] == []


def test_the_documentation_has_them(browser: Browser, service: FakeService, tmp_path: Path) -> None:
    """Whoever adds a picture takes it for the documentation too."""
    names = {file.name for file in take_pictures(browser, service, tmp_path)}

    assert names <= {file.name for file in _KEPT.iterdir()}
