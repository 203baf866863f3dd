"""Takes the pictures of the widget that the documentation shows."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.widget import samples
from tests.widget.chat import Chat
from tests.widget.fake_service import FakeService

SIZES = {"computer": (1200, 800), "phone": (360, 740)}
_QUESTION = "I have forgotten my password"
_CONTENT = (
    "<h1>Vale Lodge</h1><p>This page stands for any site that has the assistant on it.</p>"
    "<h2>For our staff</h2><p>Ask about NHSmail with the button below.</p>"
)


def take_pictures(browser: Browser, service: FakeService, folder: Path) -> list[Path]:
    """Take the widget closed and open, on a computer and on a phone; returns the files."""
    service.head = '<link rel="stylesheet" href="/page.css">'
    service.content = _CONTENT
    answer = samples.answer(email=None, older=None, sources=samples.SOURCES[:1])
    service.replies = lambda _message: [answer]
    taken = []
    for name, (width, height) in SIZES.items():
        page = browser.new_page(viewport={"width": width, "height": height})
        chat = Chat(page, service).visit()
        taken.append(_take(chat, folder / f"widget-closed-{name}.png"))
        expect(chat.open().ask(_QUESTION)).to_be_visible()
        chat.page.locator("care-chat .user").first.scroll_into_view_if_needed()
        taken.append(_take(chat, folder / f"widget-open-{name}.png"))
        page.close()
    return taken


def _take(chat: Chat, file: Path) -> Path:
    chat.page.screenshot(path=file, caret="hide")
    return file
