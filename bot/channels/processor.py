"""Rasa's message processor and agent, with a guard before them and a reply whatever happens."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action, RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator, TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore, TrackerStore
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.admission import Button, admit
from bot.channels.graph_runner import OrderedGraphRunner
from bot.channels.privacy import PrivacyCheck
from bot.quiet import log_without_text

log = logging.getLogger(__name__)
ERROR_RESPONSE = "utter_error"
PRESSED = "pressed"
"""In a message's metadata: the channel itself knows that the text is the payload of a button."""


class SafeRemoteAction(RemoteAction):
    """An action on the action server that always leads to a reply.

    Rasa itself says nothing to the user when the action server is down, slow or answers rubbish.
    It also checks its own large JSON schema again at each call, which takes longer than the call.
    """

    def __init__(self, action: RemoteAction, timeout: float) -> None:
        """Take the place of Rasa's own action; `timeout` is in seconds."""
        super().__init__(action.name(), action.action_endpoint)
        self._timeout = timeout

    def _validate_action_result(self, result: dict[str, Any]) -> bool:
        lists = ("events", "responses")
        if not isinstance(result, dict) or any(
            not isinstance(entry, dict) for name in lists for entry in result.get(name) or []
        ):
            raise ValueError("The action server's answer is not as Rasa documents it.")
        return True

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """Run the action; where it fails, say so to the user."""
        try:
            call = super().run(output_channel, nlg, tracker, domain)
            events = await asyncio.wait_for(call, self._timeout)
            if not any(isinstance(event, BotUttered) and _has_words(event) for event in events):
                raise ValueError("The action server's answer holds no reply.")
            return list(events)
        except Exception as error:  # whatever fails, the user gets a sentence
            log_without_text(log, f"The action {self.name()} failed:", error)
            responses = [{"response": ERROR_RESPONSE}]
            said = await self._utter_responses(responses, output_channel, nlg, tracker)
            return list(said)


class GuardedProcessor(MessageProcessor):
    """Rasa's processor, with the admission of messages before understanding."""

    def guard(self, privacy: PrivacyCheck, menu: Collection[str], action_timeout: float) -> None:
        """Set what the guard needs, and the quicker runner; `action_timeout` is in seconds."""
        self._privacy = privacy
        self._menu = menu
        self._action_timeout = action_timeout
        self.graph_runner: DaskGraphRunner = OrderedGraphRunner(self.graph_runner)

    async def parse_message(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,  # noqa: FBT002 - Rasa's parameter
    ) -> dict[str, Any]:
        """Understand a message, or what stands in its place."""
        if not (message.metadata or {}).get(PRESSED):
            shown = shown_buttons(tracker.events if tracker else [])
            message.text = admit(message.text, shown, self._menu, self._privacy)
        return await super().parse_message(message, tracker, only_output_properties)

    async def _run_action(self, action: Action, *conversation: Any, **more: Any) -> bool:
        # Every action that a policy chooses comes through here, whoever looked it up.
        if isinstance(action, RemoteAction):
            action = SafeRemoteAction(action, self._action_timeout)
        return await super()._run_action(action, *conversation, **more)


class GuardedAgent(Agent):
    """Rasa's agent, with the guarded processor. Any failure becomes a sentence for the user."""

    def __init__(
        self, privacy: PrivacyCheck, menu: Collection[str], action_timeout: float, **parts: Any
    ) -> None:
        """Keep what the guard needs; `parts` are those of Rasa's agent."""
        super().__init__(**parts)
        self._privacy = privacy
        self._menu = menu
        self._action_timeout = action_timeout

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Load a model as Rasa's agent does, into the guarded processor."""
        self.processor = GuardedProcessor(
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=self.nlg,
        )
        self.processor.guard(self._privacy, self._menu, self._action_timeout)
        self.domain = self.tracker_store.domain = self.processor.domain
        self._set_fingerprint(fingerprint)
        if isinstance(self.nlg, TemplatedNaturalLanguageGenerator):
            self.nlg.responses = self.domain.responses

    @staticmethod
    def _create_tracker_store(store: TrackerStore | None, domain: Domain) -> TrackerStore:
        """Wrap the store as Rasa does, without logging the texts that it did not take."""
        store = store or InMemoryTrackerStore(domain)
        store.domain = domain
        return FailSafeTrackerStore(
            store,
            on_tracker_store_error=partial(log_without_text, log, "The conversation log failed:"),
        )

    async def handle_message(self, message: UserMessage) -> list[dict[str, Any]] | None:
        """Handle a message. Rasa's channels would log the text of one that fails.

        Its SQL store would even end the process where its schema is gone.
        """
        try:
            return await super().handle_message(message)
        except (Exception, SystemExit) as error:  # whatever fails, the user gets a sentence
            log_without_text(log, "A message could not be handled:", error)
            reply = dict(self.domain.responses[ERROR_RESPONSE][0])
            await message.output_channel.send_response(message.sender_id, reply)
            return None


def _has_words(reply: BotUttered) -> bool:
    return isinstance(reply.text, str) and bool(reply.text.strip())


def shown_buttons(events: Iterable[Event]) -> list[Button]:
    """Give the buttons of a conversation's replies, the latest reply's first."""
    replies = [event for event in events if isinstance(event, BotUttered)]
    return [
        Button(str(button.get("title", "")), str(button["payload"]))
        for reply in reversed(replies)
        for button in reply.data.get("buttons") or []
        if button.get("payload")
    ]
