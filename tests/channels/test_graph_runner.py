"""The quicker runner gives what Rasa's own gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.channels.graph_runner import OrderedGraphRunner


@pytest.fixture(scope="module")
def processor(tiny_model: Path) -> MessageProcessor:
    """Rasa's own processor with a model."""
    return MessageProcessor(
        tiny_model,
        InMemoryTrackerStore(Domain.empty()),
        InMemoryLockStore(),
        TemplatedNaturalLanguageGenerator({}),
    )


@pytest.fixture(scope="module")
def runner(processor: MessageProcessor) -> OrderedGraphRunner:
    """The quicker runner of the same model."""
    return OrderedGraphRunner(processor.graph_runner)


@pytest.mark.parametrize("text", ["hello", "latest", "nothing that it knows"])
def test_understands_as_rasas_runner(
    processor: MessageProcessor, runner: OrderedGraphRunner, text: str
) -> None:
    """The same message comes out of both, with everything that the components found."""
    target = processor.model_metadata.nlu_target

    def read(by: DaskGraphRunner) -> Message:
        message = UserMessage(text, message_id="the same")
        said = {PLACEHOLDER_MESSAGE: [message], PLACEHOLDER_TRACKER: None}
        found = by.run(said, [target])
        assert set(found) == {target}
        read: Message = found[target][0]
        return read

    assert read(runner).as_dict() == read(processor.graph_runner).as_dict()
    assert read(runner).get("intent")


@pytest.mark.parametrize(("intent", "action"), [("news", "utter_news"), ("ask", "action_ask")])
def test_chooses_as_rasas_runner(
    processor: MessageProcessor, runner: OrderedGraphRunner, intent: str, action: str
) -> None:
    """The policies' prediction for a conversation is the same."""
    target = processor.model_metadata.core_target
    tracker = DialogueStateTracker("someone", processor.domain.slots)
    tracker.update(ActionExecuted("action_session_start"))
    tracker.update(ActionExecuted("action_listen"))
    tracker.update(UserUttered(f"/{intent}", {"name": intent, "confidence": 1.0}))

    chosen = [
        by.run({PLACEHOLDER_TRACKER: tracker}, [target])[target]
        for by in (runner, processor.graph_runner)
    ]

    assert chosen[0].probabilities == chosen[1].probabilities
    assert processor.domain.action_names_or_texts[chosen[0].max_confidence_index] == action


def test_a_missing_input_is_an_error(
    processor: MessageProcessor, runner: OrderedGraphRunner
) -> None:
    """A node that does not get what it needs says so, as with Rasa's runner."""
    with pytest.raises(GraphRunError, match="Missing input"):
        runner.run({}, [processor.model_metadata.core_target])
