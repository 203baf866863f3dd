"""The widget under axe: WCAG 2.2, levels A and AA, in every state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.widget import samples
from tests.widget.chat import Chat
from tests.widget.fake_service import FakeService, Reply

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


def violations(chat: Chat) -> list[str]:
    """Name what axe finds, with the elements."""
    found = Axe().run(chat.page, options={"runOnly": {"type": "tag", "values": _RULES}})
    assert found.response["passes"], "axe looked at nothing"
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


def _answered(chat: Chat, reply: Reply) -> None:
    chat.service.replies = lambda _message: [reply]
    chat.open().ask("a question")


def _voted(chat: Chat) -> None:
    _answered(chat, samples.answer())
    chat.button("No").click()
    chat.button("It is wrong").click()
    chat.page.get_by_text("Request by email").click()


def _failed(chat: Chat) -> None:
    chat.service.fail = [(500, "server_error", "Broken.")]
    chat.open().write("a question")
    expect(chat.button("Try again")).to_be_visible()


def _offline(chat: Chat) -> None:
    chat.open()
    chat.page.context.set_offline(True)
    chat.write("a question")
    expect(chat.state).to_contain_text("You are offline.")


def _waiting(chat: Chat) -> None:
    chat.service.go.clear()
    chat.open().write("a question")
    expect(chat.state).to_contain_text("Looking for an answer")


def _clearing(chat: Chat) -> None:
    chat.open()
    chat.button("Clear chat").click()


def _too_long(chat: Chat) -> None:
    chat.open().input.fill("x" * 1001)
    expect(chat.page.locator("care-chat #count")).to_be_visible()


STATES: dict[str, Callable[[Chat], Any]] = {
    "closed": lambda chat: None,
    "open": lambda chat: chat.open(),
    "answer": lambda chat: _answered(chat, samples.answer()),
    "choices": lambda chat: _answered(chat, samples.choices()),
    "site": lambda chat: _answered(chat, samples.site()),
    "area": lambda chat: _answered(chat, samples.area()),
    "voted": _voted,
    "failed": _failed,
    "offline": _offline,
    "waiting": _waiting,
    "too long": _too_long,
    "clearing": _clearing,
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", [(1200, 800), (320, 640)], ids=["computer", "phone"])
def test_axe_finds_nothing(chat: Chat, state: str, size: tuple[int, int]) -> None:
    """No state breaks a rule that a program can check, large or small."""
    chat.page.set_viewport_size({"width": size[0], "height": size[1]})
    STATES[state](chat)

    assert violations(chat) == []


@pytest.mark.parametrize("colour", ["#ffe066", "#005eb8", "#777777", "#000000"])
def test_a_site_may_have_any_colour_without_loss_of_contrast(
    chat: Chat, service: FakeService, colour: str
) -> None:
    """Text on the colour and text in it stay readable."""
    service.tag = f'data-colour="{colour}"'
    chat.visit()
    _answered(chat, samples.answer())

    assert violations(chat) == []


def test_axe_sees_into_the_widget(chat: Chat) -> None:
    """A fault in the shadow tree would be found."""
    chat.open()
    chat.page.evaluate(
        "document.querySelector('care-chat').shadowRoot.querySelector('label').remove()"
    )

    assert any(each.startswith("label:") for each in violations(chat))
