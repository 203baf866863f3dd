"""Small screens, large text, forced colours, print, hostile pages, and how a site places it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.widget import samples
from tests.widget.chat import Chat
from tests.widget.fake_service import FakeService

_SPACED = (
    "<style>* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
    " word-spacing: 0.16em !important; }</style>"
)
_HOSTILE = "<style>*, button, p, div { all: unset !important; }</style>"
_SIDEWAYS = """
[...document.querySelector('care-chat').shadowRoot.querySelectorAll('.panel, .log, .bubble')]
  .filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.className)
"""


def _all_kinds(chat: Chat) -> None:
    chat.service.replies = lambda _message: [
        samples.answer(),
        samples.site(),
        samples.area(),
        samples.choices(),
    ]
    chat.open().write("A_long_word_" * 20)
    expect(chat.replies).to_have_count(5)


def _free_page(chat: Chat, head: str) -> None:
    """Show a page with styles of its own, which the strict policy would not let in."""
    chat.service.head = head
    chat.page.route(
        f"{chat.service.url}/",
        lambda route: route.fulfill(body=chat.service.page("/"), content_type="text/html"),
    )
    chat.visit()


@pytest.mark.parametrize("size", [(320, 640), (320, 256), (1200, 800)])
def test_nothing_scrolls_sideways(chat: Chat, size: tuple[int, int]) -> None:
    """All is laid out anew, down to 320 px."""
    chat.page.set_viewport_size({"width": size[0], "height": size[1]})
    _all_kinds(chat)

    assert chat.page.evaluate(_SIDEWAYS) == []
    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_head_and_the_field_stay_in_sight(chat: Chat) -> None:
    """However long the conversation: only the conversation scrolls."""
    _all_kinds(chat)
    chat.write("once more")
    expect(chat.replies).to_have_count(9)

    expect(chat.button("Close chat")).to_be_in_viewport(ratio=1)
    expect(chat.button("Clear chat")).to_be_in_viewport(ratio=1)
    assert chat.panel.evaluate("(each) => each.scrollTop") == 0


def test_wide_text_spacing_cuts_nothing_off(chat: Chat) -> None:
    """The spacing of WCAG 1.4.12 reaches into the widget."""
    _free_page(chat, _SPACED)
    chat.page.set_viewport_size({"width": 320, "height": 640})
    _all_kinds(chat)

    spacing = chat.input.evaluate("(each) => getComputedStyle(each).letterSpacing")
    assert spacing == "1.92px"
    assert chat.page.evaluate(_SIDEWAYS) == []


def test_the_styles_of_a_page_do_not_reach_in(chat: Chat) -> None:
    """Buttons keep their look and lists their numbers."""
    _free_page(chat, _HOSTILE)
    _all_kinds(chat)

    expect(chat.button("Send")).to_have_css("background-color", "rgb(0, 90, 91)")
    expect(chat.replies.nth(1).locator("li").first).to_have_css("display", "list-item")


def test_a_page_with_small_rem_leaves_the_text_readable(chat: Chat) -> None:
    """Many pages set 62.5%."""
    _free_page(chat, "<style>html { font-size: 62.5%; }</style>")
    chat.open()

    expect(chat.replies.first).to_have_css("font-size", "16px")


def test_forced_colours_keep_borders_focus_and_bars(chat: Chat) -> None:
    """Where backgrounds go, lines stay."""
    chat.page.emulate_media(forced_colors="active")
    _all_kinds(chat)
    chat.button("No").click()
    chat.input.focus()

    expect(chat.input).to_have_css("outline-style", "solid")
    for name in ("No", "Yes"):
        expect(chat.button(name)).to_have_css("border-top-style", "solid")
    fills = {
        name: chat.page.locator(f"care-chat rect.{name}").first.evaluate(
            "(each) => getComputedStyle(each).fill"
        )
        for name in ("active", "inactive")
    }
    assert fills["active"] != fills["inactive"]


def test_the_dots_stand_still_where_motion_is_unwanted(chat: Chat) -> None:
    """And elsewhere they stop by themselves."""
    chat.service.go.clear()
    chat.open().write("hello")
    dot = chat.page.locator("care-chat .dots i").first
    expect(dot).to_have_css("animation-iteration-count", "4")
    chat.page.emulate_media(reduced_motion="reduce")

    expect(dot).to_have_css("animation-name", "none")


def test_print_has_the_whole_conversation_and_no_buttons(chat: Chat) -> None:
    """Nothing scrolls on paper."""
    _all_kinds(chat)
    chat.page.emulate_media(media="print")

    expect(chat.panel).to_have_css("position", "static")
    expect(chat.page.get_by_text("Address: [address of the mailbox]")).to_be_visible()
    for hidden in (chat.input, chat.button("Send"), chat.button("Clear chat"), chat.button("Yes")):
        expect(hidden).to_be_hidden()
    expect(chat.replies.first).to_be_visible()
    assert chat.log.evaluate("(each) => each.scrollHeight <= each.clientHeight + 1")


def test_a_closed_chat_leaves_no_trace_on_paper(chat: Chat) -> None:
    """The page prints as it is."""
    chat.page.emulate_media(media="print")

    expect(chat.launcher).to_be_hidden()


def test_a_copy_can_be_saved(chat: Chat, tmp_path: Path) -> None:
    """Questions, answers, sources, and the addresses of links, without buttons."""
    _all_kinds(chat)
    with chat.page.expect_download() as saved:
        chat.button("Save a copy").click()
    saved.value.save_as(tmp_path / "copy.txt")
    text = (tmp_path / "copy.txt").read_text(encoding="utf-8")

    assert saved.value.suggested_filename == "chat-about-nhsmail.txt"
    for part in (
        "Do not write passwords",
        "You:",
        "Assistant:",
        "Forgotten password",
        "NHSmail portal (https://portal.example/)",
        "Last checked on 22 November 2026.",
        "Address: [address of the mailbox]",
        "Vale Lodge (VLZ2A)",
        "Care homes: 1,204 active, 310 not active",
    ):
        assert part in text
    assert "Was this helpful?" not in text
    assert "Something else" not in text
    expect(chat.page.get_by_role("link", name="NHSmail portal")).to_have_text("NHSmail portal")


def test_a_site_names_colours_and_places_the_widget(
    context: BrowserContext, service: FakeService
) -> None:
    """All by attributes of the one script tag."""
    service.tag = (
        'data-title="Mail for carers" data-colour="#7a1f5c" data-greeting="Good day." '
        'data-position="left"'
    )
    chat = Chat(context.new_page(), service).visit()
    box = chat.launcher.bounding_box()
    assert box is not None
    assert box["x"] < 100
    chat.open()

    expect(chat.page.get_by_role("heading", name="Mail for carers")).to_be_visible()
    expect(chat.replies.first).to_contain_text("Good day.")
    expect(chat.button("Send")).to_have_css("background-color", "rgb(122, 31, 92)")


def test_a_colour_that_is_none_is_named_to_the_developer(
    context: BrowserContext, service: FakeService
) -> None:
    """The widget keeps its own."""
    service.tag = 'data-colour="greenish"'
    page = context.new_page()
    with page.expect_console_message(lambda message: "data-colour" in message.text):
        chat = Chat(page, service).visit()

    expect(chat.launcher).to_have_css("background-color", "rgb(0, 90, 91)")


def test_two_script_tags_make_one_widget(context: BrowserContext, service: FakeService) -> None:
    """A template may hold the tag twice."""
    service.head = '<script src="/widget.js" defer></script>'
    chat = Chat(context.new_page(), service).visit()

    expect(chat.page.locator("care-chat")).to_have_count(1)
