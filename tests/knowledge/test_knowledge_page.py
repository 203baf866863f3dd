"""docs/knowledge.md describes the format as the programs read it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.knowledge.catalogue import Catalogue
from bot.knowledge.content_check import check_topic
from bot.knowledge.content_rules import (
    FREE_ABBREVIATIONS,
    LONGEST_SENTENCE,
    MOST_ITEMS,
    MOST_SENTENCES,
)
from bot.knowledge.model import LONGEST_LABEL, LONGEST_TITLE, MOST_RELATED, Header
from bot.knowledge.topic_file import LONGEST_REPLY, read_topic
from bot.settings import PROJECT

PAGE = (PROJECT / "docs" / "knowledge.md").read_text(encoding="utf-8")


def test_the_example_is_a_topic(real: Catalogue, tmp_path: Path) -> None:
    """The example can be copied: it is read, and its texts follow the rules."""
    (example,) = re.findall(r"```markdown\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "example.md"
    path.write_text(example, encoding="utf-8")

    topic = read_topic(path, real.contacts)

    assert topic.header.email is not None
    assert topic.more
    assert list(check_topic(topic)) == []


def test_the_examples_citations_exist(real: Catalogue, tmp_path: Path) -> None:
    """What the example cites and names as related can be cited and named."""
    (example,) = re.findall(r"```markdown\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "example.md"
    path.write_text(example, encoding="utf-8")
    header = read_topic(path, real.contacts).header

    assert set(header.related) <= real.topics.keys()
    for citation in header.sources:
        sections = real.sources[citation.source].section_titles
        assert citation.section is None or citation.section in sections


def test_the_table_lists_every_key() -> None:
    """The page's table has each key of the front matter, needed or not, as the model has it."""
    rows = re.findall(r"^\| `(\w+)` \| (yes|no) \|", PAGE, re.MULTILINE)

    assert {key: needed == "yes" for key, needed in rows} == {
        name: bool(field.required) for name, field in Header.__fields__.items()
    }


@pytest.mark.parametrize(
    "sentence",
    [
        f"at most {LONGEST_TITLE} characters, not a question",
        f"at most {LONGEST_LABEL} characters",
        f"1 to {MOST_RELATED} other topics",
        f"The reply is at most {LONGEST_REPLY} words.",
        f"Sentences have at most {LONGEST_SENTENCE} words, paragraphs at most {MOST_SENTENCES} "
        f"sentences, lists at most {MOST_ITEMS} items.",
    ],
)
def test_limits_are_those_of_the_programs(sentence: str) -> None:
    """A limit that is changed in the code is changed on the page."""
    assert sentence in PAGE


def test_the_free_abbreviations_are_listed() -> None:
    """The page names exactly the abbreviations that need no explanation."""
    (listed,) = re.findall(r"Free of this: ([A-Z, ]+)\.", PAGE)

    assert set(listed.split(", ")) == FREE_ABBREVIATIONS
