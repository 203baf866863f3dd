"""What the tests of the widget share: a browser, the fake service, a page with the widget."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.widget.chat import Chat
from tests.widget.chromium import chromium, chromium_path
from tests.widget.fake_service import FakeService, fake_service


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give Chromium. It ends with each module, as its event loop would be in the way of others."""
    if not chromium_path().exists():
        pytest.skip("There is no Chromium: install it, or set CHROMIUM to its path.")
    with chromium() as running:
        yield running


@pytest.fixture
def service() -> Iterator[FakeService]:
    """Give a server that stands for the assistant."""
    with fake_service() as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Give a window with nothing stored, and fail where a page had an error of its own."""
    new = browser.new_context(viewport={"width": 1200, "height": 800}, accept_downloads=True)
    faults: list[str] = []
    new.on("weberror", lambda error: faults.append(str(error.error)))
    yield new
    new.close()
    assert faults == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Give an empty tab."""
    return context.new_page()


@pytest.fixture
def chat(page: Page, service: FakeService) -> Chat:
    """Give a page with the widget, not opened yet."""
    return Chat(page, service).visit()
