"""Markdown within a line: as HTML for the page, and without marks for lists and cells."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markupsafe import Markup

_MARKDOWN = MarkdownIt("commonmark", {"html": False})


def as_html(text: str) -> Markup:
    """Turn bold words and links into HTML; whatever else is in the text stays text."""
    return Markup(_MARKDOWN.renderInline(text))  # noqa: S704 - markdown-it escapes, HTML is off


def as_plain(text: str) -> str:
    """Take the marks away; a link's address follows its words in brackets."""
    parts: list[str] = []
    links: list[tuple[str, int]] = []
    for token in _MARKDOWN.parseInline(text)[0].children or []:
        if token.type == "link_open":
            links.append((str(token.attrs["href"]), len(parts)))
        elif token.type == "link_close":
            address, start = links.pop()
            words = "".join(parts[start:])
            parts[start:] = [words if address.endswith(words) else f"{words} ({address})"]
        else:
            parts.append("\n" if token.type.endswith("break") else token.content)
    return "".join(parts)
