"""Reads a page as a browser would: its elements, headings and words."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_EMPTY = {"meta", "img", "br", "link", "hr", "input"}


@dataclass
class Element:
    """An element with its attributes and the words inside it."""

    tag: str
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Give its words with single spaces."""
        return " ".join(" ".join(self.words).split())


class Page(HTMLParser):
    """A page taken apart; an element that is not closed in its order is an error."""

    def __init__(self, html: str) -> None:
        """Read the page."""
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in _EMPTY:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        assert self._open.pop().tag == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        """Give the words to every element around them."""
        for element in self._open:
            element.words.append(data)

    def all(self, *tags: str) -> list[Element]:
        """Give the elements of some tags in their order."""
        return [element for element in self.elements if element.tag in tags]

    @property
    def text(self) -> str:
        """Give the words of the body."""
        return self.all("body")[0].text
