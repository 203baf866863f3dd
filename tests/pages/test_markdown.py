"""Markdown becomes HTML that can do no harm."""

from __future__ import annotations

import pytest

from bot.pages.markdown import is_safe, to_html
from tests.reports.page_reader import Page


def test_the_usual_parts_are_drawn() -> None:
    """Paragraphs, steps, bullets, buttons' names and links."""
    text = (
        "Do this:\n\n1. Select **Profile**.\n\nOr:\n\n- go to [the portal](https://portal.nhs.net/)"
    )

    assert to_html(text) == (
        "<p>Do this:</p>\n<ol>\n<li>Select <strong>Profile</strong>.</li>\n</ol>\n<p>Or:</p>\n"
        '<ul>\n<li>go to <a href="https://portal.nhs.net/">the portal</a></li>\n</ul>\n'
    )


def test_headings_move_to_their_level() -> None:
    """Three signs are the highest heading of a text, wherever it stands on the page."""
    assert to_html("### A\n\n#### B\n", first_heading=2) == "<h2>A</h2>\n<h3>B</h3>\n"
    assert to_html("### A\n") == "<h3>A</h3>\n"


def test_html_and_pictures_are_text() -> None:
    """No element comes from a text other than through Markdown."""
    page = Page(to_html('<script>x()</script>\n\na <b onclick="x()">b</b> ![p](https://z.example)'))

    assert {element.tag for element in page.elements} == {"p", "a"}
    assert [a.attributes for a in page.all("a")] == [{"href": "https://z.example"}]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:x()",
        "JaVaScRiPt:x()",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "//z.example",
        "relative",
    ],
)
def test_other_links_are_not_drawn(url: str) -> None:
    """What leads to a script, a file or another server in disguise stays text."""
    assert not is_safe(url)
    assert "<a" not in to_html(f"[go]({url})")


@pytest.mark.parametrize(
    "url", ["https://a.example", "http://a", "mailto:a@b.example", "tel:0300", "/answers", "#more"]
)
def test_safe_links_are_drawn(url: str) -> None:
    """The web, emails, phones and places of this site."""
    assert f'<a href="{url}">go</a>' in to_html(f"[go]({url})")


def test_signs_that_browsers_mend_do_not_disguise_a_server() -> None:
    """A tab, which browsers drop, and a backslash, which they turn, are written out."""
    assert 'href="/%09/z.example"' in to_html("[go](</&#9;/z.example>)")
    assert 'href="/%5Cz.example"' in to_html("[go](/\\z.example)")
    assert not is_safe("/\\z.example")
