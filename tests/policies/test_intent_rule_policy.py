"""The policy that looks at fewer rules finds the same ones as Rasa's."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from rasa.core.policies.rule_policy import SHOULD_NOT_BE_SET, RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource

from bot.policies.intent_rule_policy import IntentRulePolicy

State = dict[str, Any]
INTENTS = ["greet", "news", SHOULD_NOT_BE_SET, "", None]
PREVIOUS = ["action_listen", "utter_greet", None]
SLOTS = [None, ["1.0"]]


def _state(intent: str | None, action: str | None, slot: list[str] | None) -> State:
    """A state as Rasa writes it; what is None is not there."""
    parts: State = {
        "user": None if intent is None else {"intent": intent},
        "prev_action": action and {"action_name": action},
        "slots": slot and {"site": slot},
    }
    return {name: part for name, part in parts.items() if part is not None}


STATES = [_state(*parts) for parts in product(INTENTS, PREVIOUS, SLOTS)]
RULES = [
    *([state] for state in STATES),
    *([first, last] for first, last in product(STATES[::4], STATES[::3])),
]


@pytest.fixture
def policy(tmp_path: Path) -> IntentRulePolicy:
    """An untrained policy."""
    return IntentRulePolicy.create(
        RulePolicy.get_default_config(),
        LocalModelStorage(tmp_path),
        Resource("rules"),
        ExecutionContext(GraphSchema({})),
    )


@pytest.mark.parametrize("length", [0, 1, 2, 3])
def test_finds_the_rules_that_rasa_finds(policy: IntentRulePolicy, length: int) -> None:
    """For conversations of each kind: with and without intent, slot and action before."""
    lookup = {json.dumps(rule): "utter_greet" for rule in RULES}
    found = 0
    for number, last in enumerate(STATES):
        states = [*STATES[number:], *STATES][: max(0, length - 1)] + [last] * (length > 0)
        states = [_as_rasa_gives_it(state) for state in states]

        keys = policy._get_possible_keys(lookup, states)

        assert keys == RulePolicy._get_possible_keys(policy, lookup, states)
        found += len(keys)
    assert found > 0
    assert length == 0 or found < len(STATES) * len(lookup)


def _as_rasa_gives_it(state: State) -> State:
    """In a rule's stored key a slot is a list, in a conversation it is a tuple."""
    slots = {name: tuple(value) for name, value in state.get("slots", {}).items()}
    return {**state, **({"slots": slots} if slots else {})}
