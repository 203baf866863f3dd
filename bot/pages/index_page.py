"""What the page of all answers shows: the topics by theme, and from A to Z."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from bot.knowledge.catalogue import Catalogue
from bot.knowledge.model import Topic
from bot.pages.topic_page import address

_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """A link to an answer.

    Args:
        address: path of its page.
        title: its heading.
        label: the same as a user would say it.
    """

    address: str
    title: str
    label: str


@dataclass(frozen=True)
class Group:
    """Answers that stand together.

    Args:
        id: its place on the page.
        title: a theme, or a letter.
        entries: the answers.
    """

    id: str
    title: str
    entries: list[Entry]


def by_theme(catalogue: Catalogue) -> list[Group]:
    """Give the answers of each theme that has some, in the order of the themes."""
    groups = [
        Group(theme, title, _entries(catalogue.in_theme(theme)))
        for theme, title in catalogue.themes.items()
    ]
    return [group for group in groups if group.entries]


def by_letter(catalogue: Catalogue) -> list[Group]:
    """Give the answers from A to Z; "the", "a" and "an" at the start of a title do not count."""
    topics = sorted(catalogue.topics.values(), key=_sorted_by)
    return [
        Group(f"letter-{letter.lower()}", letter, _entries(of_letter))
        for letter, of_letter in groupby(topics, key=lambda topic: _sorted_by(topic)[0].upper())
    ]


def _entries(topics: Iterable[Topic]) -> list[Entry]:
    return [Entry(address(topic), topic.header.title, topic.header.label) for topic in topics]


def _sorted_by(topic: Topic) -> str:
    return _ARTICLE.sub("", topic.header.title, count=1).lower()
