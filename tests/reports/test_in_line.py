"""Markdown within a line, on the page and without marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.in_line import as_html, as_plain


@pytest.mark.parametrize(
    ("text", "html", "plain"),
    [
        ("Phone the manager.", "Phone the manager.", "Phone the manager."),
        ("Select **Profile**.", "Select <strong>Profile</strong>.", "Select Profile."),
        (
            "Log in at [the portal](https://portal.nhs.net/).",
            'Log in at <a href="https://portal.nhs.net/">the portal</a>.',
            "Log in at the portal (https://portal.nhs.net/).",
        ),
        (
            "Email [desk@example.org](mailto:desk@example.org).",
            'Email <a href="mailto:desk@example.org">desk@example.org</a>.',
            "Email desk@example.org.",
        ),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3", "1 < 2 & 3"),
        ("", "", ""),
    ],
)
def test_marks_are_read(text: str, html: str, plain: str) -> None:
    """Bold words and links are drawn on the page, and spelled out elsewhere."""
    assert (as_html(text), as_plain(text)) == (html, plain)


def test_html_stays_text() -> None:
    """A tag in a text is shown, not obeyed, and a link runs no script."""
    assert as_html("<script>x</script>") == "&lt;script&gt;x&lt;/script&gt;"
    assert "href" not in as_html("[x](javascript:alert(1))")


@given(st.text("abc (),.'0123456789"))
def test_plain_words_stay_as_they_are(text: str) -> None:
    """Nothing is lost from a text without marks."""
    assert as_plain(text) == text.strip(" ") or as_plain(text).split() == text.split()
