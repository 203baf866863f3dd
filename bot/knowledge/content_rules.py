"""The content rules that a program can test, after the NHS service manual's "how we write".

docs/knowledge.md lists them for people. Each rule takes blocks of text and gives findings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST_SENTENCE = 20
MOST_SENTENCES = 3
MOST_ITEMS = 6
LONGEST_HEADING = 65
FIRST_HEADING = 3  # the page itself has the levels 1 and 2
FREE_ABBREVIATIONS = {"UK", "NHS", "GP", "SMS", "PDF", "ID"}

Kind = Literal["heading", "paragraph", "bullet", "step"]


class Finding(NamedTuple):
    """A broken rule: the line within the text, counted from 0, and the reason."""

    line: int
    reason: str


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or an item of a list.

    Args:
        kind: what it is.
        line: its first line within the text, from 0.
        text: its words without marks.
        level: of a heading, from 1; otherwise 0.
        links: the texts of its links.
        marks: the names of its inline marks, such as em and strong.
        list_start: the line of the list that it belongs to, or -1.
    """

    kind: Kind
    line: int
    text: str
    level: int
    links: tuple[str, ...]
    marks: frozenset[str]
    list_start: int


def blocks(markdown: str) -> list[Block]:
    """Take a Markdown text apart."""
    found: list[Block] = []
    lists: list[tuple[Kind, int]] = []
    level = 0
    for token in MarkdownIt().parse(markdown):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            kind: Kind = "bullet" if token.type.startswith("bullet") else "step"
            lists.append((kind, token.map[0] if token.map else 0))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "inline":
            found.append(_block(token, lists, level))
    return found


def check_markdown(markdown: str, read_before: str = "") -> Iterator[Finding]:
    """Check a text with its structure; abbreviations explained in `read_before` are known."""
    parts = blocks(markdown)
    for rule in _BLOCK_RULES:
        for part in parts:
            yield from (Finding(part.line, reason) for reason in rule(part))
    yield from _heading_levels(parts)
    yield from _lists(parts)
    yield from _abbreviations(parts, explained_in(read_before))


def check_line(text: str) -> Iterator[Finding]:
    """Check a text without structure, such as a title: words and signs only."""
    part = Block("paragraph", 0, text, 0, (), frozenset(), -1)
    for rule in (_words, _signs, _numbers):
        yield from (Finding(0, reason) for reason in rule(part))


def sentences(text: str) -> list[str]:
    """Split a text into sentences."""
    return [part for part in re.split(r"(?<=[.!?])[\"')]*\s+", text) if part.strip()]


def _block(token: Token, lists: list[tuple[Kind, int]], level: int) -> Block:
    children = token.children or []
    shown = [" " if c.type.endswith("break") else c.content for c in children]
    kind: Kind = "heading" if level else lists[-1][0] if lists else "paragraph"
    marks = {child.type.removesuffix("_open") for child in children if child.type.endswith("_open")}
    return Block(
        kind=kind,
        line=token.map[0] if token.map else 0,
        text="".join(shown),
        level=level,
        links=tuple(_link_texts(children)),
        marks=frozenset(marks),
        list_start=lists[-1][1] if lists else -1,
    )


def _link_texts(children: Sequence[Token]) -> Iterator[str]:
    text: list[str] | None = None
    for child in children:
        if child.type == "link_open":
            text = []
        elif child.type == "link_close" and text is not None:
            yield "".join(text)
            text = None
        elif text is not None:
            text.append(child.content)


_BANNED: dict[str, str] = {
    r"\b(?:do|does|did|is|are|was|were|has|have|had|ca|wo|would|could|should|must|need)n't\b": (
        "No contractions: write the words in full."
    ),
    r"\b(?:I'm|I've|I'll|you're|you've|you'll|it's|that's|there's|we're|they're|let's)\b": (
        "No contractions: write the words in full."
    ),
    r"\bshould\b": "No `should`: say what to do.",
    r"\bsign(?:ed|ing|s)?[ -]?in\b": "Write `log in`.",
    r"\bsign(?:ed|ing|s)?[ -]?out\b": "Write `log out`.",
    r"\blogins?\b": "Write `log in`, or `log-in details`.",
    r"\btelephone\b": "Write `phone`.",
    r"\bclick(?:ing)? (?:here|on)\b": "Name the link or the button: `Select **Profile**`.",
    r"\bcarers?\b": "Write `staff` or `your team`: a carer is unpaid.",
    r"\bcare workers?\b": "Write `staff` or `your team`.",
    r"\be\.g\.|\bi\.e\.|\betc\b": "Write `for example`, `that is` or `and so on`.",
}


