"""What each kind of reply looks like."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.widget import samples
from tests.widget.chat import Chat
from tests.widget.fake_service import Reply, plain_reply


def test_an_answer_shows_its_text_as_paragraphs_steps_bold_and_links(chat: Chat) -> None:
    """Markdown becomes elements, not signs."""
    chat.service.replies = lambda _message: [samples.answer()]
    bubble = chat.open().ask("How do I reset my password?")

    expect(bubble.locator("ol > li")).to_have_count(3)
    expect(bubble.locator("strong")).to_have_text("Forgotten password")
    expect(bubble.get_by_role("link", name="NHSmail portal")).to_have_attribute(
        "href", "https://portal.example/"
    )


def test_an_answer_shows_its_sources_its_date_its_page_and_what_older_guides_say(
    chat: Chat,
) -> None:
    """The card adds what the text does not have."""
    chat.service.replies = lambda _message: [samples.answer()]
    bubble = chat.open().ask("How do I reset my password?")

    expect(bubble).to_contain_text("Last checked on 22 November 2026.")
    expect(bubble).to_contain_text("Access policy, 27 July 2023")
    expect(bubble).to_contain_text("Older guides: Guides from 2018")
    expect(bubble.get_by_role("link", name="More: Reset")).to_have_attribute(
        "href", f"{chat.service.url}/answers/password_reset"
    )


def test_a_request_by_email_can_be_read_and_opened_in_the_email_program(chat: Chat) -> None:
    """The link carries address, subject and body; the text is there to be copied."""
    chat.service.replies = lambda _message: [samples.answer()]
    bubble = chat.open().ask("How do I reset my password?")
    bubble.get_by_text("Request by email, ready to send").click()

    expect(bubble.get_by_text("Address: [address of the mailbox]")).to_be_visible()
    link = bubble.get_by_role("link", name="Open in your email program")
    expect(link).to_have_attribute(
        "href",
        re.compile(
            r"^mailto:helpdesk(@|%40)example\.net\?subject=Reset%20a%20password&body=Please.*%0D%0A"
        ),
    )


def test_alternatives_are_offered_as_what_may_have_been_meant(chat: Chat) -> None:
    """Buttons of an unsure answer have another heading than related questions."""
    chat.service.replies = lambda _message: [samples.answer(alternatives=["account_locked"])]
    chat.open().ask("password")

    expect(chat.log).to_contain_text("Did you mean something else?")
    expect(chat.log).not_to_contain_text("Related questions")


def test_a_choice_sends_its_payload_and_shows_its_title(chat: Chat) -> None:
    """The conversation shows the words of the button; the assistant gets what stands behind it."""
    chat.service.replies = lambda _message: [samples.choices()]
    chat.open().ask("password")
    chat.button("My account is locked").click()
    expect(chat.replies).to_have_count(3)

    sent = chat.service.calls("/chat/messages")[-1].body
    assert sent["payload"] == "/choice_1"
    assert sent["title"] == "My account is locked"
    expect(chat.page.locator("care-chat .user").last).to_contain_text("My account is locked")


def test_a_site_shows_its_figures_beside_those_of_the_report_before(chat: Chat) -> None:
    """What to do stands in the text already and is not said twice."""
    chat.service.replies = lambda _message: [samples.site()]
    bubble = chat.open().ask("VLZ2A")

    row = bubble.locator("tr", has=chat.page.get_by_role("rowheader", name="Active", exact=True))
    expect(row.get_by_role("cell")).to_have_text(["1", "3"])
    expect(bubble.get_by_role("columnheader")).to_have_text(["1 October 2026", "1 July 2026"])
    expect(bubble.get_by_text("Urgent")).to_be_visible()
    expect(bubble.get_by_text("Log in with each account.")).to_have_count(1)


def test_a_site_without_a_report_before_has_one_column(chat: Chat) -> None:
    """Nothing stands where nothing is known."""
    reply = samples.site()
    reply["custom"]["before"] = None
    chat.service.replies = lambda _message: [reply]
    bubble = chat.open().ask("VLZ2A")

    expect(bubble.get_by_role("columnheader")).to_have_count(1)


def test_an_area_has_a_chart_with_a_text_alternative(chat: Chat) -> None:
    """The bars are as long as the figures, and each is named in words."""
    chat.service.replies = lambda _message: [samples.area()]
    bubble = chat.open().ask("North Vale")

    bar = bubble.get_by_role("img", name="Care homes: 1,204 active, 310 not active")
    expect(bar).to_be_visible()
    whole, active = (bar.bounding_box(), bar.locator("rect.active").bounding_box())
    assert whole is not None
    assert active is not None
    assert abs(active["width"] / whole["width"] - 1204 / 1514) < 0.02


def test_the_pieces_of_one_reply_share_a_bubble_and_two_answers_do_not(chat: Chat) -> None:
    """A reply ends with its payload."""
    piece: Reply = {"id": "p", "text": "First part.", "buttons": [], "custom": None}
    chat.service.replies = lambda _message: [piece, samples.answer(), samples.area()]
    chat.open().write("two questions")

    expect(chat.replies).to_have_count(3)
    expect(chat.replies.nth(1)).to_contain_text("First part.")
    expect(chat.replies.nth(1)).to_contain_text("You can set a new password")


def test_a_card_that_cannot_be_drawn_leaves_the_text(chat: Chat) -> None:
    """An answer with a fault in its payload is still read."""
    chat.service.replies = lambda _message: [plain_reply("The figures.", kind="area")]

    expect(chat.open().ask("North Vale")).to_contain_text("The figures.")


def test_a_vote_is_sent_once_pressed_and_can_be_changed(chat: Chat) -> None:
    """Yes, then no, then the reason: each is told with the reply's id."""
    reply = samples.answer()
    chat.service.replies = lambda _message: [reply]
    chat.open().ask("password")
    for name in ("Yes", "No", "It is out of date"):
        chat.button(name).click()
        expect(chat.button(name)).to_have_attribute("aria-pressed", "true")
    expect(chat.log).to_contain_text("Thank you. You can change this.")
    expect(chat.button("Yes")).to_have_attribute("aria-pressed", "false")

    assert [call.body for call in chat.service.calls("/chat/feedback")] == [
        {"reply": reply["id"], "value": "yes", "reason": None},
        {"reply": reply["id"], "value": "no", "reason": None},
        {"reply": reply["id"], "value": "no", "reason": "old"},
    ]


