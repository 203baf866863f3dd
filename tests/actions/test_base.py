"""What every action has in common: a reply whatever happens, and a log without texts."""

from __future__ import annotations

import ast
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor

import actions
from actions.base import CareMailAction, knowledge
from bot.settings import PROJECT
from tests.actions.conftest import conversation, messages

WRITTEN = "what users write stays secret"
LONGEST = 20


class Failing(CareMailAction):
    """An action with an error that repeats what the user wrote."""

    def name(self) -> str:
        """Name it as no action of ours."""
        return "action_failing"

    def replies(self, tracker: Tracker) -> Iterable[Mapping[str, Any]]:
        """Fail."""
        raise KeyError(tracker.latest_message["text"])


async def test_a_failing_action_says_so_and_logs_no_text(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The user gets the error reply; the log says which action failed, where and how."""
    caplog.set_level(logging.DEBUG)

    [reply] = await messages(Failing(), conversation("greet", text=WRITTEN))

    assert reply["response"] == "utter_error"
    assert "action_failing failed with KeyError" in caplog.text
    assert "in replies" in caplog.text
    assert WRITTEN not in caplog.text


async def test_an_action_that_works_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """Conversations leave no trace in the log of the action server."""
    caplog.set_level(logging.DEBUG)

    await messages(actions.ActionNotUnderstood(), conversation("nlu_fallback", text=WRITTEN))

    assert WRITTEN not in caplog.text


def test_the_knowledge_is_read_once() -> None:
    """Every action answers from the same knowledge, read at the start."""
    assert knowledge() is knowledge()
    assert knowledge().topics


def test_the_domain_names_every_action_and_no_other(domain: dict[str, Any]) -> None:
    """An action that only one of the two sides knows would fail in a conversation."""
    assert {getattr(actions, name)().name() for name in actions.__all__} == set(domain["actions"])


def test_the_action_server_offers_every_action_of_the_domain(domain: dict[str, Any]) -> None:
    """rasa_sdk finds the same actions by itself, and importing every module starts nothing."""
    executor = ActionExecutor()
    executor.register_package("actions")

    assert set(domain["actions"]) == set(executor.actions) - {"action_failing"}


@pytest.mark.parametrize(
    "path", sorted((PROJECT / "actions").glob("*.py")), ids=lambda path: path.stem
)
def test_no_action_does_more_than_a_few_lines(path: Path) -> None:
    """Actions only pass on: what they do stands in `bot`, where it is tested by itself."""
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}

    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
