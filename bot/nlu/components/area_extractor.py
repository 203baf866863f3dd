"""Graph component: finds the areas of the activity report, and care homes or home care."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.knowledge.areas import Area, find_areas, find_settings, load_areas
from bot.nlu.components import is_payload, knowledge

AREA = "area"
SETTING = "setting"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class AreaExtractor(GraphComponent):
    """Adds an entity `area` for each area of knowledge/areas.yml, however it is called or spelt.

    Its value is the name that the report has. An entity `setting` says care_home or home_care.
    """

    def __init__(self, areas: Mapping[str, Area]) -> None:
        """Keep the areas."""
        self._areas = areas

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AreaExtractor:
        """Read the areas."""
        return cls(load_areas(knowledge()))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add areas and settings to the messages' entities; a pressed button holds none."""
        for message in messages:
            if not is_payload(message):
                found = list(self._found(str(message.get(TEXT) or "")))
                known = message.get(ENTITIES) or []
                message.set(ENTITIES, [*known, *found], add_to_output=True)
        return messages

    def _found(self, text: str) -> Iterator[dict[str, Any]]:
        for area in find_areas(text, self._areas):
            yield self._entity(AREA, area.name, area.start, area.end)
        for setting in find_settings(text):
            yield self._entity(SETTING, setting.setting, setting.start, setting.end)

    def _entity(self, entity: str, value: str, start: int, end: int) -> dict[str, Any]:
        extractor = type(self).__name__
        return {
            "entity": entity,
            "value": value,
            "start": start,
            "end": end,
            "extractor": extractor,
        }
