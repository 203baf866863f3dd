"""The training examples: enough for each topic, none contradictory, private or in the bank."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from ruamel.yaml import YAML

from bot.channels.server import privacy_check
from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.settings import PROJECT, Settings

LEAST = 45
MOST_UNEVEN = 1.3
BANK = PROJECT / "tests" / "evaluation"

Example = tuple[str, str]


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """Every example of data/nlu as Rasa reads it, with its intent."""
    data = load_data(str(PROJECT / "data" / "nlu"))
    return [(message.get(TEXT), message.get(INTENT)) for message in data.intent_examples]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The real knowledge."""
    return load_catalogue(Settings.from_environment().knowledge_folder)


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


def test_every_example_says_something(examples: list[Example]) -> None:
    """Each example holds words, and none looks to Rasa like a button's payload."""
    assert [text for text, _ in examples if not _same(text) or text.startswith("/")] == []


def test_every_intent_is_known(examples: list[Example], catalogue: Catalogue) -> None:
    """Each intent of the examples stands in domain.yml or is a topic."""
    domain = YAML(typ="safe").load((PROJECT / "domain.yml").read_text(encoding="utf-8"))

    assert {intent for _, intent in examples} <= {*domain["intents"], *catalogue.topics}


@pytest.mark.parametrize("name", ["questions.yml", "off_topic.yml"])
def test_the_bank_is_not_taught(examples: list[Example], name: str) -> None:
    """No question that judges the understanding stands among the examples."""
    bank = YAML(typ="safe").load((BANK / name).read_text(encoding="utf-8"))
    questions = {_same(entry["text"]) for entry in bank}
    assert len(questions) > 50

    assert sorted(questions & {_same(text) for text, _ in examples}) == []


def test_every_file_of_questions_is_compared() -> None:
    """The bank has no file of questions that the test above does not read."""
    yaml = YAML(typ="safe")
    with_questions = {
        path.name
        for path in BANK.glob("*.yml")
        if isinstance(yaml.load(path.read_text(encoding="utf-8")), list)
    }

    assert with_questions == {"questions.yml", "off_topic.yml"}


def test_no_example_is_private(examples: list[Example], catalogue: Catalogue) -> None:
    """No example holds a private detail, as the assistant itself would find it."""
    check = privacy_check(catalogue)

    assert [text for text, _ in examples if check.find(text)] == []


def test_the_private_would_be_found(catalogue: Catalogue) -> None:
    """The check of the test above finds an invented address, number and password."""
    check = privacy_check(catalogue)

    for text in ("write to jo.invented@nhs.net", "ring 07700 900123", "password is Kettle77"):
        assert check.find(text)
