"""The training examples: enough for each topic, none contradictory, private or in the bank."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from ruamel.yaml import YAML

from bot.channels.server import privacy_check
from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.nlu.components.answer_section import SECTION
from bot.nlu.follow_up_files import read_follow_ups
from bot.settings import FOLLOW_UP_FILES, PROJECT, Settings

LEAST = 80
MOST_UNEVEN = 1.3
SHORT = 3
"""How many blanks a message has that is long enough to be compared."""
BANKS = [PROJECT / "tests" / "evaluation" / name for name in ("bank", "unseen")]
BANK = [path for folder in BANKS for path in sorted(folder.glob("*.yml"))]

LEAST_BEHIND = 40

Example = tuple[str, str]


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """What is asked by itself, with its intent: data/nlu as Rasa reads it."""
    read = load_data(str(PROJECT / "data" / "nlu")).intent_examples
    return [(message.get(TEXT), message.get(INTENT)) for message in read]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The real knowledge."""
    return load_catalogue(Settings.from_environment().knowledge_folder)


@pytest.fixture(scope="module")
def follow_ups(catalogue: Catalogue) -> dict[str, list[Example]]:
    """What is asked behind the answer of each topic, with its intent."""
    sections = {name: list(topic.sections) for name, topic in catalogue.topics.items()}
    read = read_follow_ups(FOLLOW_UP_FILES, sections)
    return {each.topic: [(asked.text, asked.intent) for asked in each.asked] for each in read}


@pytest.fixture(scope="module")
def taught(examples: list[Example], follow_ups: dict[str, list[Example]]) -> list[Example]:
    """All that is learned from."""
    return [*examples, *(example for found in follow_ups.values() for example in found)]


def _same(text: str) -> str:
    """Give a text without what does not count: case, marks and blanks."""
    letters = (char if char.isalnum() else " " * char.isspace() for char in text.casefold())
    return " ".join("".join(letters).split())


def test_what_does_not_count_is_left_out() -> None:
    """The comparison below sees through case, marks, dashes and blanks, and keeps words apart."""
    assert _same(" Can't  log-in?! ") == _same("cant login")
    assert _same("log in") != _same("login")


def test_every_topic_has_enough_examples(examples: list[Example], catalogue: Catalogue) -> None:
    """No topic of the knowledge has fewer examples than it takes to be recognised."""
    counted = Counter(intent for _, intent in examples)

    few = {topic: counted[topic] for topic in catalogue.topics if counted[topic] < LEAST}

    assert few == {}


def test_topics_are_balanced(examples: list[Example], catalogue: Catalogue) -> None:
    """No topic draws messages to itself by having many more examples than another."""
    counted = Counter(intent for _, intent in examples if intent in catalogue.topics)

    assert max(counted.values()) / min(counted.values()) <= MOST_UNEVEN


def test_no_example_has_two_intents(examples: list[Example]) -> None:
    """The same words never teach two intents."""
    intents = defaultdict(set)
    for text, intent in examples:
        intents[_same(text)].add(intent)

    assert {text: found for text, found in intents.items() if len(found) > 1} == {}


def test_no_example_is_repeated(examples: list[Example]) -> None:
    """No words stand twice in the same intent, where they would only seem to be more."""
    counted = Counter((_same(text), intent) for text, intent in examples)

    assert [example for example, times in counted.items() if times > 1] == []


def test_every_example_says_something(taught: list[Example]) -> None:
    """Each example holds words, and none looks to Rasa like a button's payload."""
    assert [text for text, _ in taught if not _same(text) or text.startswith("/")] == []


def test_every_intent_is_known(taught: list[Example], catalogue: Catalogue) -> None:
    """Each intent of the examples stands in domain.yml or is a topic."""
    domain = YAML(typ="safe").load((PROJECT / "domain.yml").read_text(encoding="utf-8"))

    assert {intent for _, intent in taught} <= {*domain["intents"], *catalogue.topics}


def test_every_section_that_examples_name_exists(catalogue: Catalogue) -> None:
    """A heading that was changed is changed in the metadata of data/nlu as well."""
    read = load_data(str(PROJECT / "data" / "nlu")).intent_examples
    named = {
        (message.get(INTENT), message.get(METADATA)[METADATA_INTENT][SECTION])
        for message in read
        if message.get(METADATA)
    }

    headings = {(name, x) for name, topic in catalogue.topics.items() for x in topic.sections}
    assert named
    assert named - headings == set()


def test_each_answer_has_what_is_asked_behind_it(
    follow_ups: dict[str, list[Example]], catalogue: Catalogue
) -> None:
    """Every topic has enough follow-ups, none has any that is not known, and none twice."""
    assert set(follow_ups) == set(catalogue.topics)
    assert [topic for topic, found in follow_ups.items() if len(found) < LEAST_BEHIND] == []
    counted = Counter((topic, _same(text)) for topic in follow_ups for text, _ in follow_ups[topic])
    assert [example for example, times in counted.items() if times > 1] == []


def test_a_file_of_follow_ups_names_its_topic(catalogue: Catalogue) -> None:
    """No file is passed over because its name is no topic's."""
    assert {path.stem for path in FOLLOW_UP_FILES.iterdir()} == set(catalogue.topics)


def _messages(entry: dict[str, Any]) -> list[str]:
    """Give what a user says in an entry of the bank: a question or the turns of a conversation."""
    turns = entry.get("turns", [entry])
    return [text for turn in turns if (text := turn.get("user") or turn.get("text"))]


@pytest.mark.parametrize("path", BANK, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_bank_is_not_taught(
    examples: list[Example], follow_ups: dict[str, list[Example]], path: Path
) -> None:
    """No message that judges the understanding stands among the examples.

    Of what people say within a conversation, that holds for messages of 4 words and more: there is
    no other way to say "ok". It holds for follow-ups of that length too.
    """
    bank = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    messages = {_same(text) for entry in bank for text in _messages(entry)}
    if path.name in ("conversations.yml", "look_ups.yml"):
        messages = {text for text in messages if text.count(" ") >= SHORT}
    assert len(messages) >= 50

    assert sorted(messages & {_same(text) for text, _ in examples}) == []
    asked_on = {_same(text) for found in follow_ups.values() for text, _ in found}
    assert sorted(text for text in messages & asked_on if text.count(" ") >= SHORT) == []


def test_no_example_is_private(taught: list[Example], catalogue: Catalogue) -> None:
    """No example holds a private detail, as the assistant itself would find it."""
    check = privacy_check(catalogue)

    assert [text for text, _ in taught if check.find(text)] == []


def test_the_private_would_be_found(catalogue: Catalogue) -> None:
    """The check of the test above finds an invented address, number and password."""
    check = privacy_check(catalogue)

    for text in ("write to jo.invented@nhs.net", "ring 07700 900123", "password is Kettle77"):
        assert check.find(text)
