"""Without a line, with a slow one, and when the assistant fails."""

from __future__ import annotations

import uuid

from playwright.sync_api import expect

from tests.widget.chat import Chat
from tests.widget.fake_service import plain_reply


def test_messages_written_offline_wait_and_go_out_in_order(chat: Chat) -> None:
    """They are sent as soon as the line is back, each once."""
    chat.open()
    chat.page.context.set_offline(True)
    for text in ("first", "second", "third"):
        chat.write(text)
    offline = "You are offline. Your messages are kept here, and sent when you are online again."
    expect(chat.state.locator("p")).to_have_text(offline)
    expect(chat.page.get_by_text("Not sent yet.")).to_have_count(3)
    assert chat.service.asked == []
    chat.page.context.set_offline(False)
    expect(chat.replies).to_have_count(4)

    sent = [call.body["text"] for call in chat.service.calls("/chat/messages")]
    assert sent == ["first", "second", "third"]
    expect(chat.state).to_be_hidden()


def test_a_connection_that_breaks_is_told_and_tried_again_with_the_same_id(chat: Chat) -> None:
    """A captive portal, say: the browser thinks that it is online."""
    chat.open()
    chat.page.route("**/chat/**", lambda route: route.abort())
    chat.write("first")
    expect(chat.log).to_contain_text("The assistant cannot be reached.")
    chat.page.unroute("**/chat/**")
    chat.button("Try again").click()
    expect(chat.replies).to_have_count(2)

    expect(chat.log).not_to_contain_text("Not sent")


def test_a_retry_has_the_same_id_so_that_the_message_is_run_once(chat: Chat) -> None:
    """The answer was lost on its way: the assistant has run the message already."""
    chat.open().ask("hello")
    chat.page.route("**/chat/messages", lambda route: (route.fetch(), route.abort()))
    chat.write("first")
    expect(chat.button("Try again")).to_be_visible()
    chat.page.unroute("**/chat/messages")
    chat.button("Try again").click()
    expect(chat.replies).to_have_count(3)

    _hello, lost, again = chat.service.calls("/chat/messages")
    assert lost.body == again.body
    assert str(uuid.UUID(lost.body["id"], version=4)) == lost.body["id"]
    assert len(chat.service.run) == 2


def test_what_failed_for_want_of_a_line_goes_out_together_and_in_order(chat: Chat) -> None:
    """One press sends all, oldest first."""
    chat.open()
    chat.page.route("**/chat/**", lambda route: route.abort())
    for text in ("first", "second"):
        chat.write(text)
    expect(chat.log.get_by_text("Not sent.")).to_have_count(2)
    chat.page.unroute("**/chat/**")
    chat.button("Try again").last.click()
    expect(chat.replies).to_have_count(3)

    sent = [call.body["text"] for call in chat.service.calls("/chat/messages")]
    assert sent == ["first", "second"]


def test_over_8_seconds_the_widget_says_that_it_takes_longer(chat: Chat) -> None:
    """And a second try waits for the same answer."""
    chat.page.clock.install()
    chat.visit().open()
    chat.service.go.clear()
    chat.write("slow")
    assert chat.service.arrived.acquire(timeout=10)
    expect(chat.state).to_contain_text("Looking for an answer")
    chat.page.clock.run_for(7_000)
    expect(chat.state).not_to_contain_text("longer")
    chat.page.clock.run_for(1_100)
    expect(chat.state).to_contain_text("This takes longer than usual.")
    chat.button("Try again").click()
    assert chat.service.arrived.acquire(timeout=10)
    chat.service.go.set()

    expect(chat.replies).to_have_count(2)
    expect(chat.state).to_be_hidden()
    assert len(chat.service.run) == 1


def test_no_answer_at_all_is_told_after_a_while(chat: Chat) -> None:
    """Nobody waits for ever."""
    chat.page.clock.install()
    chat.visit().open()
    chat.service.go.clear()
    chat.write("silence")
    assert chat.service.arrived.acquire(timeout=10)
    chat.page.clock.run_for(41_000)

    expect(chat.log).to_contain_text("The assistant did not answer in time.")
    expect(chat.button("Try again")).to_be_visible()


def test_an_error_is_told_in_the_words_of_the_server(chat: Chat) -> None:
    """And the message can be sent again."""
    chat.open().ask("hello")
    chat.service.fail = [(429, "too_many", "You wrote a lot. Wait a minute.")]
    chat.write("again")
    expect(chat.log).to_contain_text("You wrote a lot. Wait a minute.")
    chat.button("Try again").click()

    expect(chat.replies).to_have_count(3)


def test_an_error_that_is_no_json_has_words_too(chat: Chat) -> None:
    """A proxy's error page says nothing to care staff."""
    chat.open()
    chat.page.route("**/chat/session", lambda route: route.fulfill(status=502, body="<h1>Bad</h1>"))
    chat.write("hello")

    expect(chat.log).to_contain_text("Something went wrong at our end.")


def test_a_failed_message_does_not_stop_the_next(chat: Chat) -> None:
    """An error of the server concerns one message only."""
    chat.open().ask("hello")
    chat.service.fail = [(500, "server_error", "Broken.")]
    chat.write("fails")
    expect(chat.button("Try again")).to_be_visible()

    expect(chat.ask("works")).to_contain_text("Here is an answer.")


def test_an_empty_answer_is_told_and_asked_for_under_a_new_id(chat: Chat) -> None:
    """Under the same id the same empty answer would come back."""
    answers = iter([[], [plain_reply("Here.")]])
    chat.service.replies = lambda _message: next(answers)
    chat.open().write("hello")
    expect(chat.log).to_contain_text("The assistant gave no answer.")
    chat.button("Try again").click()

    expect(chat.replies.last).to_contain_text("Here.")


def test_the_count_of_characters_shows_from_80_percent_and_stops_what_is_too_long(
    chat: Chat,
) -> None:
    """Too long a text stays in the field, with a sentence below it."""
    chat.open()
    chat.input.fill("x" * 799)
    expect(chat.page.locator("care-chat #count")).to_be_hidden()
    chat.input.fill("x" * 800)
    expect(chat.page.get_by_text("You have 200 characters left.")).to_be_visible()
    chat.input.fill("x" * 1001)
    expect(chat.page.get_by_text("You have 1 character too many.")).to_be_visible()
    chat.input.press("Enter")

    expect(chat.input).to_have_value("x" * 1001)
    expect(chat.input).to_have_attribute("aria-invalid", "true")
    expect(chat.page.locator("care-chat .user")).to_have_count(0)


def test_characters_outside_the_basic_plane_count_once(chat: Chat) -> None:
    """The server counts code points."""
    chat.open()
    chat.input.fill("\N{GRINNING FACE}" * 1000)

    expect(chat.page.get_by_text("You have 0 characters left.")).to_be_visible()


def test_an_empty_message_is_not_sent(chat: Chat) -> None:
    """Enter on white space does nothing."""
    chat.open().write("   ")

    expect(chat.page.locator("care-chat .user")).to_have_count(0)
