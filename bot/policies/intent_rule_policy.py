"""Rasa's RulePolicy, comparing a conversation only with the rules for its intent."""

from __future__ import annotations

from rasa.core.policies.rule_policy import SHOULD_NOT_BE_SET, RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import PREVIOUS_ACTION, USER
from rasa.shared.core.domain import State
from rasa.shared.nlu.constants import INTENT


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class IntentRulePolicy(RulePolicy):
    """Chooses what RulePolicy chooses.

    There is a rule for each topic, and RulePolicy compares every turn with all of them three times.
    A rule whose last state has another intent cannot match, so it need not be compared.
    """

    def _get_possible_keys(self, lookup: dict[str, str], states: list[State]) -> set[str]:
        # At the start of a conversation a rule may match whatever its intent.
        if states and states[-1].get(PREVIOUS_ACTION):
            possible = {None, SHOULD_NOT_BE_SET, states[-1].get(USER, {}).get(INTENT)}
            lookup = {key: then for key, then in lookup.items() if self._intent(key) in possible}
        found: set[str] = super()._get_possible_keys(lookup, states)
        return found

    def _intent(self, rule: str) -> str | None:
        """Give the intent in the last state of a rule."""
        intent: str | None = self._rule_key_to_state(rule)[-1].get(USER, {}).get(INTENT)
        return intent or None  # an empty one stands for any