def _words(part: Block) -> Iterator[str]:
    for pattern, reason in _BANNED.items():
        if re.search(pattern, part.text, re.IGNORECASE):
            yield reason
    for word in re.findall(r"\b[A-Z]{6,}\b", part.text):
        yield f"No block capitals: {word}."


def _signs(part: Block) -> Iterator[str]:
    if re.search("[\u2018\u2019\u201c\u201d]", part.text):
        yield "Straight quotes only."
    if re.search(r"\b0\d{9,10}\b", part.text):
        yield "Phone numbers in groups: 0333 200 1133."


def _numbers(part: Block) -> Iterator[str]:
    number = re.search(
        r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty)\b",
        part.text,
        re.IGNORECASE,
    )
    if number:
        yield f"Figures for numbers: `{number[0]}`."
    if re.search(r"\b\d{1,2}/\d{1,2}/\d{2,4}\b", part.text):
        yield "Dates like 6 August 2018."
    if re.search(r"\b\d+ ?(?:am|pm)? ?[-\u2013] ?\d+ ?(?:am|pm|days|weeks|months|%)", part.text):
        yield "Ranges with `to`: 9am to 5pm."


def _length(part: Block) -> Iterator[str]:
    found = sentences(part.text)
    for sentence in found:
        count = len(re.findall(r"[A-Za-z0-9][\w'.@/&-]*", sentence))
        if count > LONGEST_SENTENCE:
            yield f"A sentence has {count} words, {LONGEST_SENTENCE} are allowed."
    if part.kind == "paragraph" and len(found) > MOST_SENTENCES:
        yield f"A paragraph has {len(found)} sentences, {MOST_SENTENCES} are allowed."


def _marks(part: Block) -> Iterator[str]:
    if "em" in part.marks:
        yield "No italics."
    for text in part.links:
        if text.strip().lower() in {"here", "link", "this link", "this page", "click here"}:
            yield "A link's text says where it leads."


def _items(part: Block) -> Iterator[str]:
    if part.kind == "step" and not re.match(r"[A-Z0-9\"']", part.text):
        yield "A step starts with a capital letter."
    if part.kind == "step" and not re.search(r"[.:][\"')]?$", part.text):
        yield "A step ends with a full stop."
    if part.kind == "bullet" and part.text.endswith((".", ",", ";")):
        yield "A bullet has no stop at its end."
    if part.kind == "bullet" and re.search(r"\b(?:and|or)$", part.text):
        yield "A bullet does not end with `and` or `or`."
    if part.kind == "bullet" and re.match(r"(?:A|An|The|Your|If|When|It|To|How)\b", part.text):
        yield "A bullet starts with a small letter."


def _headings(part: Block) -> Iterator[str]:
    if part.kind != "heading":
        return
    if part.text.endswith("?"):
        yield "A heading is not a question."
    if len(part.text) > LONGEST_HEADING:
        yield f"A heading has at most {LONGEST_HEADING} characters."


_BLOCK_RULES: tuple[Callable[[Block], Iterator[str]], ...] = (
    _words,
    _signs,
    _numbers,
    _length,
    _marks,
    _items,
    _headings,
)


def _heading_levels(parts: list[Block]) -> Iterator[Finding]:
    last = FIRST_HEADING - 1
    for part in parts:
        if part.kind == "heading":
            if part.level > last + 1 or part.level < FIRST_HEADING:
                yield Finding(part.line, "Headings start with ### and skip no level.")
            last = part.level


def _lists(parts: list[Block]) -> Iterator[Finding]:
    for position, part in enumerate(parts):
        if part.list_start < 0 or part.list_start != part.line:
            continue
        items = [other for other in parts if other.list_start == part.list_start]
        if len(items) > MOST_ITEMS:
            reason = f"A list has {len(items)} items, {MOST_ITEMS} are allowed."
            yield Finding(part.line, reason)
        before = parts[position - 1].text if position else ""
        if part.kind == "bullet" and not before.endswith(":"):
            yield Finding(part.line, "A line that ends with a colon leads in to bullets.")


def explained_in(text: str) -> set[str]:
    """Give the abbreviations that a text explains: "Acceptable Use Policy (AUP)" or "AUP (...)"."""
    return {
        *re.findall(r"\(([A-Z]{2,5})\)", text),
        *re.findall(r"\b([A-Z]{2,5}) \((?=[A-Z][a-z])", text),
    }


def _abbreviations(parts: list[Block], known: set[str]) -> Iterator[Finding]:
    explained = FREE_ABBREVIATIONS | known
    for part in parts:
        if part.kind == "heading":
            continue
        explained |= explained_in(part.text)
        for short in re.findall(r"\b[A-Z]{2,5}\b", part.text):
            if short not in explained:
                explained.add(short)
                yield Finding(part.line, f"{short} is not explained at its first use.")
