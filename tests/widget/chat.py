"""The widget as a test uses it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.widget.fake_service import FakeService

# Keeps what the two live regions say, in order; and what the page's policy forbids.
_WATCH = """
() => {
  const chat = document.querySelector('care-chat');
  if (!chat) return addEventListener('DOMContentLoaded', () => window.watchChat());
  window.heard = [];
  window.forbidden = window.forbidden || [];
  const log = chat.shadowRoot.querySelector('[role=log]');
  const status = chat.shadowRoot.querySelector('[role=status]');
  new MutationObserver((changes) => {
    for (const change of changes)
      for (const node of change.addedNodes) window.heard.push(node.textContent);
  }).observe(log, { childList: true });
  new MutationObserver(() => status.textContent && window.heard.push(status.textContent))
    .observe(status, { childList: true });
}
"""
_POLICY = """
window.forbidden = [];
document.addEventListener('securitypolicyviolation', (event) =>
  window.forbidden.push(event.violatedDirective + ' ' + event.blockedURI));
"""


class Chat:
    """One tab with the widget.

    Args:
        page: the tab.
        service: what the page and the widget talk to.
    """

    def __init__(self, page: Page, service: FakeService) -> None:
        self.page = page
        self.service = service
        self.launcher = page.get_by_role("button", name="Ask about NHSmail")
        self.panel = page.get_by_role("dialog")
        self.input = page.get_by_label("Your question")
        self.log = page.locator("care-chat .log")
        self.state = page.locator("care-chat .state")
        self.replies = page.locator("care-chat .bubble:not(.user)")
        page.add_init_script(_POLICY)

    def visit(self, path: str = "/") -> Chat:
        """Go to a page and watch what it says."""
        self.page.goto(self.service.url + path)
        expect(self.page.locator("care-chat:not([hidden])")).to_be_attached()
        return self.watch()

    def watch(self) -> Chat:
        """Listen from now on."""
        self.page.evaluate(_WATCH)
        return self

    def open(self) -> Chat:
        """Open the panel."""
        self.launcher.click()
        expect(self.panel).to_be_visible()
        return self

    def write(self, text: str) -> Chat:
        """Write a message and send it."""
        self.input.fill(text)
        self.input.press("Enter")
        return self

    def ask(self, text: str) -> Locator:
        """Write a message, wait for the answer and give it."""
        before = self.replies.count()
        self.write(text)
        expect(self.replies).to_have_count(before + 1)
        return self.replies.last

    def button(self, name: str) -> Locator:
        """Give a button of the widget."""
        return self.page.locator("care-chat").get_by_role("button", name=name, exact=True)

    @property
    def heard(self) -> list[str]:
        """What a screen reader was told."""
        heard: list[str] = self.page.evaluate("window.heard")
        return heard

    @property
    def focus(self) -> Any:
        """The text, or else the id, of what has the focus in the widget; null where none has."""
        return self.page.evaluate(
            "(() => { const at = document.querySelector('care-chat').shadowRoot.activeElement;"
            "return at && (at.id || at.textContent || at.className); })()"
        )
