"""How long a conversation is kept, and where."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.widget import samples
from tests.widget.chat import Chat
from tests.widget.fake_service import FakeService, plain_reply


def test_the_conversation_is_there_after_a_reload_and_on_the_next_page(chat: Chat) -> None:
    """The panel is open again, nothing is read again, and the session goes on."""
    chat.service.replies = lambda _message: [samples.answer()]
    chat.open().ask("hello")
    chat.button("Yes").click()
    chat.visit("/next")
    expect(chat.panel).to_be_visible()
    expect(chat.log).to_contain_text("You can set a new password")
    expect(chat.button("Yes")).to_have_attribute("aria-pressed", "true")
    assert chat.heard == []
    assert chat.focus is None
    chat.ask("more")

    assert len(chat.service.calls("/chat/session")) == 1


def test_a_panel_that_was_closed_stays_closed(chat: Chat) -> None:
    """The next page is not covered by what was put away."""
    chat.open().ask("hello")
    chat.button("Close chat").click()
    chat.visit("/next")

    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_visible()


def test_what_was_typed_but_not_sent_is_there_on_the_next_page(chat: Chat) -> None:
    """A draft is not lost."""
    chat.open().input.fill("half a quest")
    chat.visit("/next")

    expect(chat.input).to_have_value("half a quest")


def test_an_answer_under_way_comes_on_the_next_page(chat: Chat) -> None:
    """The message is sent again under its id, and run once."""
    chat.open()
    chat.service.go.clear()
    chat.write("hello")
    assert chat.service.arrived.acquire(timeout=10)
    chat.visit("/next")
    assert chat.service.arrived.acquire(timeout=10)
    chat.service.go.set()
    expect(chat.replies).to_have_count(2)

    assert len(chat.service.run) == 1


def test_two_tabs_are_two_conversations(chat: Chat, context: BrowserContext) -> None:
    """Neither sees what the other says."""
    chat.open().ask("hello")
    other = Chat(context.new_page(), chat.service).visit()
    other.open().ask("good morning")

    expect(other.log).not_to_contain_text("hello")
    first, second = (call.token for call in chat.service.calls("/chat/messages"))
    assert first != second


def test_a_duplicated_tab_begins_a_conversation_of_its_own(
    chat: Chat, context: BrowserContext
) -> None:
    """A browser copies the storage of a tab that is duplicated."""
    chat.open().ask("hello")
    stored = chat.page.evaluate("sessionStorage.getItem('care-chat')")
    copy = context.new_page()
    copy.add_init_script(f"sessionStorage.setItem('care-chat', {stored!r})")
    other = Chat(copy, chat.service).visit()

    expect(other.log).not_to_contain_text("hello")
    expect(chat.log).to_contain_text("hello")


def test_a_chat_that_nobody_used_ends_with_a_sentence(chat: Chat) -> None:
    """It can still be read, is stored no longer, and the next message begins a new session."""
    chat.page.clock.install()
    chat.service.idle_minutes = 30
    chat.service.replies = lambda _message: [samples.answer()]
    chat.visit().open().ask("hello")
    chat.page.clock.fast_forward("31:00")
    expect(chat.log).to_contain_text("This chat has ended, as nothing was written for 30 minutes.")
    expect(chat.log).to_contain_text("You can set a new password")
    expect(chat.page.get_by_text("Was this helpful?")).to_have_count(0)
    assert "password" not in chat.page.evaluate("sessionStorage.getItem('care-chat')")
    chat.ask("again")

    assert len(chat.service.calls("/chat/session")) == 2


def test_a_page_opened_after_the_end_says_that_the_chat_was_cleared(chat: Chat) -> None:
    """The next person at the computer does not read it."""
    chat.open().ask("hello")
    chat.page.evaluate(
        "(() => { const kept = JSON.parse(sessionStorage.getItem('care-chat'));"
        "kept.until = Date.now() - 1;"
        "addEventListener('pagehide', () =>"
        "  sessionStorage.setItem('care-chat', JSON.stringify(kept))); })()"
    )
    chat.visit("/next")

    expect(chat.log).to_contain_text("Your last chat has ended and was cleared.")
    expect(chat.log).not_to_contain_text("hello")


@pytest.mark.parametrize("code", ["session_expired", "session_unknown"])
def test_a_token_that_is_worth_nothing_any_more_is_replaced(chat: Chat, code: str) -> None:
    """The message goes out in a new session, and the user is told what is not remembered."""
    chat.open().ask("hello")
    chat.service.fail = [(401, code, "The chat has ended.")]
    chat.write("again")
    expect(chat.replies).to_have_count(3)

    expect(chat.log).to_contain_text("The assistant no longer has your earlier chat.")
    refused, repeated = chat.service.calls("/chat/messages")[-2:]
    assert refused.body == repeated.body
    assert refused.token != repeated.token


def test_clearing_asks_first_and_then_forgets_on_both_sides(chat: Chat) -> None:
    """A slip of the finger clears nothing."""
    chat.open().ask("hello")
    chat.button("Clear chat").click()
    chat.button("No, keep it").click()
    expect(chat.log).to_contain_text("hello")
    chat.button("Clear chat").click()
    with chat.page.expect_response("**/chat/forget"):
        chat.button("Yes, clear it").click()

    expect(chat.log).not_to_contain_text("hello")
    assert "hello" not in chat.page.evaluate("sessionStorage.getItem('care-chat')")
    (forgotten,) = chat.service.calls("/chat/forget")
    assert forgotten.token == chat.service.calls("/chat/messages")[0].token


def test_clearing_without_a_line_says_what_is_left_to_do(chat: Chat) -> None:
    """Here it is gone at once; there, when the line is back."""
    chat.open().ask("hello")
    chat.page.route("**/chat/forget", lambda route: route.abort())
    chat.button("Clear chat").click()
    chat.button("Yes, clear it").click()
    expect(chat.state).to_contain_text("could not be reached to clear its copy")
    expect(chat.log).not_to_contain_text("hello")
    chat.page.unroute("**/chat/forget")
    with chat.page.expect_response("**/chat/forget"):
        chat.button("Try again").click()

    expect(chat.state).to_be_hidden()


def test_an_answer_that_comes_after_clearing_is_not_shown(chat: Chat) -> None:
    """It belongs to what was cleared."""
    chat.service.replies = lambda message: [plain_reply(f"Answer to {message['text']}.")]
    chat.open()
    chat.service.go.clear()
    chat.write("hello")
    assert chat.service.arrived.acquire(timeout=10)
    chat.button("Clear chat").click()
    chat.button("Yes, clear it").click()
    chat.service.go.set()
    chat.ask("new")

    expect(chat.replies.last).to_contain_text("Answer to new.")
    expect(chat.log).not_to_contain_text("hello")


def test_nothing_is_asked_of_the_assistant_before_the_first_message(chat: Chat) -> None:
    """A page with the widget makes no session and keeps nothing on the server."""
    chat.open()

    assert chat.service.asked == []


def test_what_another_script_has_stored_does_no_harm(chat: Chat) -> None:
    """A new conversation begins."""
    chat.page.evaluate(
        "addEventListener('pagehide', () => sessionStorage.setItem('care-chat', '{broken'))"
    )
    chat.visit("/next").open()

    expect(chat.ask("hello")).to_contain_text("Here is an answer.")


def test_storage_that_is_forbidden_leaves_a_chat_for_this_page(
    context: BrowserContext, service: FakeService
) -> None:
    """Some browsers throw where cookies are blocked."""
    page = context.new_page()
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('no') } })"
    )
    chat = Chat(page, service).visit().open()

    expect(chat.ask("hello")).to_contain_text("Here is an answer.")
