"""Curated Markdown as HTML for the pages: no HTML of its own, no pictures, only safe links."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from bot.knowledge.content_rules import FIRST_HEADING

# A path starts with one slash: two would lead to another server.
_SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:|#|/(?![/\\]))", re.IGNORECASE)


def to_html(text: str, first_heading: int = FIRST_HEADING) -> str:
    """Turn a text into HTML.

    Args:
        text: Markdown as the content rules allow it: its highest headings have three signs.
        first_heading: the level that these headings get on the page.
    """

    def move_headings(state: StateCore) -> None:
        for token in state.tokens:
            if token.type in {"heading_open", "heading_close"}:
                token.tag = f"h{int(token.tag[1]) + first_heading - FIRST_HEADING}"

    markdown = MarkdownIt("commonmark", {"html": False}).disable("image")
    markdown.validateLink = is_safe  # type: ignore[method-assign]
    markdown.core.ruler.push("move_headings", move_headings)
    rendered: str = markdown.render(text)
    return rendered


def is_safe(url: str) -> bool:
    """Tell whether a link may lead there: the web, an email, a phone, or a place of this site."""
    return bool(_SAFE_LINK.match(url))
