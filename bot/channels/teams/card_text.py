"""The Markdown of the answers as Teams' cards understand it.

Microsoft, "Format cards in Microsoft Teams": bold, italic, lists and links, nothing else. On phones
a backslash may be shown, so only what would be read as a mark gets one.
"""

from __future__ import annotations

import re
import textwrap

_LINK = re.compile(r"\[([^\[\]]*)\]\(\s*([^()\s]*)\s*\)")
_SCHEMES = ("https://", "mailto:", "tel:")
_HEADING = re.compile(r"^#{1,6}[ \t]+(\S.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_MARK = re.compile(r"[\\*`]|(?<![^\W_])_|_(?![^\W_])")  # a line within a word is none
_START_OF_BLOCK = re.compile(r"^(\d+(?=[.)](?:\s|$))|(?=[-+](?:\s|$)|--|[#>]))")
_LINK_ADDRESS = re.compile(r"(?<=\])(?=[(:\[])")
_BRACKET = re.compile(r"(\\*)<")
_EMPHASIS = re.compile(r"[*`\\]+|(?<![^\W_])_+|_+(?![^\W_])")
_START_OF_LINE = re.compile(r"^\s*(?:[-*+>]|#+|\d+[.)])\s+")
_END_OF_SENTENCE = re.compile(r"[.!?](?=\s)")
_LONGEST_SUMMARY = 150  # characters of a notification


def paragraphs(text: str, public_url: str | None) -> list[str]:
    """Give the paragraphs and lists of a text, each for a block of its own.

    Args:
        text: Markdown.
        public_url: the website's address, for links to its own pages; without it they are words.
    """
    text = _HEADING.sub(r"**\1**", _with_safe_links(text, public_url))
    parts = [part.strip("\n") for part in re.split(r"\n\s*\n", text) if part.strip()]
    # What is set in by four spaces would be taken for the text of a program.
    return [textwrap.dedent(part) for part in parts]


def link(title: str, address: str | None, public_url: str | None = None) -> str:
    """Give a link, or its title alone where the address is none that a card may open."""
    target = _target(address or "", public_url)
    if not target:
        return escaped(title)
    label = re.sub(r"[\[\]]", r"\\\g<0>", _marked(title))
    return f"[{_BRACKET.sub(_one_backslash, label)}]({target})"


def escaped(text: str) -> str:
    """Give a text that is shown as it is."""
    return _without_links(_START_OF_BLOCK.sub(r"\1\\", _marked(text)))


def summary(text: str) -> str:
    """Give the first sentences without Markdown, for the notification of a message."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    shown = _EMPHASIS.sub("", _LINK.sub(r"\1", _START_OF_LINE.sub("", first)))
    plain = " ".join(shown.split())
    if len(plain) <= _LONGEST_SUMMARY:
        return plain
    cut = plain[:_LONGEST_SUMMARY]
    ends = [found.end() for found in _END_OF_SENTENCE.finditer(cut)]
    return cut[: ends[-1]] if ends else cut.rsplit(" ", 1)[0]


def _with_safe_links(text: str, public_url: str | None) -> str:
    """Keep the links that a card may open; the others become their words."""
    done, words, end = [], "", 0
    for found in _LINK.finditer(text):
        words += text[end : found.start()]
        end = found.end()
        if target := _target(found[2], public_url):
            before = re.sub(r"!$", r"\!", _without_links(words))  # else it would be a picture
            done += [before, f"[{_without_links(found[1])}]({target})"]
            words = ""
        else:
            words += found[1]
    return "".join([*done, _without_links(words + text[end:])])


def _without_links(text: str) -> str:
    """Let nothing in a text be read as a link: [words](address), [words]: address, <address>."""
    return _BRACKET.sub(_one_backslash, _LINK_ADDRESS.sub(r"\\", text))


def _one_backslash(found: re.Match[str]) -> str:
    """Escape a bracket that is not escaped: two backslashes are one that is shown."""
    return found[0] if len(found[1]) % 2 else f"{found[1]}\\<"


def _marked(text: str) -> str:
    """Put a backslash before each mark, and everything on one line."""
    return _MARK.sub(r"\\\g<0>", " ".join(text.split()))


def _target(address: str, public_url: str | None) -> str | None:
    if address.startswith("/") and not address.startswith("//") and public_url:
        address = f"{public_url}{address}"
    if address.lower().startswith(_SCHEMES) and not set(address) & set(" ()<>\"'\\\n\t"):
        return address
    return None
