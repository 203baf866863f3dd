"""Graph component: finds ODS codes, and what is given in the place of one."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.activity.written_codes import find_codes
from bot.nlu.components import is_payload

ODS_CODE = "ods_code"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class OdsCodeExtractor(GraphComponent):
    """Adds an entity `ods_code` for each code: its value is normalised, its role says the kind.

    It reads what was typed, not the corrected text: a code is no word to correct.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OdsCodeExtractor:
        """Create the component; it has no settings."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the codes to the messages' entities; a pressed button holds none."""
        for message in messages:
            if not is_payload(message):
                found = [
                    {
                        "entity": ODS_CODE,
                        "role": code.kind.value,
                        "value": code.code,
                        "start": code.start,
                        "end": code.end,
                        "extractor": type(self).__name__,
                    }
                    for code in find_codes(str(message.get(TEXT) or ""))
                ]
                known = message.get(ENTITIES) or []
                message.set(ENTITIES, [*known, *found], add_to_output=True)
        return messages
