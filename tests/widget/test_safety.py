"""Nothing that is written runs, and nothing but the assistant is called."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.widget import samples
from tests.widget.chat import Chat
from tests.widget.fake_service import FakeService, fake_service, plain_reply

ATTACKS = [
    "<img src=x onerror=\"window.ran='img'\">",
    "<script>window.ran='script'</script>",
    "<svg onload=\"window.ran='svg'\"></svg>",
    "[click](javascript:window.ran='link')",
    "[click](JaVaScRiPt:window.ran='link')",
    "[click](\tjavascript:window.ran='tab')",
    "[click](data:text/html,<script>window.ran='data'</script>)",
    "[click](//evil.example/path)",
    "[click](vbscript:x)",
    '**<b onmouseover="window.ran=1">**',
    '"><iframe srcdoc="<script>parent.ran=1</script>">',
]


@pytest.fixture
def open_page(context: BrowserContext, service: FakeService) -> Chat:
    """Give a page whose own policy would let an attack run."""
    page = context.new_page()
    page.route(
        f"{service.url}/",
        lambda route: route.fulfill(body=service.page("/"), content_type="text/html"),
    )
    return Chat(page, service).visit().open()


def _nothing_ran(chat: Chat) -> None:
    assert chat.page.evaluate("window.ran") is None
    made = chat.page.evaluate(
        "document.querySelector('care-chat').shadowRoot"
        ".querySelectorAll('img, script, iframe, b, svg:not([role=img])').length"
    )
    assert made == 0
    schemes = chat.page.evaluate(
        "[...document.querySelector('care-chat').shadowRoot.querySelectorAll('a')]"
        ".map((each) => each.protocol)"
    )
    assert set(schemes) <= {"http:", "https:", "mailto:", "tel:"}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_user_writes_is_text(open_page: Chat, attack: str) -> None:
    """As it was written, letter by letter, and on the next page too."""
    open_page.ask(attack)
    expect(open_page.page.locator("care-chat .user")).to_have_text(f"You: {attack}")
    open_page.visit()
    expect(open_page.page.locator("care-chat .user")).to_have_text(f"You: {attack}")

    _nothing_ran(open_page)


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_reply_holds_is_text(open_page: Chat, attack: str) -> None:
    """In its text, its buttons and every field of its payload."""
    buttons = [{"title": attack, "payload": attack}]
    answer = samples.answer(
        title=attack,
        older=attack,
        page=attack,
        sources=[{"title": attack, "date": attack, "url": attack.removeprefix("[click](")}],
        email={"to": attack, "subject": attack, "body": attack},
    )
    site, area = samples.site(), samples.area()
    site["custom"].update(name=attack, ods_code=attack)
    area["custom"].update(area=attack)
    replies = [plain_reply(attack, buttons), answer, site, area]
    open_page.service.replies = lambda _message: replies
    open_page.write("hello")
    expect(open_page.replies).to_have_count(5)
    open_page.page.locator("care-chat .choices button").first.click()
    expect(open_page.replies).to_have_count(9)

    _nothing_ran(open_page)


def test_what_an_error_says_is_text(open_page: Chat) -> None:
    """The server's sentence is no HTML either."""
    open_page.service.fail = [(500, "server_error", ATTACKS[0])]
    open_page.write("hello")
    expect(open_page.log).to_contain_text(ATTACKS[0])

    _nothing_ran(open_page)


def test_the_strictest_policy_is_kept_and_no_other_origin_is_called(chat: Chat) -> None:
    """Every kind of card, a vote, a copy and a clearing: no violation, no foreign request."""
    asked: list[str] = []
    chat.page.on("request", lambda request: asked.append(request.url))
    chat.visit().open()
    chat.service.replies = lambda _message: [samples.answer(), samples.site(), samples.area()]
    chat.write("hello")
    expect(chat.replies).to_have_count(4)
    chat.button("No").click()
    with chat.page.expect_download():
        chat.button("Save a copy").click()
    chat.button("Clear chat").click()
    with chat.page.expect_response("**/chat/forget"):
        chat.button("Yes, clear it").click()

    assert chat.page.evaluate("window.forbidden") == []
    hosts = {urlsplit(url).netloc for url in asked if not url.startswith("blob:")}
    assert hosts == {urlsplit(chat.service.url).netloc}


def test_a_policy_that_is_broken_would_be_noticed(chat: Chat) -> None:
    """The watch on the policy works."""
    chat.page.evaluate("document.body.setAttribute('style', 'color: red')")

    assert chat.page.evaluate("window.forbidden") != []


def test_nothing_of_the_user_is_in_cookies_or_in_the_lasting_storage(chat: Chat) -> None:
    """A computer in a care home is used by many."""
    chat.open().ask("hello")

    assert chat.page.context.cookies() == []
    assert chat.page.evaluate("localStorage.length") == 0


def test_the_pages_of_another_origin_can_embed_it(
    context: BrowserContext, service: FakeService
) -> None:
    """With leave for its script and its connections; the token is sent in a header, no cookie."""
    with fake_service() as site:
        site.widget_url = service.url
        service.allowed_origins = {site.url}
        chat = Chat(context.new_page(), site).visit().open()

        expect(chat.ask("hello")).to_contain_text("Here is an answer.")
        assert chat.page.evaluate("window.forbidden") == []
        assert site.asked == []
        assert len(service.calls("/chat/messages")) == 1


def test_without_leave_to_read_the_stylesheet_it_is_linked(
    context: BrowserContext, service: FakeService
) -> None:
    """So do browsers that cannot adopt one."""
    page = context.new_page()
    page.add_init_script("delete CSSStyleSheet.prototype.replaceSync")
    chat = Chat(page, service).visit().open()

    expect(chat.panel).to_have_css("position", "fixed")
    assert page.locator("care-chat link[rel=stylesheet]").count() == 1
    assert page.evaluate("window.forbidden") == []
