"""The Markdown of the answers as Teams' cards understand it.

Microsoft, "Format cards in Microsoft Teams": bold, italic, lists and links, nothing else.
"""

from __future__ import annotations

import re

_LINK = re.compile(r"\[([^\[\]]*)\]\(\s*([^()\s]*)\s*\)")
_SCHEMES = ("https://", "mailto:", "tel:")
_HEADING = re.compile(r"^#{1,6}[ \t]+(\S.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_SPECIAL = re.compile(r"([\\*_\[\]`])")
_MARKS = re.compile(r"[*_`#]+")
_SENTENCE = re.compile(r".*?[.!?](?=\s|$)", re.DOTALL)
_LONGEST_SUMMARY = 150  # characters of a notification


def paragraphs(text: str, public_url: str | None) -> list[str]:
    """Give the paragraphs and lists of a text, each for a block of its own.

    Args:
        text: Markdown.
        public_url: the website's address, for links to its own pages; without it they are words.
    """
    text = _HEADING.sub(r"**\1**", _LINK.sub(lambda link: _safe(link, public_url), text))
    return [part.strip("\n") for part in re.split(r"\n\s*\n", text) if part.strip()]


def link(title: str, address: str | None, public_url: str | None = None) -> str:
    """Give a link, or its title alone where the address is none that a card may open."""
    target = _target(address or "", public_url)
    return f"[{escaped(title)}]({target})" if target else escaped(title)


def escaped(text: str) -> str:
    """Give a text that is shown as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def summary(text: str) -> str:
    """Give the first sentence without Markdown, for the notification of a message."""
    plain = " ".join(_MARKS.sub("", _LINK.sub(r"\1", text)).split())
    first = _SENTENCE.match(plain)
    return (first[0] if first else plain)[:_LONGEST_SUMMARY]


def _safe(found: re.Match[str], public_url: str | None) -> str:
    target = _target(found[2], public_url)
    return f"[{found[1]}]({target})" if target else found[1]


def _target(address: str, public_url: str | None) -> str | None:
    if address.startswith("/") and not address.startswith("//") and public_url:
        return f"{public_url}{address}"
    if address.lower().startswith(_SCHEMES) and not set(address) & set(" ()<>\"'\\\n\t"):
        return address
    return None
