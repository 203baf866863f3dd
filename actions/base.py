"""What every action has in common: the knowledge, and a reply whatever happens."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.knowledge.catalogue import Catalogue, load_catalogue
from bot.quiet import log_without_text
from bot.settings import Settings

log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def knowledge() -> Catalogue:
    """Read the knowledge once in the life of the process."""
    return load_catalogue(Settings.from_environment().knowledge_folder)


class CareMailAction(Action, ABC):
    """An action that answers even when it fails: with a sentence and the helpdesk's number.

    Rasa itself says nothing to the user when an action fails.
    """

    @abstractmethod
    def replies(self, tracker: Tracker) -> Iterable[Mapping[str, Any]]:
        """Give each thing to say as keyword arguments of the dispatcher, and each slot to set."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Reply, or say that something went wrong."""
        try:
            # In a thread: a database or the ODS directory may take its time, and others wait too.
            results = await asyncio.to_thread(lambda: list(self.replies(tracker)))
        except Exception as error:  # whatever fails, the user gets a sentence
            log_without_text(log, f"{self.name()} failed with", error)
            results = [{"response": "utter_error"}]
        events = [dict(result) for result in results if "event" in result]
        for reply in results:
            if "event" not in reply:
                dispatcher.utter_message(**reply)
        return events
