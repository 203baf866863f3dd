"""Everything by keyboard, with a focus that is seen and never lost."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.widget import samples
from tests.widget.chat import Chat

# Where the focus is, and whether any of it can be seen: nothing else may lie over its middle.
_FOCUS = """
() => {
  const root = document.querySelector('care-chat').shadowRoot;
  const at = root.activeElement;
  if (!at) return null;
  const log = root.querySelector('.log').getBoundingClientRect();
  const inLog = at.closest('.log') && !at.matches('.log');
  const isSeen = (box) => {
    const low = Math.max(box.top, inLog ? log.top : 0);
    const high = Math.min(box.bottom, inLog ? log.bottom : innerHeight);
    const over = root.elementFromPoint(box.left + Math.min(20, box.width / 2), (low + high) / 2);
    return high - low > 10 && (at === over || at.contains(over));
  };
  const style = getComputedStyle(at);
  return {
    name: at.textContent || at.id || at.className,
    seen: [...at.getClientRects()].some(isSeen),  // a link of two lines has two boxes
    ring: style.boxShadow !== 'none',
  };
}
"""


def test_a_conversation_by_keyboard_alone(chat: Chat) -> None:
    """Open, ask, choose, vote, close: Tab, Enter, Space and Esc are enough."""
    chat.service.replies = lambda _message: [samples.answer()]
    keys = chat.page.keyboard
    chat.page.locator("#next").focus()
    for _ in range(31):
        keys.press("Tab")
    assert chat.focus == "Ask about NHSmail"
    keys.press("Enter")
    assert chat.focus == "question"
    keys.type("password")
    keys.press("Enter")
    expect(chat.replies).to_have_count(2)
    assert chat.focus == "question"
    _back_to(chat, "No")
    keys.press("Space")
    expect(chat.button("No")).to_have_attribute("aria-pressed", "true")
    assert chat.focus == "No"
    _back_to(chat, "Rules for passwords")
    keys.press("Enter")
    expect(chat.replies).to_have_count(3)
    assert chat.focus == "Rules for passwords"
    keys.press("Escape")

    expect(chat.panel).to_be_hidden()
    assert chat.focus == "Ask about NHSmail"


def test_every_stop_of_the_focus_is_seen_and_has_a_ring(chat: Chat) -> None:
    """The input bar hides none of them, however long the conversation."""
    chat.service.replies = lambda _message: [samples.answer()]
    chat.open().ask("one")
    chat.ask("two")

    stops = _all_stops(chat.page)
    assert len(stops) > 20
    assert [stop for stop in stops if not (stop["seen"] and stop["ring"])] == []


def test_every_stop_is_seen_at_400_percent_too(chat: Chat) -> None:
    """1280 by 1024 at 400 % is 320 by 256."""
    chat.page.set_viewport_size({"width": 320, "height": 256})
    chat.service.replies = lambda _message: [samples.answer()]
    chat.open().ask("one")

    assert [stop for stop in _all_stops(chat.page) if not stop["seen"]] == []


def test_shift_and_enter_makes_a_new_line(chat: Chat) -> None:
    """Enter alone sends."""
    chat.open().input.press("a")
    chat.input.press("Shift+Enter")
    chat.input.press("b")

    expect(chat.input).to_have_value("a\nb")


def test_escape_keeps_the_chat_when_clearing_was_asked(chat: Chat) -> None:
    """The question goes away first, then the panel."""
    chat.open()
    chat.button("Clear chat").click()
    assert chat.focus == "No, keep it"
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_visible()
    assert chat.focus == "Clear chat"
    chat.page.keyboard.press("Escape")

    expect(chat.panel).to_be_hidden()


def test_escape_from_the_page_closes_what_may_lie_over_it_and_leaves_the_focus(chat: Chat) -> None:
    """Somebody who tabs through the page can uncover it."""
    chat.open()
    chat.page.locator("#next").focus()
    chat.page.keyboard.press("Escape")

    expect(chat.panel).to_be_hidden()
    expect(chat.page.locator("#next")).to_be_focused()


def test_on_a_phone_the_page_behind_cannot_be_reached(chat: Chat) -> None:
    """The panel fills the screen; once it is closed, or the screen wide, the page is back."""
    chat.page.set_viewport_size({"width": 360, "height": 740})
    chat.open()
    expect(chat.panel).to_have_attribute("aria-modal", "true")
    assert chat.panel.bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 740}
    for _ in range(12):
        chat.page.keyboard.press("Tab")
        assert chat.page.evaluate("document.activeElement.localName") in ("care-chat", "body")
    assert chat.page.evaluate("document.querySelector('main').inert")
    chat.page.set_viewport_size({"width": 1200, "height": 740})
    expect(chat.panel).to_have_attribute("aria-modal", "false")
    assert not chat.page.evaluate("document.querySelector('main').inert")
    chat.page.set_viewport_size({"width": 360, "height": 740})
    expect(chat.panel).to_have_attribute("aria-modal", "true")
    chat.button("Close chat").click()

    assert not chat.page.evaluate("document.querySelector('main').inert")


def test_the_launcher_covers_nothing_that_has_the_focus(chat: Chat) -> None:
    """The page ends above it, and scrolls what is focused clear of it."""
    chat.page.set_viewport_size({"width": 320, "height": 400})
    launcher = chat.launcher.bounding_box()
    assert launcher is not None
    for _ in range(31):
        chat.page.keyboard.press("Tab")
        box = chat.page.evaluate(
            "(() => { const box = document.activeElement.getBoundingClientRect();"
            "return box.top < innerHeight ? box.bottom : -1; })()"
        )
        assert 0 < box <= launcher["y"]


def _back_to(chat: Chat, name: str) -> None:
    """Go back with Shift and Tab to what has this name."""
    for _ in range(40):
        if chat.focus == name:
            return
        chat.page.keyboard.press("Shift+Tab")
    raise AssertionError(f"{name} cannot be reached.")


def _all_stops(page: Page) -> list[dict[str, Any]]:
    """Tab through the panel, from its heading to its end."""
    page.evaluate("document.querySelector('care-chat').shadowRoot.querySelector('h2').focus()")
    stops: list[dict[str, Any]] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUS)
        if stop is None:
            break
        stops.append(stop)
    return stops
