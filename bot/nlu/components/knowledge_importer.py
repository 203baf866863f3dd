"""Training data importer: every topic and theme of knowledge/ becomes an intent with its rule.

A topic's label is one of its examples too: it stands on buttons and in the menu of Microsoft Teams,
so people type it.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.catalogue import load_catalogue
from bot.knowledge.replies import THEME_INTENT
from bot.nlu.components import FOLLOW_UPS
from bot.nlu.follow_up_files import read_follow_ups
from bot.settings import FOLLOW_UP_FILES, Settings

ANSWER_ACTION = "action_answer_topic"
THEME_ACTION = "action_show_theme"


class KnowledgeImporter(TrainingDataImporter):
    """Saves a curator from naming a topic in the domain and in the rules as well.

    Raises:
        bot.knowledge.problems.KnowledgeError: when the knowledge is wrong, so that nothing is
            trained on it.
    """

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        **kwargs: Any,
    ) -> None:
        """Read the knowledge; Rasa's own files are read by its own importer."""
        catalogue = load_catalogue(Settings.from_environment().knowledge_folder)
        sections = {name: list(topic.sections) for name, topic in catalogue.topics.items()}
        self._follow_ups = read_follow_ups(FOLLOW_UP_FILES, sections)
        self._labels = {name: topic.header.label for name, topic in catalogue.topics.items()}
        self._actions = dict.fromkeys(sorted(catalogue.topics), ANSWER_ACTION)
        self._actions.update(
            (f"{THEME_INTENT}{theme}", THEME_ACTION)
            for theme in catalogue.themes
            if catalogue.in_theme(theme)
        )

    def get_domain(self) -> Domain:
        """Give an intent for each topic and theme."""
        return Domain.from_dict({"intents": list(self._actions)})

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """Give a rule for each topic and theme."""
        rules = [
            {"rule": f"Reply to {intent}", "steps": [{"intent": intent}, {"action": action}]}
            for intent, action in self._actions.items()
        ]
        return StoryGraph(YAMLStoryReader().read_from_parsed_yaml({"rules": rules}))

    def get_conversation_tests(self) -> StoryGraph:
        """Give none: tests stand in tests/."""
        return StoryGraph([])

    def get_config(self) -> dict[str, Any]:
        """Give none: config.yml is read by Rasa's own importer."""
        return {}

    def get_config_file_for_auto_config(self) -> str | None:
        """Name no file: nothing is filled in by Rasa."""
        return None

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Give each topic's label, and what is asked behind its answer.

        The other examples stand in data/nlu/.
        """
        labels = [Message({TEXT: label, INTENT: name}) for name, label in self._labels.items()]
        return TrainingData([*labels, *(Message({FOLLOW_UPS: each}) for each in self._follow_ups)])
