"""Read one topic's file: front matter, the reply, and more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from bot.knowledge.model import Contact, Header, Topic
from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.yaml_file import line_of, parse, read_mapping, read_text

LONGEST_REPLY = 80
_FENCE = "---"
_MORE = "## More"
_PLACEHOLDER = re.compile(r"\{([^{}\s]+)\}")
_ID = re.compile(r"[a-z][a-z0-9_]*")


def read_topic(path: Path, contacts: Mapping[str, Contact]) -> Topic:
    """Read a topic's file and fill in the contacts.

    Raises:
        KnowledgeError: the file is not as docs/knowledge.md describes it.
    """
    if not _ID.fullmatch(path.stem):
        reason = "The file's name is the topic's id: small letters, figures and _ only."
        raise KnowledgeError([Problem(path, 1, reason)])
    lines = read_text(path).splitlines()
    end = _end_of_front_matter(lines, path)
    data = read_mapping("\n".join(lines[1:end]), path, first_line=2)
    header = parse(Header, data, path, first_line=2)
    body = lines[end + 1 :]
    cut = body.index(_MORE) if _MORE in body else len(body)
    keys = {str(key): line_of(data, (key,), first_line=2) for key in data}
    _check_placeholders(path, lines, contacts)
    topic = Topic(
        id=path.stem,
        theme=path.parent.name,
        path=path,
        header=_fill_header(header, contacts),
        reply=fill("\n".join(body[:cut]).strip(), contacts),
        more=fill("\n".join(body[cut + 1 :]).strip(), contacts),
        reply_line=end + 2 + _leading_blanks(body),
        more_line=end + 3 + cut + _leading_blanks(body[cut + 1 :]),
        lines=keys,
    )
    _check_reply(topic)
    return topic


def fill(text: str, contacts: Mapping[str, Contact]) -> str:
    """Put the contacts' values in the place of {contact.field}."""
    return _PLACEHOLDER.sub(lambda found: _value(found[1], contacts) or found[0], text)


def word_count(markdown: str) -> int:
    """Count the words that a reader sees: link addresses and list marks are left out."""
    shown = re.sub(r"\]\([^)]*\)", "]", markdown)
    return len(re.findall(r"[A-Za-z0-9][\w'.@/-]*", re.sub(r"(?m)^\s*(\d+\.|-)\s", "", shown)))


def _end_of_front_matter(lines: list[str], path: Path) -> int:
    if not lines or lines[0] != _FENCE or _FENCE not in lines[1:]:
        reason = "A topic starts with front matter between two lines of ---."
        raise KnowledgeError([Problem(path, 1, reason)])
    return lines.index(_FENCE, 1)


def _leading_blanks(body: list[str]) -> int:
    return next((count for count, line in enumerate(body) if line.strip()), 0)


def _value(placeholder: str, contacts: Mapping[str, Contact]) -> str | None:
    name, _, field = placeholder.partition(".")
    return contacts[name].value(field) if name in contacts else None


def _check_placeholders(path: Path, lines: list[str], contacts: Mapping[str, Contact]) -> None:
    problems = [
        Problem(path, number, f"{{{found}}} is not in knowledge/contacts.yml.")
        for number, line in enumerate(lines, 1)
        for found in _PLACEHOLDER.findall(line)
        if _value(found, contacts) is None
    ]
    if problems:
        raise KnowledgeError(problems)


def _fill_header(header: Header, contacts: Mapping[str, Contact]) -> Header:
    changes: dict[str, object] = {}
    if header.older:
        changes["older"] = fill(header.older, contacts)
    if header.email:
        texts = {"subject": header.email.subject, "body": header.email.body}
        filled = {key: fill(text, contacts) for key, text in texts.items()}
        changes["email"] = header.email.copy(update=filled)
    return header.copy(update=changes)


def _check_reply(topic: Topic) -> None:
    if not topic.reply:
        reason = "The reply is missing: write it after the front matter."
        raise KnowledgeError([Problem(topic.path, topic.reply_line, reason)])
    words = word_count(topic.reply)
    if words > LONGEST_REPLY:
        reason = f"The reply has {words} words, {LONGEST_REPLY} are allowed. Move some to ## More."
        raise KnowledgeError([Problem(topic.path, topic.reply_line, reason)])
