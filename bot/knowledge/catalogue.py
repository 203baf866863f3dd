"""The whole knowledge in memory, read once and checked as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from bot.knowledge.model import Contact, Source, Topic
from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.topic_file import read_topic
from bot.knowledge.yaml_file import line_of, parse, read_mapping, read_text

_Record = TypeVar("_Record", bound=BaseModel)
_Item = TypeVar("_Item")
_Read = TypeVar("_Read")

PHRASES = frozenset(
    {
        "review_overdue",
        "request_ready",
        "said_again",
        "not_answered",
        "show_again",
        "did_you_mean",
        "sorry_did_you_mean",
        "something_else",
        "theme_topics",
        "not_understood",
        "not_english",
        "not_understood_again",
        "look_up_site",
        "look_up_area",
        "area_heading",
        "area_setting",
        "area_change",
        "area_no_setting",
        "area_asked",
        "area_unknown",
        "no_report",
        "not_in_report",
        "setting_care_home",
        "setting_home_care",
        "setting_unknown",
        "sample_figures",
        "source",
        "checked",
        "older",
        "email",
        "shell_start",
        "shell_prompt",
        "shell_no_answer",
    }
)


@dataclass(frozen=True)
class Catalogue:
    """Everything in knowledge/.

    Args:
        folder: where it was read.
        topics: by id, in the order of the themes.
        themes: the title of each theme, in the order in which they are offered.
        sources: by id.
        contacts: by name.
        phrases: the sentences around the answers.
    """

    folder: Path
    topics: dict[str, Topic]
    themes: dict[str, str]
    sources: dict[str, Source]
    contacts: dict[str, Contact]
    phrases: dict[str, str]

    def in_theme(self, theme: str) -> list[Topic]:
        """Give the topics of a theme."""
        return [topic for topic in self.topics.values() if topic.theme == theme]


def load_catalogue(folder: Path) -> Catalogue:
    """Read and check the folder knowledge/.

    Raises:
        KnowledgeError: all that is wrong, each with file, line and reason.
    """
    sources = _records(folder / "sources.yml", Source)
    contacts = _records(folder / "contacts.yml", Contact)
    themes = _texts(folder / "themes.yml")
    phrases = _texts(folder / "phrases.yml")
    files = [path for theme in themes for path in sorted((folder / "topics" / theme).glob("*.md"))]
    read = _collect(files, lambda path: read_topic(path, contacts))
    catalogue = Catalogue(folder, {t.id: t for t in read}, themes, sources, contacts, phrases)
    problems = [
        *_stray_files(folder, files),
        *_missing_phrases(folder, phrases),
        *_same_twice(read),
        *(problem for topic in read for problem in _broken_references(topic, catalogue)),
    ]
    if problems:
        raise KnowledgeError(problems)
    return catalogue


def _collect(items: Iterable[_Item], read: Callable[[_Item], _Read]) -> list[_Read]:
    """Read all, and report the problems of all at once."""
    done, problems = [], []
    for item in items:
        try:
            done.append(read(item))
        except KnowledgeError as error:
            problems.extend(error.problems)
    if problems:
        raise KnowledgeError(problems)
    return done


def _records(path: Path, model: type[_Record]) -> dict[str, _Record]:
    data = read_mapping(read_text(path), path)
    records = _collect(data, lambda name: parse(model, data, path, key=name))
    return dict(zip(data, records, strict=True))


def _texts(path: Path) -> dict[str, str]:
    data = read_mapping(read_text(path), path)
    problems = [
        Problem(path, line_of(data, (name,)), f"`{name}` has no text.")
        for name, text in data.items()
        if not isinstance(text, str) or not text.strip()
    ]
    if problems:
        raise KnowledgeError(problems)
    return dict(data)


def _stray_files(folder: Path, known: list[Path]) -> Iterator[Problem]:
    for path in sorted(set((folder / "topics").rglob("*.md")) - set(known)):
        yield Problem(path, 1, f"The theme `{path.parent.name}` is not in knowledge/themes.yml.")


def _missing_phrases(folder: Path, phrases: dict[str, str]) -> Iterator[Problem]:
    for name in sorted(PHRASES ^ phrases.keys()):
        what = "is missing" if name in PHRASES else "is not used by anything: remove it"
        yield Problem(folder / "phrases.yml", 1, f"`{name}` {what}.")


def _same_twice(topics: list[Topic]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Topic] = {}
    for topic in topics:
        for kind, value in (
            ("id", topic.id),
            ("title", topic.header.title.lower()),
            ("label", topic.header.label.lower()),
        ):
            first = seen.setdefault((kind, value), topic)
            if first is not topic:
                reason = f"The {kind} {value!r} is taken by {first.path}."
                yield Problem(topic.path, topic.lines.get(kind, 1), reason)


def _broken_references(topic: Topic, catalogue: Catalogue) -> Iterator[Problem]:
    header = topic.header
    for citation in header.sources:
        source = catalogue.sources.get(citation.source)
        line = _line_with(topic, "sources", citation.section or citation.source)
        if source is None:
            reason = f"The source `{citation.source}` is not in knowledge/sources.yml."
            yield Problem(topic.path, line, reason)
        elif citation.section and citation.section not in source.section_titles:
            reason = f"`{citation.source}` has no section {citation.section!r}."
            yield Problem(topic.path, line, reason)
    for related in header.related:
        if related not in catalogue.topics or related == topic.id:
            reason = f"The related topic `{related}` is not another topic."
            yield Problem(topic.path, topic.lines["related"], reason)
    if header.email:
        contact = catalogue.contacts.get(header.email.to)
        if contact is None or not contact.email:
            reason = f"The contact `{header.email.to}` has no email in knowledge/contacts.yml."
            yield Problem(topic.path, topic.lines["email"], reason)


def _line_with(topic: Topic, key: str, text: str) -> int:
    """Find the line on or after a key's line that holds a text; else give the key's line."""
    start = topic.lines[key]
    lines = topic.path.read_text(encoding="utf-8").splitlines()
    return next((n for n in range(start, len(lines) + 1) if text in lines[n - 1]), start)
