"""The pages in a real browser, with its accessibility checked by axe-core."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Page as Tab

from bot.pages.site import Page
from tests.pages.server import served

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# One of each kind: a short answer, and one that has every part.
KINDS = [
    "/answers",
    "/answers/explain_metrics",
    "/answers/leaver",
    "/chat",
    "/embed",
    "/accessibility",
    "/privacy",
    "/404",
]
WIDE, NARROW = 1200, 320


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, where there is one."""
    if CHROMIUM is None:
        pytest.skip("There is no Chromium here. Install it, or name its file in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(site: dict[str, Page]) -> Iterator[str]:
    """Where the pages are served."""
    with served(site) as address:
        yield address


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Tab]:
    """A tab of a browser that has seen nothing yet."""
    context = browser.new_context(base_url=address)
    yield context.new_page()
    context.close()


def visit(tab: Tab, path: str) -> None:
    """Open a page, and wait for the chat where it is shown."""
    tab.goto(path)
    if path == "/chat":
        tab.get_by_role("button", name="Ask about NHSmail").wait_for()


def faults(tab: Tab) -> str:
    """Give what axe-core finds on the page that is open."""
    results = Axe().run(tab, options=WCAG)
    return results.generate_report() if results.violations_count else ""


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing(tab: Tab, path: str, colours: str, width: int) -> None:
    """No violation of WCAG 2.2 A or AA, nor of good practice, in light and dark colours."""
    tab.set_viewport_size({"width": width, "height": 800})
    tab.emulate_media(color_scheme="dark" if colours == "dark" else "light")
    visit(tab, path)

    assert faults(tab) == ""


def test_axe_would_find_a_fault(tab: Tab) -> None:
    """The check can fail: text that is nearly white is reported."""
    tab.goto("/privacy")
    tab.evaluate("document.querySelector('main p').style.setProperty('color', '#eeeeee')")

    assert "color-contrast" in faults(tab)


def test_no_page_scrolls_sideways_on_a_phone(tab: Tab, site: dict[str, Page]) -> None:
    """At 320 pixels, which is also 1,280 pixels at 400%, nothing is wider than the window."""
    tab.set_viewport_size({"width": NARROW, "height": 640})
    for path in [path for path in site if "html" in site[path].content_type]:
        visit(tab, path)
        assert tab.evaluate("document.documentElement.scrollWidth") <= NARROW, path


@pytest.mark.parametrize("path", KINDS)
def test_wide_text_spacing_hides_nothing(tab: Tab, path: str) -> None:
    """With the spacing of WCAG 1.4.12 a narrow page still fits its window."""
    tab.set_viewport_size({"width": NARROW, "height": 640})
    visit(tab, path)
    # A sheet made by a script is not held back by the policy, as one of the user is not either.
    tab.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
                word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
            document.adoptedStyleSheets = [sheet];
        }"""
    )

    assert tab.evaluate("document.documentElement.scrollWidth") <= NARROW


def test_the_policy_is_kept_and_nobody_else_is_asked(tab: Tab, address: str) -> None:
    """No page breaks the content security policy, or asks for anything from elsewhere."""
    complaints: list[str] = []
    asked: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("request", lambda request: asked.append(request.url))
    for path in KINDS:
        visit(tab, path)

    assert complaints == []
    assert len(asked) > len(KINDS)
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


def test_the_chat_page_shows_the_widget(tab: Tab) -> None:
    """The script tag works under the policy: the chat opens, and says what it is."""
    visit(tab, "/chat")
    tab.get_by_role("button", name="Ask about NHSmail").click()

    assert tab.get_by_role("dialog").is_visible()
    assert tab.get_by_text("This assistant is independent.").is_visible()


def test_pages_work_without_javascript(browser: Browser, address: str) -> None:
    """An answer is found from the list, and the list from the page of the chat."""
    context = browser.new_context(base_url=address, java_script_enabled=False)
    tab = context.new_page()
    tab.goto("/chat")
    tab.get_by_role("main").get_by_role("link", name="all answers").click()
    tab.get_by_role("link", name="Accept the Acceptable Use Policy").first.click()

    assert tab.get_by_role("heading", level=1).inner_text() == "Accept the Acceptable Use Policy"
    context.close()


def test_the_keyboard_skips_to_the_main_part(tab: Tab) -> None:
    """The first stop is the link that skips; it is seen, and it leads into the main part."""
    tab.goto("/answers/leaver")
    tab.keyboard.press("Tab")
    skip = tab.get_by_role("link", name="Skip to the main content")
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0

    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")

    assert tab.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("path", KINDS)
def test_every_stop_of_the_keyboard_is_seen(tab: Tab, path: str) -> None:
    """Each link has an outline while it is focused, and lies within the window."""
    visit(tab, path)
    links = tab.get_by_role("link").count()
    seen = set()
    for _ in range(links):
        tab.keyboard.press("Tab")
        seen.add(
            tab.evaluate(
                """() => {
                    const box = document.activeElement.getBoundingClientRect();
                    const style = getComputedStyle(document.activeElement);
                    return style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 3
                        && box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight;
                }"""
            )
        )

    assert links > 5
    assert seen == {True}


def test_targets_are_large_enough(tab: Tab) -> None:
    """Links that stand by themselves are at least 24 pixels high."""
    alone = "nav a, .name, .answers a, .letter a, .related a, .action a"
    tab.set_viewport_size({"width": NARROW, "height": 640})
    for path in KINDS:
        visit(tab, path)
        heights = [
            box["height"] for link in tab.locator(alone).all() if (box := link.bounding_box())
        ]
        assert heights, path
        assert min(heights) >= 24, path


def test_forced_colours_lose_nothing(tab: Tab) -> None:
    """In the colours of the user, the parts that a background marks have a border."""
    tab.emulate_media(forced_colors="active")
    tab.goto("/answers/leaver")
    widths = tab.evaluate(
        """() => ['.top', '.action a'].map(
            name => parseFloat(getComputedStyle(document.querySelector(name)).borderBottomWidth))"""
    )

    assert min(widths) >= 1
    assert faults(tab) == ""


def test_an_answer_prints(tab: Tab) -> None:
    """The print has the answer and its sources with addresses, without what leads elsewhere."""
    tab.goto("/answers/leaver")
    tab.emulate_media(media="print")

    assert tab.pdf(format="A4").startswith(b"%PDF")
    assert tab.get_by_role("heading", name="Sources").is_visible()
    assert tab.locator(".top nav, .breadcrumb, .related, .action").evaluate_all(
        "found => found.length === 4 && found.every(e => !e.checkVisibility())"
    )
    address = tab.locator("main a[href^=http]").first.evaluate(
        "link => getComputedStyle(link, '::after').content"
    )
    assert address.startswith('" (https://')
