"""Markdown for Teams: nothing but the marks that it knows, and links that may be opened."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.channels.teams.card_text import escaped, link, paragraphs, summary

URL = "https://assistant.example.org"
# Every address is a link for it, even one that a careful program leaves alone.
CREDULOUS = MarkdownIt("commonmark", {"html": False})
CREDULOUS.validateLink = lambda url: True  # type: ignore[method-assign]
MARKED = st.lists(
    st.sampled_from(
        [
            *("[", "]", "(", ")", "<", ">", "!", ":", "\\", "*", "**", "_", "`", "#", "\n", "\n\n"),
            *("    ", "- ", "1. ", "word", "x", "[a]", "https://example.org/x", "http://b.example"),
            *("javascript:alert(1)", "data:x", "//c.example", "/answers/mfa", " "),
        ]
    ),
    max_size=14,
).map("".join)


def read(markdown: str) -> list[Token]:
    """Read Markdown as a client does, and give all that it finds."""
    tokens = CREDULOUS.parse(markdown)
    return [*tokens, *(child for token in tokens for child in token.children or [])]


def shown(markdown: str) -> str:
    """Give what a reader sees."""
    return "".join(
        " " if token.type.endswith("break") else token.content
        for token in read(markdown)
        if not token.children and token.type != "inline"
    )


@settings(deadline=None)  # how long a busy machine takes proves nothing
@given(text=st.text() | MARKED)
@example("[a](javascript:alert(1))")
@example("[a][(javascript:1)](data:x)")
@example("[<javascript:x>](https://example.org)")
@example("[a]: javascript:x\n\n[a]")
@example("[a][b]\n\n[b]: javascript:x")
@example(r"\\<javascript:x>")
@example("![a](https://example.org/x)")
@example("[[a](javascript:x)](https://b.example)")
def test_whatever_is_written_only_safe_links_are_links(text: str) -> None:
    """No Markdown leads to another scheme than https, mailto and tel, or to a picture."""
    for part in paragraphs(text, URL):
        for token in read(part):
            assert token.type != "image"
            if token.type == "link_open":
                assert str(token.attrs["href"]).startswith(("https://", "mailto:", "tel:"))


@settings(deadline=None)  # how long a busy machine takes proves nothing
@given(text=st.text(st.characters(exclude_categories=("C",))) | MARKED)
@example("1. The Old Mill")
@example("- Rose Court")
@example("_Court_")
@example("__0__")
@example("<https://example.org>")
def test_a_name_is_shown_as_it_is(text: str) -> None:
    """No letter of a name is taken for a mark: it reads as it was written, and links nowhere."""
    name = " ".join(text.replace("&", "and").split())

    assert shown(escaped(name)) == name
    assert {token.type for token in read(escaped(name))} <= {
        *("paragraph_open", "paragraph_close", "inline", "text", "text_special"),
    }


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("[a](https://example.org/x)", "[a](https://example.org/x)"),
        ("[a](tel:03332001133)", "[a](tel:03332001133)"),
        ("[a](mailto:helpdesk@nhs.net)", "[a](mailto:helpdesk@nhs.net)"),
        ("[a](/answers/mfa)", f"[a]({URL}/answers/mfa)"),
        ("[a](//evil.example)", "a"),
        ("[a](http://example.org)", "a"),
        ("[a](javascript:alert(1))", r"[a]\(javascript:alert(1))"),
        ("[a](data:text/html,x)", "a"),
        ("# Head\n\ntext", "**Head**\n\ntext"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("1. one\n\n    more\n\n2. two", "1. one\n\nmore\n\n2. two"),
        ("Fill in [your name] and **send** it.", "Fill in [your name] and **send** it."),
    ],
)
def test_markdown_as_teams_knows_it(written: str, kept: str) -> None:
    """Safe links stay, others are words, headings are bold, lists stay lists."""
    assert "\n\n".join(paragraphs(written, URL)) == kept


def test_a_page_of_the_website_needs_its_address() -> None:
    """Without the address of the website a link to its pages is words alone."""
    assert paragraphs("[a](/answers/mfa)", None) == ["a"]


def test_a_title_cannot_end_its_link() -> None:
    """A link is made of any title, but only to an address that may be opened."""
    made = link("a](b) <c> [d", "https://example.org")
    (opened,) = [token for token in read(made) if token.type == "link_open"]

    assert opened.attrs["href"] == "https://example.org"
    assert shown(made) == "a](b) <c> [d"
    assert link("a", "https://example.org/a b") == "a"
    assert link("a", None) == "a"


@pytest.mark.parametrize(
    ("text", "notified"),
    [
        ("**Phone** the [helpdesk](tel:1).\n\nThen wait.", "Phone the helpdesk."),
        ("No. It is kept.\n\nMore.", "No. It is kept."),
        ("1. Find your email.\n2. Open it.", "Find your email."),
        ("\n\n- first_last@nhs.net\n", "first_last@nhs.net"),
        ("It is so. " * 30, " ".join(["It is so."] * 15)),
        ("word " * 100, " ".join(["word"] * 30)),
        ("", ""),
    ],
)
def test_a_notification_is_the_first_line_in_plain_words(text: str, notified: str) -> None:
    """Whole sentences where they fit, without marks, links or the number of a step."""
    assert summary(text) == notified
