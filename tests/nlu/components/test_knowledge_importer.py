"""Every topic and theme of the knowledge becomes an intent with its rule."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.training_data.structures import RuleStep, StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from ruamel.yaml import YAML

from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.knowledge.problems import KnowledgeError
from bot.nlu.components import FOLLOW_UPS
from bot.nlu.components.knowledge_importer import KnowledgeImporter
from bot.settings import PROJECT, Settings


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The real knowledge."""
    return load_catalogue(Settings.from_environment().knowledge_folder)


@pytest.fixture
def knowledge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the real knowledge, which the importer reads in the place of the real one."""
    copy = tmp_path / "knowledge"
    shutil.copytree(PROJECT / "knowledge", copy)
    settings = dataclasses.replace(Settings.from_environment(), knowledge_folder=copy)
    monkeypatch.setattr(Settings, "from_environment", lambda: settings)
    return copy


def _rules(graph: StoryGraph) -> dict[str, str]:
    """Give the action of each rule's intent; all steps have to be rules of the two."""
    found = {}
    for step in graph.story_steps:
        assert isinstance(step, RuleStep)
        intents = [event.intent_name for event in step.events if isinstance(event, UserUttered)]
        actions = [
            event.action_name
            for event in step.events
            if isinstance(event, ActionExecuted) and event.action_name != "..."
        ]
        assert len(intents) == len(actions) == 1
        found[str(intents[0])] = str(actions[0])
    return found


def test_each_topic_and_theme_is_an_intent(catalogue: Catalogue) -> None:
    """The domain gets the topics' names and the themes' with their prefix, and nothing else."""
    wanted = {*catalogue.topics, *(f"theme_{theme}" for theme in catalogue.themes)}

    assert set(KnowledgeImporter().get_domain().intents) >= wanted
    added = set(KnowledgeImporter().get_domain().intents) - set(Domain.empty().intents)
    assert added == wanted


def test_each_topic_and_theme_has_a_rule(catalogue: Catalogue) -> None:
    """A topic is answered, and a theme's button shows the theme."""
    answers = dict.fromkeys(catalogue.topics, "action_answer_topic")
    themes = {f"theme_{theme}": "action_show_theme" for theme in catalogue.themes}

    assert _rules(KnowledgeImporter().get_stories()) == {**answers, **themes}


def test_the_actions_stand_in_the_domain() -> None:
    """The actions of the rules are those that domain.yml names."""
    domain = YAML(typ="safe").load((PROJECT / "domain.yml").read_text(encoding="utf-8"))

    assert set(_rules(KnowledgeImporter().get_stories()).values()) <= set(domain["actions"])


def test_rasa_reads_the_knowledge_beside_its_own_files(catalogue: Catalogue) -> None:
    """As config.yml names the importers, the domain has the topics and domain.yml's intents."""
    importer = TrainingDataImporter.load_from_config(
        str(PROJECT / "config.yml"), str(PROJECT / "domain.yml"), [str(PROJECT / "data/stories")]
    )

    intents = set(importer.get_domain().intents)

    assert intents >= {*catalogue.topics, "greet", "clinical_or_emergency", "nlu_fallback"}


def test_a_new_topic_needs_no_other_file(knowledge: Path) -> None:
    """A file put into a theme's folder is enough to make an intent and a rule."""
    first = knowledge / "topics" / "sign_in" / "password_reset.md"
    text = first.read_text(encoding="utf-8")
    for key in ("title", "label"):
        text = text.replace(f"{key}: ", f"{key}: New ", 1)
    (first.parent / "brand_new.md").write_text(text, encoding="utf-8")

    importer = KnowledgeImporter()

    assert "brand_new" in importer.get_domain().intents
    assert _rules(importer.get_stories())["brand_new"] == "action_answer_topic"


def test_an_empty_theme_has_no_button(knowledge: Path) -> None:
    """A theme without topics becomes no intent: there is nothing to show."""
    themes = knowledge / "themes.yml"
    themes.write_text(themes.read_text(encoding="utf-8") + "nothing_yet: Nothing yet\n")

    assert "theme_nothing_yet" not in KnowledgeImporter().get_domain().intents


def test_wrong_knowledge_is_not_trained_on(knowledge: Path) -> None:
    """A topic without sources stops the importer; the error names its file."""
    broken = knowledge / "topics" / "sign_in" / "mfa.md"
    broken.write_text("---\ntitle: Nothing else\n---\nText.\n", encoding="utf-8")

    with pytest.raises(KnowledgeError, match=r"mfa\.md"):
        KnowledgeImporter()


def test_each_topics_label_is_one_of_its_examples(catalogue: Catalogue) -> None:
    """What stands on a button is understood when somebody types it."""
    examples = KnowledgeImporter().get_nlu_data().intent_examples

    found = {example.get("intent"): example.get("text") for example in examples}
    assert found == {name: topic.header.label for name, topic in catalogue.topics.items()}


def test_what_is_asked_behind_answers_is_no_example_for_rasa() -> None:
    """It is handed on beside the examples: without a text and an intent of its own."""
    messages = KnowledgeImporter().get_nlu_data().training_examples
    found = [message for message in messages if message.get(FOLLOW_UPS)]

    assert {message.get(FOLLOW_UPS).topic for message in found} >= {"mfa", "leaver"}
    assert all(set(message.data) == {FOLLOW_UPS} for message in found)


def test_the_rest_is_left_to_rasas_files() -> None:
    """The importer adds no tests and no configuration."""
    importer = KnowledgeImporter()

    assert not importer.get_conversation_tests().story_steps
    assert importer.get_config() == {}
    assert importer.get_config_file_for_auto_config() is None
