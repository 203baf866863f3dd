"""Hold everything that a user reads against the content rules, and name file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.knowledge import areas, scenarios
from bot.knowledge.catalogue import Catalogue
from bot.knowledge.content_rules import Finding, check_line, check_markdown
from bot.knowledge.model import Topic
from bot.knowledge.problems import Problem
from bot.knowledge.yaml_file import line_of, read_mapping, read_text

_PHONE = re.compile(r"\b0\d{2,4} \d{3,4} ?\d{3,4}\b")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def check_everything(catalogue: Catalogue, domain: Path) -> list[Problem]:
    """Check every topic, the themes and phrases, and the responses of domain.yml."""
    problems = [p for topic in catalogue.topics.values() for p in check_topic(topic)]
    for name in ("themes.yml", "phrases.yml"):
        problems.extend(check_texts(catalogue.folder / name))
    return sorted({*problems, *check_domain(domain, catalogue)})


def check_look_ups(catalogue: Catalogue) -> Iterator[Problem]:
    """Check what is said of sites and areas."""
    for module in (scenarios, areas):
        path = catalogue.folder / module.FILE
        for line, text in module.texts_to_check(catalogue):
            yield from _on_one_line(path, line, check_markdown(text))


def check_topic(topic: Topic) -> Iterator[Problem]:
    """Check the texts of one topic."""
    header = topic.header
    yield from _problems(topic.path, topic.reply_line, check_markdown(topic.reply))
    yield from _problems(topic.path, topic.more_line, check_markdown(topic.more, topic.reply))
    if header.title.endswith("?"):
        yield Problem(topic.path, topic.lines["title"], "A title is not a question.")
    texts = {"title": header.title, "label": header.label, "older": header.older or ""}
    for key, text in texts.items():
        yield from _problems(topic.path, topic.lines.get(key, 1), check_line(text))
    if header.email:
        line = topic.lines["email"]
        yield from _problems(topic.path, line, check_line(header.email.subject))
        yield from _on_one_line(topic.path, line, check_line(header.email.body))
        if not re.search(r"\[[^\]]+\]", header.email.body):
            reason = "A request has [blanks] for what the user fills in."
            yield Problem(topic.path, line, reason)


def check_texts(path: Path) -> Iterator[Problem]:
    """Check a file of names with short texts."""
    texts = read_mapping(read_text(path), path)
    for name, text in texts.items():
        yield from _on_one_line(path, line_of(texts, (name,)), check_markdown(text))


def check_domain(path: Path, catalogue: Catalogue) -> Iterator[Problem]:
    """Check the responses of domain.yml; their contacts must be those of contacts.yml."""
    responses = read_mapping(read_text(path), path)["responses"]
    for name, variations in responses.items():
        line = line_of(responses, (name,))
        for variation in variations:
            text = str(variation.get("text", ""))
            yield from _on_one_line(path, line, check_markdown(text))
            for button in variation.get("buttons") or []:
                yield from _on_one_line(path, line, check_line(str(button["title"])))
            yield from _foreign_contacts(path, line, text, catalogue)


def _foreign_contacts(path: Path, line: int, text: str, catalogue: Catalogue) -> Iterator[Problem]:
    contacts = catalogue.contacts.values()
    known = {contact.phone for contact in contacts} | {contact.email for contact in contacts}
    for found in [*_PHONE.findall(text), *_ADDRESS.findall(text)]:
        if found not in known:
            yield Problem(path, line, f"{found} is not in knowledge/contacts.yml.")


def _on_one_line(path: Path, line: int, findings: Iterable[Finding]) -> Iterator[Problem]:
    """Place the findings of a text whose own lines are not those of the file."""
    return _problems(path, line, (Finding(0, finding.reason) for finding in findings))


def _problems(path: Path, first_line: int, findings: Iterable[Finding]) -> Iterator[Problem]:
    for finding in findings:
        yield Problem(path, first_line + finding.line, finding.reason)