def test_a_vote_that_was_lost_says_so_and_can_be_sent_again(chat: Chat) -> None:
    """An error at the vote is not swallowed."""
    chat.service.replies = lambda _message: [samples.answer()]
    chat.open().ask("password")
    chat.service.fail = [(500, "server_error", "Broken.")]
    chat.button("Yes").click()
    expect(chat.log).to_contain_text("was not saved")
    chat.button("Try again").click()

    expect(chat.log).to_contain_text("Thank you. You can change this.")


def test_only_answers_ask_whether_they_helped(chat: Chat) -> None:
    """Choices, figures and notices are not voted on."""
    chat.service.replies = lambda _message: [samples.choices()]
    chat.open().ask("password")

    expect(chat.page.get_by_text("Was this helpful?")).to_have_count(0)


def test_a_request_by_email_can_be_copied(chat: Chat) -> None:
    """A button puts the whole request where it can be pasted from, and says so."""
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.service.replies = lambda _message: [samples.answer()]
    bubble = chat.open().ask("How do I reset my password?")
    bubble.get_by_text("Request by email, ready to send").click()

    bubble.get_by_role("button", name="Copy the request").click()

    expect(bubble.get_by_role("button", name="The request is copied.")).to_be_visible()
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("To: helpdesk@example.net\nSubject: Reset a password\n\nPlease")


def test_where_nothing_can_be_copied_it_is_said(chat: Chat) -> None:
    """A browser that refuses leaves the text to be selected by hand."""
    chat.service.replies = lambda _message: [samples.answer()]
    bubble = chat.open().ask("How do I reset my password?")
    chat.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    bubble.get_by_text("Request by email, ready to send").click()

    bubble.get_by_role("button", name="Copy the request").click()

    expect(bubble.get_by_role("button", name="Copying does not work here.")).to_be_visible()
