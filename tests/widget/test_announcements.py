"""What a screen reader is told: once, as plain text, without the focus being moved."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.widget import samples
from tests.widget.chat import Chat
from tests.widget.fake_service import plain_reply


def test_each_reply_is_told_once_as_plain_text_with_its_choices(chat: Chat) -> None:
    """Two replies are two announcements; the signs of Markdown are not read."""
    chat.service.replies = lambda _message: [
        plain_reply("Select **Save**. See [the guide](https://guide.example/)."),
        samples.choices(),
    ]
    chat.open().write("hello")
    expect(chat.replies).to_have_count(3)

    assert chat.heard == [
        "Assistant: Select Save. See the guide.",
        "Assistant: I am not sure what you mean. Choose the one that fits: 3 choices follow.",
    ]
    assert chat.focus == "question"


def test_steps_are_read_with_their_numbers(chat: Chat) -> None:
    """Rows end with a stop, so that the voice pauses."""
    chat.service.replies = lambda _message: [plain_reply("Do this:\n\n1. Log in\n2. Select Save.")]
    chat.open().ask("hello")

    assert chat.heard == ["Assistant: Do this: 1. Log in. 2. Select Save."]


def test_the_conversation_itself_is_silent(chat: Chat) -> None:
    """Only the two hidden live regions speak, so nothing is read twice."""
    chat.open().ask("hello")
    live = chat.page.locator("care-chat").locator("[aria-live], [role=log], [role=status]")

    expect(live).to_have_count(2)
    assert chat.page.locator("care-chat .log [role=alert]").count() == 0


def test_a_failure_is_told(chat: Chat) -> None:
    """In the words that are shown."""
    chat.service.fail = [(500, "server_error", "It broke.")]
    chat.open().write("hello")
    expect(chat.button("Try again")).to_be_visible()

    assert chat.heard == ["Not sent. It broke."]


def test_being_offline_is_told(chat: Chat) -> None:
    """With what becomes of the messages."""
    chat.open()
    chat.page.context.set_offline(True)
    expect(chat.state).to_be_visible()

    assert chat.heard[-1].startswith("You are offline. Your messages are kept here")


def test_the_count_is_told_when_the_typing_pauses(chat: Chat) -> None:
    """Not at every key."""
    chat.page.clock.install()
    chat.visit().open()
    chat.input.fill("x" * 900)
    chat.input.press("x")
    chat.input.press("x")
    assert chat.heard == []
    chat.page.clock.run_for(1_100)

    assert chat.heard == ["You have 98 characters left."]


def test_the_privacy_line_belongs_to_the_field(chat: Chat) -> None:
    """Who lands in the field hears what not to write, and where to call in an emergency."""
    chat.open()

    expect(chat.input).to_have_accessible_description(
        "Do not write passwords or details of residents. In an emergency, call 999."
    )


def test_the_first_entry_says_what_the_assistant_is(chat: Chat) -> None:
    """It stands in the conversation, so no small screen leaves it out."""
    chat.open()

    expect(chat.replies.first).to_contain_text("Do not write passwords or details of residents.")
    expect(chat.replies.first).to_contain_text("In an emergency, call 999.")
    expect(chat.replies.first).to_contain_text("It is not run by the NHS.")
